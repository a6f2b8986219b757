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
            .init("name", .string(self.name)), .init("uuid", .string(self.uuid.description)),
            .init("source", .string(self.source)),
            .init("origin", .string(self.origin.rawValue)), .init("intent", .string(self.intent.word)),
            .init("protected", .boolean(self.isProtected)), .init("generation", .integer(Int128(self.generation))),
            .init("changed", .string(self.changed.description)),
        ]
        if let directory = self.directory { members.append(.init("directory", .string(directory))) }
        if let suspended = self.suspended { members.append(.init("suspended", .string(suspended.description))) }
        if let domain = self.domain { members.append(.init("domid", .integer(Int128(domain.domid)))) }
        return .record(members)
    }

    /// With its configurations, but without passwords.
    var wholeDocument: FieldValue {
        guard case .record(var members) = document else { return document }
        for (name, text) in [("given", Optional(self.given)), ("booted", self.booted), ("settled", self.settled)] {
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
