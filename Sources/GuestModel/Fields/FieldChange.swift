/// One difference between two guests.
public struct FieldChange: Sendable, Hashable, CustomStringConvertible {
    /// For a device that comes or goes as a whole the list that it is in, `disks`; else the attribute, `disks.format`.
    public var field: Field
    /// The device it is about, by its identity; nil for what belongs to the guest itself.
    public var device: String?
    /// The value before; nil where there was none.
    public var old: FieldValue?
    /// The value after; nil where there is none.
    public var new: FieldValue?

    public init(field: Field, device: String? = nil, old: FieldValue?, new: FieldValue?) {
        self.field = field
        self.device = device
        self.old = old
        self.new = new
    }

    /// The field with the device's identity in it: `memory.target`, `disks[xvda].format`.
    public var place: String {
        guard let device else { return field.name }
        guard let dot = field.name.firstIndex(of: ".") else { return "\(field.name)[\(device)]" }
        return "\(field.name[..<dot])[\(device)]\(field.name[dot...])"
    }

    /// The name of the field at a place, without the devices' identities: `disks.format`.
    public static func fieldName(at place: String) -> String { place.replacing(/\[[^\]]*\]/, with: "") }

    /// The place of the device it is about: `disks[xvda]`; nil for what belongs to the guest itself.
    public var wholePlace: String? {
        device.map { "\(field.name.prefix { $0 != "." })[\($0)]" }
    }

    /// Whether it is about one of these places, or about something of a device that is one of them.
    public func isAt(_ places: Set<String>) -> Bool {
        places.contains(place) || wholePlace.map(places.contains) ?? false
    }

    /// A whole device that comes or goes, rather than one of its attributes.
    public var isWholeDevice: Bool { device != nil && !field.name.contains(".") }

    public var description: String {
        "\(place): \(old.map { field.text(of: $0) } ?? "none") -> \(new.map { field.text(of: $0) } ?? "none")"
    }
}

extension Field {
    /// A text of this field without what is secret in it.
    public func shown(_ text: String) -> String {
        if isSecret { return "(secret)" }
        if name == "disks.path" { return Disk.shown(text) }
        return name.hasPrefix("deviceModel.arguments") ? DeviceModel.shown(text) : text
    }

    /// A value of this field as a person reads it: with its unit, on one line, and never a password.
    public func text(of value: FieldValue) -> String {
        if isSecret { return "(secret)" }
        switch value {
        case .boolean(let flag): return flag ? "yes" : "no"
        case .integer(let number): return unit.map { FieldText.quantity(number, $0) } ?? "\(number)"
        case .string("True") where isSwitch: return "yes"
        case .string("False") where isSwitch: return "no"
        case .string(let text): return FieldText.quoted(shown(text))
        case .list(let elements):
            if name.hasSuffix("Affinity") || name == "vcpus.online", !elements.isEmpty {
                let numbers = elements.compactMap { element -> UInt32? in
                    if case .integer(let number) = element { UInt32(exactly: number) } else { nil }
                }
                if numbers.count == elements.count { return CPUSet(numbers).description }
            }
            return "[" + elements.map { text(of: $0) }.joined(separator: ", ") + "]"
        case .record(let members):
            let parts = members.map { "\($0.name)=\(member($0.name).text(of: $0.value))" }
            return parts.isEmpty ? "{}" : parts.joined(separator: ",")
        }
    }
}

enum FieldText {
    /// KiB in the largest unit that loses nothing; other units as they are.
    static func quantity(_ number: Int128, _ unit: FieldUnit) -> String {
        guard unit == .kibibytes, number > 0 else { return "\(number) \(unit.rawValue)" }
        if number % (1 << 20) == 0 { return "\(number >> 20) GiB" }
        if number % (1 << 10) == 0 { return "\(number >> 10) MiB" }
        return "\(number) KiB"
    }

    /// Text in quotes, with everything that a terminal might act upon made visible.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value):
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

extension Sequence<FieldChange> {
    /// Those that some other changes leave to be made.
    ///
    /// A device of which anything is changed comes as it should be, also when somebody took it away.
    public func notMade(by changes: [FieldChange]) -> [FieldChange] {
        let places = Set(changes.map(\.place))
        let devices = Set(changes.filter { !$0.isWholeDevice }.compactMap(\.wholePlace))
        return filter { !$0.isAt(places) && !devices.contains($0.place) }
    }
}
