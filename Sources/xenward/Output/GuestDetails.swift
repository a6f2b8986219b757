import GuestModel
import Host
import Planning

/// Everything that is known of one guest.
struct GuestDetails {
    let status: GuestStatus
    let definition: Definition?
    let record: GuestRecord?
    let domain: ObservedDomain?

    /// What the definition says; of one that has not changed, what is recorded of it.
    private var configuration: GuestConfiguration? {
        guard let definition else { return nil }
        return definition.document?.configuration ?? (try? record?.given.decoded())
    }

    var text: String {
        var lines = ["name         \(status.name)"]
        if let uuid = status.uuid ?? definition?.uuid { lines.append("uuid         \(uuid)") }
        lines.append("defined in   \(definition?.file ?? status.source ?? "nothing")")
        lines.append("wanted       \(status.wanted.rawValue)")
        lines.append("is           \(status.state?.text ?? "absent")\(status.domid.map { ", domid \($0)" } ?? "")")
        if let record {
            lines.append("came by      \(record.origin.rawValue), generation \(record.generation)")
            lines.append("since        \(record.changed)")
            if record.isProtected { lines.append("protected    yes") }
        }
        lines += status.notes.map { "note         \($0)" }
        if let configuration {
            let fields = fields(of: configuration)
            let width = fields.map(\.place.count).max() ?? 0
            lines += ["", "definition:"]
            lines += fields.map { change in
                let padding = String(repeating: " ", count: width - change.place.count)
                return "  \(change.place)\(padding)  \(change.new.map { change.field.text(of: $0) } ?? "")"
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    var members: [FieldValue.Member] {
        guard case .record(var members) = status.document else { return [] }
        if var shown = configuration {
            shown.hideSecrets()
            members.append(.init("definition", shown.fieldValue))
        }
        if let record {
            members.append(.init("origin", .string(record.origin.rawValue)))
            members.append(.init("generation", .integer(Int128(record.generation))))
            members.append(.init("protected", .boolean(record.isProtected)))
        }
        return members
    }

    /// Every field that the definition sets: what tells it from an empty guest.
    private func fields(of guest: GuestConfiguration) -> [FieldChange] {
        GuestConfiguration(name: "", type: guest.type.kind.standard).changes(to: guest)
            .filter { $0.field.name != "name" && $0.field.name != "uuid" }
    }
}
