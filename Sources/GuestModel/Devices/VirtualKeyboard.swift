/// A paravirtual keyboard and pointer (vkb).
public struct VirtualKeyboard: Device {
    /// What serves it.
    ///
    /// Default: qemu. xl.cfg(5): `vkb backend-type` · libxl: `backend_type`
    public var backend: KeyboardBackend?
    /// How the backend tells it from others.
    ///
    /// xl.cfg(5): `vkb unique-id` · libxl: `unique_id`
    public var uniqueID: String?
    /// No keyboard.
    ///
    /// Default: no. xl.cfg(5): `vkb feature-disable-keyboard` · libxl: `feature_disable_keyboard`
    public var disableKeyboard: Bool = false
    /// No pointer.
    ///
    /// Default: no. xl.cfg(5): `vkb feature-disable-pointer` · libxl: `feature_disable_pointer`
    public var disablePointer: Bool = false
    /// The pointer has a place rather than a movement.
    ///
    /// Default: no. xl.cfg(5): `vkb feature-abs-pointer` · libxl: `feature_abs_pointer`
    public var absolutePointer: Bool = false
    /// Places are not scaled to the screen.
    ///
    /// Default: no. xl.cfg(5): `vkb feature-raw-pointer` · libxl: `feature_raw_pointer`
    public var rawPointer: Bool = false
    /// Touch with several fingers.
    ///
    /// Default: no. xl.cfg(5): `vkb feature-multi-touch` · libxl: `feature_multi_touch`
    public var multiTouch: Bool = false
    /// Width of absolute places.
    ///
    /// xl.cfg(5): `vkb width` · libxl: `width`
    public var width: UInt32?
    /// Height of absolute places.
    ///
    /// xl.cfg(5): `vkb height` · libxl: `height`
    public var height: UInt32?
    /// Width of touch places.
    ///
    /// xl.cfg(5): `vkb multi-touch-width` · libxl: `multi_touch_width`
    public var multiTouchWidth: UInt32?
    /// Height of touch places.
    ///
    /// xl.cfg(5): `vkb multi-touch-height` · libxl: `multi_touch_height`
    public var multiTouchHeight: UInt32?
    /// Fingers at once.
    ///
    /// xl.cfg(5): `vkb multi-touch-num-contacts` · libxl: `multi_touch_num_contacts`
    public var multiTouchContacts: UInt32?
    /// The device's number.
    ///
    /// Default: the next one free. libxl: `devid`
    public var devid: Int32?
    /// Domain that serves the backend, by domid.
    ///
    /// Default: dom0. libxl: `backend_domid`
    public var backendDomid: UInt32?
    /// Domain that serves the backend, by name; it wins over the domid.
    ///
    /// Default: dom0. xl.cfg(5): `backend` · libvirt: `backenddomain name` · libxl: `backend_domname`
    public var backendDomain: String?

    public init() {}

    public static let fields = FieldMap<VirtualKeyboard>([
        .number("backend_domid", "backendDomid", \.backendDomid, unset: 0),
        .optional("backend_domname", "backendDomain", \.backendDomain),
        .number("devid", "devid", \.devid, unset: -1),
        .choice("backend_type", "backend", \.backend),
        .optional("unique_id", "uniqueID", \.uniqueID),
        .value("feature_disable_keyboard", "disableKeyboard", \.disableKeyboard, default: false),
        .value("feature_disable_pointer", "disablePointer", \.disablePointer, default: false),
        .value("feature_abs_pointer", "absolutePointer", \.absolutePointer, default: false),
        .value("feature_raw_pointer", "rawPointer", \.rawPointer, default: false),
        .value("feature_multi_touch", "multiTouch", \.multiTouch, default: false),
        .number("width", "width", \.width, unset: 0),
        .number("height", "height", \.height, unset: 0),
        .number("multi_touch_width", "multiTouchWidth", \.multiTouchWidth, unset: 0),
        .number("multi_touch_height", "multiTouchHeight", \.multiTouchHeight, unset: 0),
        .number("multi_touch_num_contacts", "multiTouchContacts", \.multiTouchContacts, unset: 0),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { devid.map(String.init) ?? "#\(index)" }
}

/// What serves a keyboard.
public enum KeyboardBackend: String, LibxlEnumeration {
    /// QEMU.
    case qemu
    /// One for a Linux PV domain; xl.cfg(5) says no more of it.
    case linux
}
