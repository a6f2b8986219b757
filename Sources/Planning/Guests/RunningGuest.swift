import GuestModel
import LibxlJSON
import Observing
import Policy

/// Decides about a guest whose domain runs or is paused.
struct RunningGuest {
    let domain: ObservedDomain
    let record: GuestRecord
    /// What the author asked for before.
    let given: GuestConfiguration
    /// What the author asks for now.
    let desired: PlannedAction.Target
    /// Where a domain runs that names no cpupool.
    private let defaultCPUPool: String
    /// How far a change may go.
    private let reach: GuestPolicy.Reach

    init(
        domain: ObservedDomain, record: GuestRecord, given: GuestConfiguration, desired: PlannedAction.Target,
        defaultCPUPool: String, options: PlanOptions
    ) {
        self.defaultCPUPool = defaultCPUPool
        self.domain = domain
        self.record = record.ofWhatIsThere
        self.given = given
        self.desired = desired
        reach = options.allowsRestart ? .restart : desired.policy.reach
    }

    private var policy: GuestPolicy { desired.policy }
    private var allowsRestart: Bool { reach == .restart }

    /// What the domain was made from, with the live changes since.
    private var booted: GuestConfiguration { record.booted.flatMap { try? $0.decoded() } ?? given }

    var outcome: GuestOutcome {
        let booted = booted
        if let reason = record.cutShort(at: domain) { return rebuilding(reason) }
        let verdicts = Verdicts(
            for: record, booted: booted, desired: desired.configuration, targetThatStays: memoryTargetThatStays)
        // A restart makes what waits for the next boot, too; going back to what runs needs none.
        let restarts = allowsRestart && booted != desired.configuration
        let author =
            (restarts ? booted : given).changes(to: desired.configuration)
            + (isPolicysDoing ? [runState].compactMap(\.self) : [])
        let there = placesThatAreThere(author)
        var remarks: [Plan.Remark] = []
        let drift = drift
        var changes = author.map { change in
            var change = change
            // What is left behind is what is there, and not what nobody has any more.
            if let moved = drift.changes.first(where: { $0.place == change.place }), moved.old != change.old {
                change.old = moved.old
                guard !there.contains(change.place) else { return PlannedChange(change, .author, .alreadyThere) }
                remarks.append(remark("somebody has changed \(change.place), which is about to change again", .drift))
            }
            return PlannedChange(
                change, .author, there.contains(change.place) ? .alreadyThere : verdicts.verdict(for: change))
        }
        if let problem = drift.problem { remarks.append(remark(problem)) }
        let drifted = drift.changes.filter { !policy.leavesToOthers($0.field) && !isUnfinished($0) }
        // Nobody paused it: a run that was cut short did not come to let it run.
        changes += drift.changes.filter(isUnfinished).map { PlannedChange($0, .drift, verdicts.verdict(for: $0)) }
        if policy.drift != .correct, !drifted.isEmpty {
            // What they did, and not what it would take to undo it.
            let done = drifted.map { FieldChange(field: $0.field, device: $0.device, old: $0.new, new: $0.old) }
            remarks.append(
                remark("somebody changed its domain: \(done.map(\.description).joined(separator: ", "))", .drift))
        }
        if policy.drift == .correct {
            changes += drifted.notMade(by: author).map { PlannedChange($0, .drift, verdicts.verdict(for: $0)) }
        }
        if !allowsRestart, record.booted != nil {
            let waiting = booted.changes(to: given).filter { change in !author.contains { $0.place == change.place } }
            if !waiting.isEmpty {
                remarks.append(
                    remark(
                        "waits for its next boot: \(waiting.map(\.description).joined(separator: ", "))", .nextBoot))
            }
        }
        if changes.isEmpty, isUnsettled {
            return GuestOutcome(action: finishing, remarks: remarks)
        }
        if changes.isEmpty, policy.drift == .adopt, case .known(let seen) = domain.configuration,
            !record.isSettled(on: seen)
        {
            var adopted = record
            adopted.settle(on: seen)
            return GuestOutcome(bookkeeping: adopted, remarks: remarks)
        }
        return GuestOutcome(
            action: changes.isEmpty ? nil : action(for: changes), remarks: remarks,
            countsAsUnchanged: drift.problem == nil)
    }

