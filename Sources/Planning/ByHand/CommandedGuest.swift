import GuestModel
import LibxlJSON
import Observing
import Policy

/// Decides what a person's command means for a guest as it is.
struct CommandedGuest {
    let name: String
    /// Nil when nothing defines it any more.
    let definition: Definition?
    let record: GuestRecord?
    let domain: ObservedDomain?
    private let rival: Rival?
    /// As in ``Matching/Wanted/ambiguity``.
    private let ambiguity: String?
    private let input: PlanInput

    init(
        name: String, definition: Definition?, record: GuestRecord?, domain: ObservedDomain?,
        rival: Rival? = nil, ambiguity: String? = nil, _ input: PlanInput
    ) {
        self.ambiguity = ambiguity
        self.rival = rival
        self.name = name
        self.definition = definition
        self.record = record
        self.domain = domain
        self.input = input
    }

    func outcome(of command: GuestCommand) -> GuestOutcome {
        switch command {
        case .start: start(afresh: false)
        case .startAfresh: start(afresh: true)
        case .stop(let asked): stop(asked.over(policy.stopping))
        case .restart(let asked): restart(asked.over(policy.stopping))
        case .forget: forget
        case .protect: recorded("protected already") { $0.isProtected = true }
        case .unprotect:
            policy.isProtected
                ? refused("its policy protects it; that has to go first")
                : recorded("not protected") { $0.isProtected = false }
        case .suspend:
            recorded("suspended already") { [now = input.now] in $0.suspended = $0.suspended ?? now }
        case .resume:
            recorded("not suspended") {
                $0.suspended = nil
                $0.isLeftAlone = false
            }
        }
    }

    private var policy: GuestPolicy { input.policies[definition?.name ?? record?.name ?? name] }

    // MARK: What acts on the host

    private func start(afresh: Bool) -> GuestOutcome {
        if let refusal = obstacle { return refusal }
        if let ambiguity { return refused(ambiguity) }
        if let rival, domain?.state != .running, domain?.state != .paused { return refused(rival.obstacle) }
        guard let definition else { return refused("\(undefined), so that it cannot be started") }
        if policy.state == .shutoff || policy.state == .absent {
            return refused("its policy says \(policy.state.rawValue), and apply would stop it again")
        }
        switch domain?.state {
        case .running, .paused:
            if domain?.state == .paused, policy.state != .paused { return unpaused(definition) }
            guard let record, record.intent != .running else { return noted("it runs already") }
            return recorded("it runs already") { $0.intent = .running }
        case .dying: return refused("its domain is still being destroyed; try again in a moment")
        case .shutDown:
            guard let domain, let target = starting(definition) else { return unreadable(definition) }
            let ending = PlannedAction.Ending.clearing(keeping: record?.remains(of: domain, at: input.now) ?? .nothing)
            return planned(.restart, started(target), .replace(domain.reference, ending, target))
        case nil:
            guard let target = starting(definition) else { return unreadable(definition) }
            var outcome = planned(.create, started(target), .create(target))
            if !afresh, let record { outcome.action = outcome.action?.goingOn(from: record) }
            return outcome
        }
    }

    /// Somebody has paused it, or a run was cut short that was about to build it.
    private func unpaused(_ definition: Definition) -> GuestOutcome {
        guard let domain, let record, var target = starting(definition) else { return unreadable(definition) }
        if record.cutShort(at: domain) != nil {
            var outcome = planned(.restart, started(target), .replace(domain.reference, .clearing(), target))
            outcome.action = outcome.action?.goingOn(from: record)
            return outcome
        }
        // Nothing else of what its definition says is carried out.
        (target.source, target.digest) = (record.source, record.digest)
        let change = FieldChange.runState(pauses: false)
        var outcome = planned(.live, "started by hand", .update(domain.reference, target))
        outcome.action?.changes = [
            PlannedChange(change: change, cause: .author, verdict: .ofRunState(change), isMade: true)
        ]
        return outcome
    }

    private func stop(_ stopping: Stopping) -> GuestOutcome {
        if let refusal = obstacle { return refusal }
        guard record != nil else {
            return refused("xenward has not created it yet; a policy with state shutoff keeps it off")
        }
        let off = GuestRecord.Intent.stopped(
            at: input.now, by: .hand, bootID: input.observation.host.bootID)
        switch domain?.state {
        case .running, .paused:
            guard let domain else { break }
            return planned(.stop, "stopped by hand", .stop(domain.reference, .asking(stopping), by: .hand))
        case .shutDown:
            guard let domain, record?.isEvidence(domain, at: input.now) != true else { break }
            return planned(.stop, "stopped by hand", .stop(domain.reference, .clearing(), by: .hand))
        case .dying, nil: break
        }
        if record?.intent.isStoppedByHand == true { return noted("it is stopped already") }
        return recorded("it does not run") { $0.intent = off }
    }

