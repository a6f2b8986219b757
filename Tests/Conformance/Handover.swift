import FormatSupport
import GuestModel

/// libxl's JSON as libvirt's tests have it.
enum Handover {
    /// libvirt's tests also know libxl before 4.8 and 4.17, with nested virtualization and CPUID in other places.
    static func inOldPlaces(_ value: FieldValue) -> FieldValue {
        guard case .record(let members) = value else { return value }
        return .record(
            members.map { member in
                guard member.name == "b_info", case .record(let info) = member.value else { return member }
                let nested = info.first { $0.name == "nested_hvm" }
                return .init(
                    "b_info",
                    .record(
                        info.map { inside in
                            switch (inside.name, inside.value) {
                            case ("type.hvm", .record(let hvm)):
                                .init("type.hvm", .record(hvm + [nested].compactMap(\.self)))
                            case ("cpuid", _): .init("cpuid", inside.value["cpuid"] ?? inside.value)
                            default: inside
                            }
                        }))
            })
    }

    /// What is expected and not there; lists must be equal.
    ///
    /// libvirt's tests have a made-up answer for `shadow_memkb`, and spell out two defaults of later libxl.
    static func differences(_ expected: FieldValue, _ found: FieldValue?, at path: String = "") -> [String] {
        switch (expected, found) {
        case (.record(let members), _):
            return members.flatMap { member -> [String] in
                let place = path.isEmpty ? member.name : "\(path).\(member.name)"
                if place == "b_info.shadow_memkb" { return [] }
                if place.hasSuffix(".devid"), member.value == .integer(-1) { return [] }
                if place.hasSuffix(".rdm_policy"), member.value == .string("invalid") { return [] }
                if member.value == .record([]), found?[member.name] == nil { return [] }
                return differences(member.value, found?[member.name], at: place)
            }
        case (.list(let elements), .list(let others)?):
            guard elements.count == others.count else { return ["\(path): \(others.count) for \(elements.count)"] }
            return zip(elements, others).enumerated().flatMap {
                differences($0.element.0, $0.element.1, at: "\(path)[\($0.offset)]")
            }
        default:
            let text = found.map { JSONWriter.write($0, style: .compact) } ?? "nothing"
            return expected == found ? [] : ["\(path): \(text) for \(JSONWriter.write(expected, style: .compact))"]
        }
    }
}