    /// What somebody else changed, each with the value it should go back to, as far as that can be told; and why no further.
    private var drift: (changes: [FieldChange], problem: String?) {
        let changes = isPolicysDoing ? [] : [runState].compactMap(\.self)
        let seen: SeenConfiguration
        switch domain.configuration {
        case .unknown(let reason):
            return (changes, record.settled == nil ? nil : "its configuration cannot be had: \(reason)")
        case .known(let known): seen = known
        }
        if record.isSettled(on: seen) { return (changes, nil) }
        do {
            let observed = try seen.configuration.decoded()
            return (changes + (try record.drift(of: observed, defaultCPUPool: defaultCPUPool)), nil)
        } catch {
            return (changes, "its configuration cannot be compared: \(error)")
        }
    }

    /// The domain as it is; nil where it cannot be had.
    private var observed: GuestConfiguration? {
        guard case .known(let seen) = domain.configuration else { return nil }
        return try? seen.configuration.decoded()
    }

    /// Where the author has put down what the domain has anyway, such as libxl's defaults.
    private func placesThatAreThere(_ author: [FieldChange]) -> Set<String> {
        let said = author.filter { change in
            if case .record? = change.new { return false }
            return change.old == nil && change.new != nil
        }
        guard !said.isEmpty, let observed else { return [] }
        let differ = Set(observed.changes(to: desired.configuration).map(\.place))
        return Set(said.map(\.place)).subtracting(differ)
    }

    /// The memory target that others have given the domain and that it keeps, in KiB; nil where it is given its definition's.
    private var memoryTargetThatStays: UInt64? {
        let target = Field(name: JudgedField.memoryTarget.rawValue, libxlPath: [])
        guard given.memory.target == desired.configuration.memory.target,
            policy.leavesToOthers(target) || policy.drift != .correct
                || given.memory.maximum != desired.configuration.memory.maximum,
            let observed
        else { return nil }
        let isCorrected =
            policy.drift == .correct && !policy.leavesToOthers(target)
            && drift.changes.contains { JudgedField($0.field) == .memoryTarget }
        return isCorrected ? nil : observed.memory.target
    }

    /// That it is paused and should not be, or the other way round.
    private var runState: FieldChange? {
        switch (domain.state == .paused, policy.state == .paused) {
        case (true, false): .runState(pauses: false)
        case (false, true): .runState(pauses: true)
        default: nil
        }
    }

    /// Its policy has changed its mind about that, so that nobody else need have done anything.
    private var isPolicysDoing: Bool { record.isKeptPaused != (policy.state == .paused) }

    /// Whether this is left over from the making of a domain that nobody has looked at since.
    private func isUnfinished(_ change: FieldChange) -> Bool { change.field == .runState && isUnsettled }

    private var isUnsettled: Bool {
        if case .known = domain.configuration { record.settled == nil } else { false }
    }

    /// Whether the change makes a restart that is allowed worth while; going back to what still runs needs none.
    private func needsRestart(_ verdict: Verdict) -> Bool {
        switch verdict.effect {
        case .restart, .recreate: true
        case .nextBoot: booted != desired.configuration
        case .live, .forbidden: false
        }
    }

