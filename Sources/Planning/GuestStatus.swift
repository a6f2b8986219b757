import GuestModel
import Observing

/// How a guest is, beside how it should be.
public struct GuestStatus: Sendable, Hashable {
    /// As its definition has it; as it is remembered where there is none.
    public var name: String
    /// The one that is remembered, or else its definition's; nil where nobody has given it one yet.
    public var uuid: GuestUUID?
    /// The definition's file; nil when there is none any more.
    public var source: String?
    /// By its definition, its policy, and what somebody asked for by hand.
    public var wanted: Wanted
    /// Nil when no domain is this guest.
    public var domid: Domid?
    /// What the domain is doing; nil when there is none.
    public var state: DomainState?
    /// When xenward last did something to it; nil when it never did.
    public var since: Timestamp?
    /// What is planned, or why it is not as it should be; sentences without a full stop.
    public var notes: [String]
    /// What the plan would do; nil when that is nothing. Its reason comes first among the notes.
    public var action: PlannedAction.Kind?

    /// How a guest is to be, in a word.
    public enum Wanted: String, Sendable, Hashable {
        /// It is to have a domain, which runs.
        case running
        /// It is to have a domain that is kept paused.
        case paused
        /// It is to be off: by its policy, by hand, with its host, or because it ended by itself and nothing has asked
        /// for it since.
        case off
        /// No definition wants it.
        case undefined
        /// Its definition cannot be used.
        case unknown
    }

    /// Every guest that is defined or remembered, by name.
    ///
    /// - Parameter plan: made from this input, with its requirements answered.
    public static func all(_ input: PlanInput, _ plan: Plan) -> [GuestStatus] {
        let matching = Matching(input)
        var rows = matching.wanted.map { wanted in
            let name = wanted.definition.name
            let on = input.policies[name].state == .paused ? Wanted.paused : .running
            var row = GuestStatus(
                name: name, record: wanted.record, domain: wanted.domain, source: wanted.definition.file,
                wanted: isOff(wanted, input, plan) ? .off : on)
            row.uuid = row.uuid ?? wanted.definition.uuid
            return row
        }
        for orphan in matching.orphans {
            let rejected = input.rejectedDefinition(of: orphan.record)
            rows.append(
                GuestStatus(
                    name: orphan.record.name, record: orphan.record, domain: orphan.domain, source: rejected?.file,
                    wanted: rejected == nil ? .undefined : .unknown))
        }
        for file in input.rejected {
            guard let name = file.name, !rows.contains(where: { $0.name == name }) else { continue }
            rows.append(GuestStatus(name: name, record: nil, domain: nil, source: file.file, wanted: .unknown))
        }
        for index in rows.indices {
            let name = rows[index].name
            if let action = plan.actions.first(where: { $0.guest == name }) {
                rows[index].action = action.kind
                rows[index].notes.append(action.reason)
            }
            rows[index].notes += plan.remarks.filter { $0.guest == name }.map(\.text)
        }
        return rows.sorted { $0.name < $1.name }
    }

    private static func isOff(_ wanted: Matching.Wanted, _ input: PlanInput, _ plan: Plan) -> Bool {
        let policy = input.policies[wanted.definition.name]
        let isIdle = wanted.domain == nil && !plan.actions.contains { $0.guest == wanted.definition.name }
        let runs = wanted.domain?.state.mayRunOn ?? false
        switch Wish(of: wanted.record, policy, bootID: input.observation.host.bootID, runs: runs) {
        case .off, .gone: return true
        case .asFound: return isIdle
        case .on: if case .ended? = wanted.record?.intent { return isIdle } else { return false }
        }
    }

    private init(name: String, record: GuestRecord?, domain: ObservedDomain?, source: String?, wanted: Wanted) {
        self.name = name
        uuid = record?.uuid
        self.source = source
        self.wanted = wanted
        domid = domain?.domid
        state = domain?.state
        since = record?.changed
        notes = []
    }
}
