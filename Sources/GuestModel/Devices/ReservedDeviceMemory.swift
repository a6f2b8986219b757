/// Reserved device memory; libxl fills it in.
public struct ReservedDeviceMemory: Device {
    /// Address.
    ///
    /// libxl: `start`
    public var start: UInt64 = 0
    /// Bytes.
    ///
    /// libxl: `size`
    public var size: UInt64 = 0
    /// What happens when it collides.
    ///
    /// libxl: `policy`
    public var policy: RDMPolicy?

    public init() {}

    public static let fields = FieldMap<ReservedDeviceMemory>([
        .value("start", "start", \.start, default: 0),
        .value("size", "size", \.size, default: 0),
        .choice("policy", "policy", \.policy),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { "#\(index)" }
}
