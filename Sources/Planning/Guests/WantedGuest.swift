import GuestModel
import LibxlJSON
import Observing
import Policy

/// Decides about a guest that a definition speaks of.
struct WantedGuest {
    let definition: Definition
    /// By the name that its definition has, where no domain has another one.
    let record: GuestRecord?
    /// The same as the state has it.
    let remembered: GuestRecord?
    let domain: ObservedDomain?
    let rival: Rival?
    /// As in ``Matching/Wanted/ambiguity``.
    private let ambiguity: String?
    let policy: GuestPolicy
    private let shared: Shared<PlanInput>

    init(_ wanted: Matching.Wanted, input shared: Shared<PlanInput>) {
        let input = shared.value
        definition = wanted.definition
        remembered = wanted.record
        domain = wanted.domain
        var record = wanted.record
        if wanted.domain == nil { record?.name = wanted.definition.name }
        self.record = record
        rival = wanted.rival(input)
        ambiguity = wanted.ambiguity
        policy = input.policies[wanted.definition.name]
        self.shared = shared
    }

    var input: PlanInput { _read { yield shared.value } }

    var name: String { definition.name }
    var bootID: String { input.observation.host.bootID }

    var outcome: GuestOutcome {
        var outcome = decision
        // What it says may be meant for another guest.
        guard ambiguity == nil else { return outcome }
        if let record, let home = input.otherHome(of: record) {
            outcome.remarks.append(
                .init(guest: name, text: "it came from \(home), and is this directory's from now on, also to prune"))
        }
        guard outcome.bookkeeping == nil, var record else { return outcome }
        if outcome.action == nil {
            outcome.bookkeeping = followed(record)
        } else {
            // Whatever becomes of the action.
            noteFacts(in: &record)
            if record != remembered { outcome.bookkeeping = record }
        }
        return outcome
    }

    private var decision: GuestOutcome {
        guard let record else { return newcomer }
        if let since = record.suspended {
            return resting("suspended since \(since); nothing is done to it until \"xenward resume \(name)\"")
        }
        if policy.isSuspended { return resting("suspended by its policy; nothing is done to it") }
        if let ambiguity {
            // Both live on as they were made.
            let guest = Matching.Orphan(record: record, domain: domain)
            return UndefinedGuest(guest, input: input)?.outcome ?? Removal(input).returningWithHost(guest)
                ?? blocked(ambiguity)
        }
        if isUntouched(record) { return GuestOutcome() }
        switch Wish(of: record, policy, bootID: bootID, runs: domain?.state.mayRunOn ?? false) {
        case .gone: return removed(record)
        case .off(let reason, let orderer): return off(record, reason, by: orderer)
        case .asFound where domain == nil && !record.isToBeBuilt: return startedWithHost(record)
        case .on, .asFound: return rival.map { hindered(by: $0, record) } ?? on(record)
        }
    }

    /// A guest that is not remembered: there is nothing to compare with.
    private var newcomer: GuestOutcome {
        guard !policy.isSuspended else { return resting("suspended by its policy; nothing is done to it") }
        switch Wish(of: nil, policy, bootID: bootID, runs: false) {
        case .off, .gone: return standIn() ?? GuestOutcome()
        case .asFound where rival == nil && !definition.startsWithHost: return GuestOutcome()
        case .on, .asFound: break
        }
        if let rival { return blocked(rival.obstacle) }
        guard let wanted = definition.document?.configuration else { return blocked("its record is gone") }
        return GuestOutcome(
            action: action(.create, "defined in \(definition.file)", work: .create(.init(definition, wanted, policy))))
    }

    /// Nobody changed the definition, and nobody the domain: most guests, most of the time. Nothing need be decoded.
    private func isUntouched(_ record: GuestRecord) -> Bool {
        guard case .unchanged = definition.content, record.booted == nil, record.shutDown == nil, record.saved == nil,
            !record.isLeftAlone,
            rival == nil,
            record.intent == .running, policy.state == .running || policy.state == .asFound, let domain,
            domain.state == .running, case .known(let seen) = domain.configuration
        else { return false }
        return record.isSettled(on: seen)
    }

    // MARK: What a decision is made of

    func action(
        _ kind: PlannedAction.Kind, _ reason: String, uuid: GuestUUID? = nil, work: PlannedAction.Work
    ) -> PlannedAction {
        PlannedAction(guest: name, uuid: uuid ?? definition.uuid, kind: kind, reason: reason, work: work)
    }

    func blocked(_ reason: String) -> GuestOutcome {
        GuestOutcome(action: action(.blocked, reason, uuid: record?.uuid, work: .nothing))
    }

    func resting(_ reason: String) -> GuestOutcome {
        GuestOutcome(remarks: [.init(guest: name, text: reason)], countsAsUnchanged: false)
    }
}

extension GuestRecord {
    /// It ran, or was about to, and its domain was to be followed by another: building that failed, or was cut short.
    fileprivate var isToBeBuilt: Bool {
        switch self.intent {
        case .replacing(until: nil): true
        case .running: self.domain == nil && self.nonce != nil
        case .replacing, .ended, .stopped: false
        }
    }
}