    private func action(for changes: [PlannedChange]) -> PlannedAction {
        var changes = changes
        let wait = changes.filter { !$0.verdict.isPossible(within: reach) }
        let replaces = allowsRestart && wait.isEmpty && changes.contains { needsRestart($0.verdict) }
        if replaces, let refused = record.refusedDefinition, refused == desired.fileDigest {
            // What was started again may still wait to be let run.
            for index in changes.indices { changes[index].isMade = isUnfinished(changes[index].change) }
            return action(
                .blocked,
                "it could not be built like this, and was started again as it was; change its definition, or try again "
                    + "by \"xenward restart \(desired.configuration.name)\"", changes,
                changes.contains(where: \.isMade) ? .update(domain.reference, desired) : .nothing)
        }
        for index in changes.indices {
            changes[index].isMade = replaces || changes[index].verdict.isPossible(within: reach)
        }
        if replaces {
            let kind = max(.restart, changes.map(\.verdict.kind).max() ?? .restart)
            if kind == .recreate, policy.protects(record) {
                for index in changes.indices { changes[index].isMade = false }
                return action(
                    .blocked, "another guest would take its place, but it is protected; unprotect it first", changes,
                    .nothing)
            }
            return action(
                kind, reason(changes), changes, .replace(domain.reference, .asking(policy.stopping), desired))
        }
        if let first = wait.first {
            let isIdle = wait.count == changes.count
            return action(.blocked, obstacle(first), changes, isIdle ? .nothing : .update(domain.reference, desired))
        }
        let kind = changes.map(\.verdict.kind).max() ?? .live
        return action(kind, reason(changes), changes, .update(domain.reference, desired))
    }

    private func obstacle(_ waiting: PlannedChange) -> String {
        let (place, verdict) = (waiting.change.place, waiting.verdict)
        switch verdict.effect {
        case .nextBoot: return "\(place) can wait for its next boot, and its policy allows live changes only"
        case .forbidden: return "\(place) cannot be changed: \(verdict.reason)"
        case .recreate where policy.protects(record):
            return "\(place) makes another guest of it, and it is protected; unprotect it first"
        case .live, .restart, .recreate:
            return "\(place) needs a restart: \(verdict.reason); --allow-restart permits it"
        }
    }

    /// A domain that was about to be built when a run was cut short. It never ran, and nobody knows what it lacks.
    private func rebuilding(_ reason: String) -> GuestOutcome {
        let next = desired.unlessRefused(given, by: record)
        return GuestOutcome(
            action: action(
                .restart, reason, [],
                .replace(domain.reference, .clearing(), next.stayingItself(record, given) ?? next)
            )
            .goingOn(from: record))
    }

    /// A domain that was built and that nobody looked at since: a run was cut short.
    private var finishing: PlannedAction {
        action(.live, "its creation was cut short", [], .update(domain.reference, desired))
    }

    private func reason(_ changes: [PlannedChange]) -> String {
        let author = changes.contains { $0.cause == .author && $0.change.field != .runState }
        let drift = changes.contains { $0.cause == .drift }
        let edited = "\(desired.source) has changed"
        let drifted = "somebody changed the running domain"
        let policys = changes.contains { $0.cause == .author && $0.change.field == .runState }
        let reasons = [
            author ? edited : nil, policys ? "its policy says \(policy.state.rawValue)" : nil, drift ? drifted : nil,
        ]
        return reasons.compactMap(\.self).joined(separator: ", and ")
    }

    private func action(
        _ kind: PlannedAction.Kind, _ reason: String, _ changes: [PlannedChange], _ work: PlannedAction.Work
    ) -> PlannedAction {
        PlannedAction(
            guest: desired.configuration.name, uuid: record.uuid, kind: kind, reason: reason, changes: changes,
            work: work)
    }

    private func remark(_ text: String, _ topic: Plan.Remark.Topic? = nil) -> Plan.Remark {
        .init(guest: desired.configuration.name, text: text, topic: topic)
    }
}

extension PlannedChange {
    fileprivate init(_ change: FieldChange, _ cause: Cause, _ verdict: Verdict) {
        self.init(change: change, cause: cause, verdict: verdict, isMade: false)
    }
}

extension Verdict {
    /// Whether the change can be made, or recorded for the next boot, within what is allowed.
    fileprivate func isPossible(within reach: GuestPolicy.Reach) -> Bool {
        switch effect {
        case .live: true
        case .nextBoot: reach >= .nextBoot
        case .restart, .recreate: reach >= .restart
        case .forbidden: false
        }
    }
}
