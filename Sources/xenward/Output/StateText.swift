import GuestModel
import LibxlJSON
import Planning

/// What is remembered, as a person reads it.
struct StateText {
    let palette: Palette

    func render(_ state: RecordedState) -> String {
        let head = ["NAME", "UUID", "INTENT", "DOMID", "PROTECTED", "SINCE", "SOURCE"]
        let rows = state.guests.map { guest in
            [
                guest.name, guest.uuid.description, guest.suspended == nil ? guest.intent.word : "suspended",
                guest.domain.map { "\($0.domid)" } ?? "-", guest.isProtected ? "yes" : "no", guest.changed.description,
                guest.source,
            ]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return padded.joined(separator: "  ").trimmingTrailingSpaces + "\n"
        }
        return palette.paint(line(head), .bold) + rows.map(line).joined()
    }
}

extension GuestRecord.Intent {
    /// As the state file has it.
    var word: String {
        switch self {
        case .running: "running"
        case .replacing: "replacing"
        case .ended: "ended"
        case .stopped: "stopped"
        }
    }
}

extension GuestRecord {
    /// For machines, in short.
    var document: FieldValue {
        var members: [FieldValue.Member] = [
            .init("name", .string(name)), .init("uuid", .string(uuid.description)), .init("source", .string(source)),
            .init("origin", .string(origin.rawValue)), .init("intent", .string(intent.word)),
            .init("protected", .boolean(isProtected)), .init("generation", .integer(Int128(generation))),
            .init("changed", .string(changed.description)),
        ]
        if let directory { members.append(.init("directory", .string(directory))) }
        if let suspended { members.append(.init("suspended", .string(suspended.description))) }
        if let domain { members.append(.init("domid", .integer(Int128(domain.domid)))) }
        return .record(members)
    }

    /// With its configurations, but without passwords.
    var wholeDocument: FieldValue {
        guard case .record(var members) = document else { return document }
        for (name, text) in [("given", Optional(given)), ("booted", booted), ("settled", settled)] {
            guard var configuration = try? text?.decoded() else { continue }
            configuration.hideSecrets()
            members.append(.init(name, configuration.fieldValue))
        }
        return .record(members)
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var rest = self[...]
        while rest.last == " " { rest = rest.dropLast() }
        return String(rest)
    }
}
