import Applying
import FormatSupport
import GuestModel
import Host
import Planning

/// The documents that `--json` prints. Each says what it is and which version of it.
enum Documents {
    static func text(_ kind: String, _ members: [FieldValue.Member]) -> String {
        let head: [FieldValue.Member] = [
            .init("kind", .string("xenward.\(kind)")), .init("version", .integer(1)),
        ]
        return JSONWriter.write(.record(head + members), style: .indented) + "\n"
    }

    static func members(of plan: Plan) -> [FieldValue.Member] {
        [
            .init("actions", .list(plan.actions.map(\.document))),
            .init(
                "remarks",
                .list(
                    plan.remarks.map { .record([.init("guest", .string($0.guest)), .init("text", .string($0.text))]) })),
            .init("summary", summary(of: plan)),
        ] + (plan.refusal.map { [.init("refusal", .string($0))] } ?? [])
    }

    /// Why a run ended before its time; nothing where it did not.
    static func recordingFailure(_ report: ApplyReport) -> [FieldValue.Member] {
        report.recordingFailure.map { [.init("recording_failure", .string($0))] } ?? []
    }

    private static func summary(of plan: Plan) -> FieldValue {
        let counts = PlannedAction.Kind.allCases.map {
            FieldValue.Member($0.rawValue, .integer(Int128(plan.count($0))))
        }
        return .record(counts + [.init("unchanged", .integer(Int128(plan.unchanged)))])
    }

    static func diagnostics(_ diagnostics: [Diagnostic]) -> FieldValue.Member {
        .init("diagnostics", .list(diagnostics.map(\.document)))
    }
}

extension PlannedAction {
    var document: FieldValue {
        var members: [FieldValue.Member] = [
            .init("guest", .string(guest)), .init("action", .string(kind.rawValue)), .init("mark", .string(kind.mark)),
            .init("reason", .string(reason)), .init("changes", .list(changes.map(\.document))),
        ]
        if let uuid { members.insert(.init("uuid", .string(uuid.description)), at: 1) }
        return .record(members)
    }
}

extension PlannedChange {
    var document: FieldValue {
        var members: [FieldValue.Member] = [.init("field", .string(change.place))]
        if let unit = change.field.unit { members.append(.init("unit", .string(unit.rawValue))) }
        if let old = change.old { members.append(.init("old", change.shown(old))) }
        if let new = change.new { members.append(.init("new", change.shown(new))) }
        return .record(
            members + [
                .init("cause", .string(cause.rawValue)), .init("verdict", .string(verdict.name)),
                .init("reason", .string(verdict.reason)), .init("made", .boolean(isMade)),
            ])
    }
}

extension FieldChange {
    /// A value for a machine to read, without its passwords.
    func shown(_ value: FieldValue) -> FieldValue {
        Self.shown(value, of: field)
    }

    private static func shown(_ value: FieldValue, of field: Field) -> FieldValue {
        if field.isSecret { return .string("(secret)") }
        switch value {
        case .string(let text): return .string(field.shown(text))
        case .record(let members):
            return .record(members.map { .init($0.name, shown($0.value, of: field.member($0.name))) })
        case .list(let elements): return .list(elements.map { shown($0, of: field) })
        case .boolean, .integer: return value
        }
    }
}

extension Verdict {
    fileprivate var name: String {
        switch effect {
        case .live: "live"
        case .nextBoot: "next-boot"
        case .restart: "restart"
        case .recreate: "recreate"
        case .forbidden: "forbidden"
        }
    }
}

extension Diagnostic {
    var document: FieldValue {
        var members: [FieldValue.Member] = [
            .init("severity", .string(severity.rawValue)), .init("reason", .string(reason.rawValue)),
            .init("file", .string(location.file)),
        ]
        if let line = location.line { members.append(.init("line", .integer(Int128(line)))) }
        if let column = location.column { members.append(.init("column", .integer(Int128(column)))) }
        return .record(members + [.init("message", .string(message))])
    }
}

extension DomainState {
    /// In xl's words.
    var text: String {
        switch self {
        case .running: "running"
        case .paused: "paused"
        case .shutDown(let reason): "shut down (\(reason.rawValue))"
        case .dying: "dying"
        }
    }
}
