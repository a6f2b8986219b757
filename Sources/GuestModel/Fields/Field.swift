/// What a number in the model counts.
public enum FieldUnit: String, Sendable, Hashable {
    case kibibytes = "KiB"
    case bytes = "B"
    case microseconds = "µs"
    case seconds = "s"
    case percent = "%"
}

/// A place in ``GuestConfiguration``: one that a plan can name, a policy can judge and a person can look up.
///
/// For devices it names the attribute, whichever device it is of: `disks.format`.
public struct Field: Sendable, Hashable, CustomStringConvertible {
    /// The path of Swift properties from the configuration on: `memory.target`, `disks.path`.
    public let name: String
    /// libxl's names, from the configuration on: `b_info`, `target_memkb`.
    public let libxlPath: [String]
    /// Of the numbers in it; nil where they count things, and where there are none.
    public let unit: FieldUnit?
    /// A password: shown to nobody.
    public let isSecret: Bool
    /// Yes or no, written by libxl as the texts "True" and "False".
    let isSwitch: Bool

    public init(name: String, libxlPath: [String], unit: FieldUnit? = nil, isSecret: Bool = false) {
        self.init(name: name, libxlPath: libxlPath, unit: unit, isSecret: isSecret, isSwitch: false)
    }

    init(name: String, libxlPath: [String], unit: FieldUnit?, isSecret: Bool, isSwitch: Bool) {
        self.name = name
        self.libxlPath = libxlPath
        self.unit = unit
        self.isSecret = isSecret
        self.isSwitch = isSwitch
    }

    public var description: String { name }

    /// Every field there is, in libxl's order.
    public static let all: [Field] = GuestConfiguration.fields.allFields(name: "", path: [])

    /// The field that libxl's name below this one means.
    public func member(_ libxlName: String) -> Field {
        let path = libxlPath + [libxlName]
        return Self.byLibxlPath[path] ?? Field(name: join(name, libxlName), libxlPath: path)
    }

    private static let byLibxlPath = Dictionary(all.map { ($0.libxlPath, $0) }) { first, _ in first }
}
