/// A device of the host's device tree that is passed through (Arm).
public struct DeviceTreeDevice: Device {
    /// Its path in the device tree.
    ///
    /// xl.cfg(5): `dtdev` · libxl: `path`
    public var path: String?

    public init() {}

    public static let fields = FieldMap<DeviceTreeDevice>([
        .optional("path", "path", \.path)
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { path ?? "#\(index)" }
}