    /// Why there is no definition, as a sentence.
    private var undefined: String {
        record.flatMap(input.rejectedDefinition).map { "\($0.file) cannot be used" } ?? "nothing defines it any more"
    }

    private func restart(_ stopping: Stopping) -> GuestOutcome {
        if let refusal = obstacle { return refusal }
        guard let domain, domain.state == .running || domain.state == .paused else { return start(afresh: false) }
        if let ambiguity { return refused(ambiguity) }
        if let rival { return refused(rival.obstacle) }
        guard let definition else {
            return refused("\(undefined), so that it could not be started again")
        }
        guard let record, let target = target(definition) else { return unreadable(definition) }
        let outcome = planned(
            .restart, "restarted by hand", .replace(domain.reference, .asking(stopping), target)
        ).showing(target, since: record, fallsBack: false)
        // What was allowed once and could not be built may be tried again.
        let isRetry = record.refusedDefinition == target.fileDigest && !policy.protects(record)
        if !isRetry, outcome.action?.changes.contains(where: { $0.verdict.effect == .recreate }) == true {
            return refused("its definition makes another guest of it; apply says what that means")
        }
        return outcome
    }

    private var forget: GuestOutcome {
        guard let record else { return noted("nothing is remembered of it") }
        guard !record.isProtected else { return refused("it is protected; unprotect it first") }
        let runs = domain.map { "domain \($0.domid) is left as it is" } ?? record.rest
        return planned(.forget, runs, .forget(record.uuid))
    }

    // MARK: What is only remembered

    private func recorded(_ already: String, _ change: (inout GuestRecord) -> Void) -> GuestOutcome {
        guard let record else {
            if let rival { return refused(rival.obstacle) }
            return refused("xenward has not created it yet, and remembers nothing of it")
        }
        var changed = record
        change(&changed)
        return changed == record ? noted(already) : GuestOutcome(bookkeeping: changed)
    }

    // MARK: What an outcome is made of

    /// Why nothing can be done to its domain.
    private var obstacle: GuestOutcome? {
        if let record, let since = record.suspended {
            return refused("suspended since \(since); \"xenward resume \(name)\" comes first")
        }
        if policy.isSuspended {
            return refused("suspended by its policy; that has to go first")
        }
        if let domain, let record, record.leftSuspended(domain) {
            return refused("saving its memory was cut short; \"xenward apply\" comes first")
        }
        if let domain, domain.state == .shutDown(.suspend) {
            return refused("domain \(domain.domid) is suspended and may be resumed; resume or destroy it")
        }
        guard domain == nil, let other = input.observation.domains.first(where: { $0.name == name }) else { return nil }
        return refused("domain \(other.domid) has its name, and is not the guest that xenward looks after")
    }

    private func target(_ definition: Definition) -> PlannedAction.Target? {
        let policy = input.policies[definition.name]
        guard let record else {
            return definition.document.map { .init(definition, $0.configuration, policy) }
        }
        guard let given = try? record.given.decoded() else { return nil }
        return .init(definition, completedFor: record, given, policy)
    }

    /// What is built of a guest that does not run: a protected one is not replaced by another.
    private func starting(_ definition: Definition) -> PlannedAction.Target? {
        guard let target = target(definition) else { return nil }
        guard let record, let given = try? record.given.decoded() else { return target }
        return target.stayingItself(record, given) ?? target
    }

    private func started(_ target: PlannedAction.Target) -> String {
        guard target.isAsItWas else { return "started by hand" }
        return "started by hand; as it was, since \(PlannedAction.Target.anotherGuest(by: target.source))"
    }

    private func planned(_ kind: PlannedAction.Kind, _ reason: String, _ work: PlannedAction.Work) -> GuestOutcome {
        GuestOutcome(
            action: PlannedAction(
                guest: name, uuid: record?.uuid ?? definition?.uuid, kind: kind, reason: reason, work: work))
    }

    private func refused(_ reason: String) -> GuestOutcome {
        GuestOutcome(action: .refusal(of: name, record?.uuid, reason))
    }

    private func unreadable(_ definition: Definition) -> GuestOutcome {
        refused("what is recorded of it is damaged; \(definition.file) cannot be compared with it")
    }

    private func noted(_ text: String) -> GuestOutcome { GuestOutcome(remarks: [.init(guest: name, text: text)]) }
}
