/// A paravirtual display with connectors (vdispl).
public struct VirtualDisplay: Device {
    /// The backend allocates the buffers.
    ///
    /// Default: no. xl.cfg(5): `vdispl be-alloc` · libxl: `be_alloc`
    public var backendAllocates: Bool = false
    /// Its connectors.
    ///
    /// xl.cfg(5): `vdispl connectors` · libxl: `connectors`
    public var connectors: [DisplayConnector] = []
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

    public static let fields = FieldMap<VirtualDisplay>([
        .number("backend_domid", "backendDomid", \.backendDomid, unset: 0),
        .optional("backend_domname", "backendDomain", \.backendDomain),
        .number("devid", "devid", \.devid, unset: -1),
        .value("be_alloc", "backendAllocates", \.backendAllocates, default: false),
        .list("connectors", "connectors", \.connectors),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { devid.map(String.init) ?? "#\(index)" }
}

/// A connector of a paravirtual display.
public struct DisplayConnector: FieldRecord {
    /// How the backend tells it from others.
    ///
    /// xl.cfg(5): `vdispl connectors` · libxl: `unique_id`
    public var uniqueID: String?
    /// Width in pixels.
    ///
    /// xl.cfg(5): `vdispl connectors` · libxl: `width`
    public var width: UInt32?
    /// Height in pixels.
    ///
    /// xl.cfg(5): `vdispl connectors` · libxl: `height`
    public var height: UInt32?

    public init() {}

    public static let fields = FieldMap<DisplayConnector>([
        .optional("unique_id", "uniqueID", \.uniqueID),
        .number("width", "width", \.width, unset: 0),
        .number("height", "height", \.height, unset: 0),
    ])
}
