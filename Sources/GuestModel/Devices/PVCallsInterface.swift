/// Sockets of the backend domain, used by pvcalls.
public struct PVCallsInterface: Device {
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

    public static let fields = FieldMap<PVCallsInterface>([
        .number("backend_domid", "backendDomid", \.backendDomid, unset: 0),
        .optional("backend_domname", "backendDomain", \.backendDomain),
        .number("devid", "devid", \.devid, unset: -1),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { devid.map(String.init) ?? "#\(index)" }
}
