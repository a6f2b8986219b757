/// A USB device of the host that is passed through.
public struct USBDevice: Device {
    /// Devid of the controller.
    ///
    /// Default: the first with a free port. xl.cfg(5): `usbdev controller` · libvirt: `hostdev/address bus` ·
    /// libxl: `ctrl`
    public var controller: Int32?
    /// Port of the controller.
    ///
    /// Default: the first free. xl.cfg(5): `usbdev port` · libvirt: `hostdev/address port` · libxl: `port`
    public var port: Int32?
    /// The host's device.
    ///
    /// xl.cfg(5): `usbdev hostbus, hostaddr` · libvirt: `hostdev/source/address` · libxl: `type`
    public var host: USBHostAddress?

    public init() {}

    public static let fields = FieldMap<USBDevice>([
        .number("ctrl", "controller", \.controller, unset: -1),
        .number("port", "port", \.port, unset: 0),
        .usbHost("host", \.host),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { host.map { "\($0.bus).\($0.address)" } ?? "#\(index)" }
}
