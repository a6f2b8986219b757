/// A USB controller for devices passed through.
public struct USBController: Device {
    /// What serves it.
    ///
    /// Default: by the guest's type. xl.cfg(5): `usbctrl type` · libvirt: `controller type=usb model` · libxl:
    /// `type`
    public var type: USBControllerType = .auto
    /// USB version: 1, 2 or 3.
    ///
    /// Default: 2. xl.cfg(5): `usbctrl version` · libvirt: `controller model` · libxl: `version`
    public var version: Int32?
    /// Ports: 1…31.
    ///
    /// Default: 8. xl.cfg(5): `usbctrl ports` · libvirt: `controller ports` · libxl: `ports`
    public var ports: Int32?
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

    public static let fields = FieldMap<USBController>([
        .value("type", "type", \.type, default: .auto),
        .number("devid", "devid", \.devid, unset: -1),
        .number("version", "version", \.version, unset: 0),
        .number("ports", "ports", \.ports, unset: 0),
        .number("backend_domid", "backendDomid", \.backendDomid, unset: 0),
        .optional("backend_domname", "backendDomain", \.backendDomain),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { devid.map(String.init) ?? "#\(index)" }
}

/// What serves a USB controller.
public enum USBControllerType: String, LibxlEnumeration {
    /// libxl chooses: `devicemodel` for an HVM guest, else `pv` where the kernel has that backend, else `qusb`.
    case auto
    /// The kernel's paravirtual backend.
    case pv
    /// QEMU, which emulates a controller on the guest's PCI bus.
    case devicemodel
    /// QEMU's paravirtual backend.
    case qusb
}
