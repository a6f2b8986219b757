import FormatSupport
import GuestModel
import Planning

extension RunRecord {
    /// For a line of the history, and for machines.
    public var document: FieldValue {
        var members: [FieldValue.Member] = [
            .init("number", .integer(Int128(number))), .init("started", .string(started.description)),
            .init("ended", .string(ended.description)), .init("command", .string(command)),
            .init("user", .string(user)),
        ]
        if let directory { members.append(.init("directory", .string(directory))) }
        if let revision { members.append(.init("revision", .string(revision))) }
        return .record(
            members + [
                .init("result", .string(result.rawValue)), .init("outcomes", .list(outcomes.map(\.document))),
            ])
    }

    /// Nil when it is no such line.
    init?(_ value: FieldValue) {
        guard case .integer(let number) = value["number"],
            let started = value["started"]?.string.flatMap({ Timestamp($0) }),
            let ended = value["ended"]?.string.flatMap({ Timestamp($0) }), let command = value["command"]?.string,
            let user = value["user"]?.string,
            let result = value["result"]?.string.flatMap({ Result(rawValue: $0) }),
            let outcomes = value["outcomes"]?.elements
        else { return nil }
        self.init(
            number: Int(clamping: number), started: started, ended: ended, command: command, user: user,
            directory: value["directory"]?.string, revision: value["revision"]?.string, result: result,
            outcomes: outcomes.compactMap { Outcome($0) })
    }
}

extension RunRecord.Outcome {
    /// As it stands in a run's `outcomes`, and at `end` in a line of the journal.
    public var document: FieldValue {
        var members: [FieldValue.Member] = [
            .init("guest", .string(guest)), .init("action", .string(action)), .init("reason", .string(reason)),
            .init("result", .string(result.rawValue)),
        ]
        if !errors.isEmpty { members.append(.init("errors", .list(errors.map { .string($0) }))) }
        return .record(members)
    }

    init?(_ value: FieldValue) {
        guard let guest = value["guest"]?.string, let action = value["action"]?.string,
            let reason = value["reason"]?.string,
            let result = value["result"]?.string.flatMap({ Result(rawValue: $0) })
        else { return nil }
        self.init(
            guest: guest, action: action, reason: reason, result: result,
            errors: value["errors"]?.elements?.compactMap(\.string) ?? [])
    }
}
