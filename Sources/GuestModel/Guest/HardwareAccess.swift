/// Machine resources that the guest may touch directly.
public struct HardwareAccess: Sendable, Hashable {
    /// I/O ports.
    ///
    /// xl.cfg(5): `ioports` · libxl: `ioports`
    public var ioports: [IOPortRange] = []
    /// Physical interrupt lines.
    ///
    /// xl.cfg(5): `irqs` · libxl: `irqs`
    public var irqs: [UInt32] = []
    /// Memory mapped I/O.
    ///
    /// xl.cfg(5): `iomem` · libxl: `iomem`
    public var iomem: [IOMemoryRange] = []

    public init() {}
}

/// A run of I/O ports.
public struct IOPortRange: FieldRecord {
    /// The first port.
    ///
    /// libxl: `first`
    public var first: UInt32 = 0
    /// How many.
    ///
    /// libxl: `number`
    public var count: UInt32 = 0

    public init() {}

    public static let fields = FieldMap<IOPortRange>([
        .value("first", "first", \.first, default: 0),
        .value("number", "count", \.count, default: 0),
    ])
}

/// A run of pages of memory mapped I/O.
public struct IOMemoryRange: FieldRecord {
    /// The first machine page frame.
    ///
    /// libxl: `start`
    public var start: UInt64 = 0
    /// How many pages.
    ///
    /// libxl: `number`
    public var count: UInt64 = 0
    /// Where the guest sees it; absent: at the same frame.
    ///
    /// Default: `start`. libxl: `gfn`
    public var guestFrame: UInt64?

    public init() {}

    public static let fields = FieldMap<IOMemoryRange>([
        .value("start", "start", \.start, default: 0),
        .value("number", "count", \.count, default: 0),
        .number("gfn", "guestFrame", \.guestFrame, unset: UInt64.max),
    ])
}
