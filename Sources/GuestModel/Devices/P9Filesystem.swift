/// A directory of the backend domain, shared by 9pfs.
public struct P9Filesystem: Device {
    /// The name the guest mounts it by.
    ///
    /// xl.cfg(5): `p9 tag` · libxl: `tag`
    public var tag: String?
    /// The directory.
    ///
    /// xl.cfg(5): `p9 path` · libxl: `path`
    public var path: String?
    /// How ownership is kept; only none.
    ///
    /// xl.cfg(5): `p9 security_model` · libxl: `security_model`
    public var securityModel: String?
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

    public static let fields = FieldMap<P9Filesystem>([
        .number("backend_domid", "backendDomid", \.backendDomid, unset: 0),
        .optional("backend_domname", "backendDomain", \.backendDomain),
        .optional("tag", "tag", \.tag),
        .optional("path", "path", \.path),
        .optional("security_model", "securityModel", \.securityModel),
        .number("devid", "devid", \.devid, unset: -1),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { tag ?? "#\(index)" }
}
