import GuestModel
import LibxlJSON
import Observing
import Policy

/// Decides about a guest that a definition speaks of.
struct WantedGuest {
    private let definition: Definition
    private let record: GuestRecord?
    private let domain: ObservedDomain?
    private let obstacle: ObservedDomain?
    private let policy: GuestPolicy
    private let input: PlanInput

    init(_ wanted: Matching.Wanted, input: PlanInput) {
        definition = wanted.definition
        record = wanted.record
        domain = wanted.domain
        obstacle = wanted.obstacle
        policy = input.policies[wanted.definition.name]
        self.input = input
    }

    private var name: String { definition.name }
    private var bootID: String { input.observation.host.bootID }

    var outcome: GuestOutcome {
        var outcome = decision
        guard outcome.bookkeeping == nil, var record else { return outcome }
        if outcome.action == nil {
            outcome.bookkeeping = followed(record)
        } else {
            // Whatever becomes of the action.
            noteFacts(in: &record)
            if record != self.record { outcome.bookkeeping = record }
        }
        return outcome
    }

    private var decision: GuestOutcome {
        guard let record else { return newcomer }
        if let since = record.suspended {
            return resting("suspended since \(since); nothing is done to it until \"xenward resume \(name)\"")
        }
        if policy.isSuspended { return resting("suspended by its policy; nothing is done to it") }
        if isUntouched(record) { return GuestOutcome() }
        switch Wish(of: record, policy, bootID: bootID, runs: domain?.state.mayRunOn ?? false) {
        case .gone: return removed(record)
        case .off(let reason, let orderer): return off(record, reason, by: orderer)
        case .asFound where domain == nil && !record.isToBeBuilt: return startedWithHost(record)
        case .on, .asFound: return obstacle.map(blocked(by:)) ?? on(record)
        }
    }

    /// A guest that is not remembered: there is nothing to compare with.
    private var newcomer: GuestOutcome {
        guard !policy.isSuspended else { return resting("suspended by its policy; nothing is done to it") }
        switch policy.state {
        case .shutoff, .absent: return GuestOutcome()
        case .asFound where obstacle == nil && !definition.startsWithHost: return GuestOutcome()
        case .running, .paused, .asFound: break
        }
        if let obstacle { return blocked(by: obstacle) }
        guard let wanted = definition.document?.configuration else { return blocked("its record is gone") }
        return GuestOutcome(
            action: action(.create, "defined in \(definition.file)", work: .create(.init(definition, wanted, policy))))
    }

    /// Nobody changed the definition, and nobody the domain: most guests, most of the time. Nothing need be decoded.
    private func isUntouched(_ record: GuestRecord) -> Bool {
        guard case .unchanged = definition.content, record.booted == nil, record.shutDown == nil, record.saved == nil,
            !record.isLeftAlone,
            obstacle == nil,
            record.intent == .running, policy.state == .running || policy.state == .asFound, let domain,
            domain.state == .running, case .known(let seen) = domain.configuration
        else { return false }
        return record.isSettled(on: seen)
    }

    // MARK: A guest that is to run

    private func on(_ record: GuestRecord) -> GuestOutcome {
        let given: GuestConfiguration
        do {
            given = try record.given.decoded()
        } catch {
            return blocked("its record is damaged: \(error)")
        }
        let desired = PlannedAction.Target(definition, completedFor: record, given, policy)
        // What could not be built is not tried again by itself, also when the guest ends in between.
        var next = desired
        if record.refusedDefinition == desired.fileDigest {
            next.configuration = given
            next.digest = nil
        }
        guard let domain else { return absent(record, given: given, desired: next) }
        if record.leftSuspended(domain) { return savingCutShort(record, domain) }
        switch domain.state {
        case .dying: return blocked("domain \(domain.domid) is still being destroyed; try again in a moment")
        case .shutDown(let reason):
            let next = bootingLive(next, record, given)
            let outcome = ShutDownGuest(
                domain: domain, reason: reason, desired: next, isChanged: given != next.configuration,
                isAnother: given.uuid != next.configuration.uuid || given.type.kind != next.configuration.type.kind,
                isProtected: record.isProtected || policy.isProtected, now: input.now
            )
            .outcome(for: record)
            return outcome.showing(next, since: record, fallsBack: policy.rollsBack)
        case .running, .paused:
            return RunningGuest(
                domain: domain, record: record, given: given, desired: desired,
                defaultCPUPool: input.observation.host.cpupools.first, options: input.options
            )
            .outcome
        }
    }

    /// What it becomes when it boots by itself: where its policy allows live changes only, nobody has allowed the others to come with
    /// that.
    private func bootingLive(
        _ target: PlannedAction.Target, _ record: GuestRecord, _ given: GuestConfiguration
    ) -> PlannedAction.Target {
        guard policy.reach == .live, !input.options.allowsRestart else { return target }
        let booted = (try? record.booted?.decoded()) ?? given
        let verdicts = Verdicts(for: record, booted: booted, desired: target.configuration)
        let live = booted.changes(to: target.configuration).filter {
            if case .live = verdicts.verdict(for: $0).effect { true } else { false }
        }
        guard let configuration = try? booted.applying(live), configuration != target.configuration else {
            return target
        }
        var target = target
        target.configuration = configuration
        target.digest = nil
        return target
    }

    private func absent(_ record: GuestRecord, given: GuestConfiguration, desired: PlannedAction.Target) -> GuestOutcome
    {
        if let other = record.comeBack(among: input.observation.domains, bootID: bootID) {
            return blocked("another toolstack has started it again, as domain \(other.domid)")
        }
        let reason: String
        switch record.intent {
        case .ended(.poweroff, _, _) where policy.afterPoweroff == .start: reason = "it powered itself off"
        case .ended(let why, let moment, let endBootID) where endBootID == bootID && given == desired.configuration:
            let text =
                "stays off: \(why.sentence) at \(moment); it starts again when its definition changes or the host boots"
            return resting(text)
        case .ended where given != desired.configuration: reason = "\(definition.file) has changed since it ended"
        case .ended: reason = "the host has booted since it ended"
        case .stopped(_, .host, _): reason = "the host has booted since it was stopped"
        case .stopped(let moment, .policy, _): reason = "its policy had it stopped at \(moment), and wants it to run"
        case .running, .replacing, .stopped(_, .hand, _): reason = absence(record)
        }
        let create = action(.create, reason, uuid: record.uuid, work: .create(desired))
        return GuestOutcome(action: create.goingOn(from: record))
    }

    /// Its host was about to go down. Where its memory is whole it is off until the host boots, as was meant; else it runs on.
    private func savingCutShort(_ record: GuestRecord, _ domain: ObservedDomain) -> GuestOutcome {
        if record.isSaved {
            return GuestOutcome(
                action: action(
                    .stop, "its memory is saved", uuid: record.uuid,
                    work: .stop(domain.reference, .init(), by: .host)))
        }
        return GuestOutcome(
            action: action(
                .live, "saving its memory was cut short; it runs on", uuid: record.uuid,
                work: .resume(domain.reference)))
    }

    private func absence(_ record: GuestRecord) -> String {
        guard let last = record.domain else { return "it was about to be created" }
        let isThisBoot = last.bootID == bootID
        return isThisBoot ? "domain \(last.domid) is gone" : "the host has booted"
    }

    /// A guest whose state nobody has an opinion on: off is off, until the host boots.
    private func startedWithHost(_ record: GuestRecord) -> GuestOutcome {
        let last = record.domain?.bootID ?? record.intent.bootID
        // What was saved ran, and would be lost.
        guard definition.startsWithHost || record.isSaved, last != bootID else { return GuestOutcome() }
        return obstacle.map(blocked(by:)) ?? on(record)
    }

    // MARK: A guest that is not to run

    private func off(_ record: GuestRecord, _ reason: String, by orderer: GuestRecord.Orderer) -> GuestOutcome {
        guard let domain else { return offAlready(record, reason) }
        switch domain.state {
        case .dying: return GuestOutcome()
        case .shutDown(.suspend) where record.leftSuspended(domain):
            // Where it is not whole it was not meant to end like that, and is asked once more.
            let ending = PlannedAction.Ending(asks: record.isSaved ? nil : policy.stopping)
            return GuestOutcome(
                action: action(.stop, reason, uuid: record.uuid, work: .stop(domain.reference, ending, by: orderer)))
        case .shutDown(.suspend): return suspended(domain)
        case .shutDown:
            return GuestOutcome(
                action: action(.stop, reason, uuid: record.uuid, work: .stop(domain.reference, .init(), by: orderer)))
        case .running, .paused:
            let ending = PlannedAction.Ending(asks: policy.stopping)
            return GuestOutcome(
                action: action(.stop, reason, uuid: record.uuid, work: .stop(domain.reference, ending, by: orderer)))
        }
    }

    private func offAlready(_ record: GuestRecord, _ reason: String) -> GuestOutcome {
        guard case .stopped(_, let orderer, _) = record.intent, orderer != .policy else { return GuestOutcome() }
        return resting("stays off: \(reason)" + (record.isSaved ? ", from its saved memory" : ""))
    }

    /// Its guest sleeps and may be resumed; nobody could ask it to shut down.
    private func suspended(_ domain: ObservedDomain) -> GuestOutcome {
        blocked("domain \(domain.domid) is suspended and may be resumed; resume or destroy it")
    }

    private func removed(_ record: GuestRecord) -> GuestOutcome {
        let reason = "its policy says absent"
        guard !record.isProtected, !policy.isProtected else {
            return blocked("\(reason), but it is protected; unprotect it first")
        }
        guard let domain else {
            return GuestOutcome(action: action(.forget, reason, uuid: record.uuid, work: .forget(record.uuid)))
        }
        guard domain.state != .dying else { return GuestOutcome() }
        if domain.state == .shutDown(.suspend) { return suspended(domain) }
        return GuestOutcome(
            action: action(
                .destroy, reason, uuid: record.uuid,
                work: .remove(domain.reference, record.uuid, policy.stopping)))
    }

    // MARK: What a decision is made of

    private func action(
        _ kind: PlannedAction.Kind, _ reason: String, uuid: GuestUUID? = nil, work: PlannedAction.Work
    ) -> PlannedAction {
        PlannedAction(guest: name, uuid: uuid ?? definition.uuid, kind: kind, reason: reason, work: work)
    }

    private func blocked(_ reason: String) -> GuestOutcome {
        GuestOutcome(action: action(.blocked, reason, uuid: record?.uuid, work: .nothing))
    }

    private func resting(_ reason: String) -> GuestOutcome {
        GuestOutcome(remarks: [.init(guest: name, text: reason)], runs: false)
    }

    private func blocked(by obstacle: ObservedDomain) -> GuestOutcome {
        let what = "domain \(obstacle.domid) has its \(obstacle.name == name ? "name" : "uuid")"
        return blocked(
            obstacle.nonce == nil
                ? "\(what), and xenward did not create it\(wayOut(of: obstacle))"
                : input.recorded.guests.contains { $0.uuid == obstacle.uuid }
                    ? "\(what), and is another guest; rename, prune or destroy that one first"
                    : "\(what), and xenward made it and remembers nothing of it; \"xenward state repair\" does")
    }

    private func wayOut(of obstacle: ObservedDomain) -> String {
        let isRunning = obstacle.state == .running || obstacle.state == .paused
        guard isRunning, obstacle.name == name, definition.uuid == nil || definition.uuid == obstacle.uuid else {
            return ""
        }
        return "; \"xenward adopt \(name)\" takes it over"
    }

    // MARK: What only has to be recorded

    /// What the record should follow: another file, or other words for the same guest. A digest stands only for a definition
    /// that has been carried out whole.
    private func followed(_ record: GuestRecord) -> GuestRecord? {
        var followed = record
        noteFacts(in: &followed)
        if domain?.state == .running { followed.shutDown = nil }
        // It was asked to shut down, and runs on as its definition wants it.
        if domain?.state == .running {
            switch record.intent {
            case .replacing, .ended, .stopped(_, .host, _), .stopped(_, .policy, _): followed.intent = .running
            case .running, .stopped(_, .hand, _): break
            }
        }
        followed.source = definition.file
        let digest = definition.mustBeRead ? nil : definition.digest
        if record.source != definition.file || record.digest != digest {
            followed.digest = isCarriedOut(record) ? digest : nil
        }
        return followed == record ? nil : followed
    }

    /// What is true from now on: protection outlives the definition, hands are off also while that cannot be had, and memory that was saved is older than its guest's disks
    /// once that has run, whoever had it run.
    private func noteFacts(in record: inout GuestRecord) {
        if policy.isProtected { record.isProtected = true }
        record.isLeftAlone = policy.isSuspended
        let uuid = record.uuid
        if record.isSaved, input.observation.domains.contains(where: { $0.uuid == uuid && $0.state == .running }) {
            record.saved = nil
        }
    }

    private func isCarriedOut(_ record: GuestRecord) -> Bool {
        guard let document = definition.document else { return true }
        guard let given = try? record.given.decoded() else { return false }
        return document.configuration.completed(from: given, uuid: record.uuid) == given
    }
}

extension PlannedAction.Target {
    init(_ definition: Definition, _ configuration: GuestConfiguration, _ policy: GuestPolicy) {
        self.init(
            source: definition.file, digest: definition.mustBeRead ? nil : definition.digest,
            configuration: configuration, fileDigest: definition.digest,
            shareableDisks: definition.document?.extras.shareableDisks ?? [],
            policy: policy)
    }

    /// What a definition makes of a guest that is remembered; of one that was not read, what was carried out last.
    init(_ definition: Definition, completedFor record: GuestRecord, _ given: GuestConfiguration, _ policy: GuestPolicy)
    {
        let wanted = definition.document?.configuration ?? given
        self.init(definition, wanted.completed(from: given, uuid: record.uuid), policy)
    }
}

/// How a guest is to be, by what its policy says and by what somebody asked for by hand.
enum Wish {
    case on
    case off(String, by: GuestRecord.Orderer)
    case asFound
    case gone

    /// - Parameters:
    ///   - bootID: of the host, as it is now.
    ///   - runs: it has a domain that is not about to end.
    init(of record: GuestRecord, _ policy: GuestPolicy, bootID: String, runs: Bool) {
        self =
            switch (policy.state, record.intent) {
            case (.absent, _): .gone
            case (_, .stopped(let moment, .hand, _)):
                .off("stopped at \(moment); \"xenward start \(record.name)\" starts it", by: .hand)
            case (.shutoff, _): .off("its policy says shutoff", by: .policy)
            // A host that was about to go down and did not: what runs is looked after.
            case (_, .stopped(let moment, .host, bootID)) where !runs:
                .off(
                    "stopped with the host at \(moment); it starts when that has booted, or by \"xenward start \(record.name)\"",
                    by: .host)
            case (.asFound, _): .asFound
            case (.running, _), (.paused, _): .on
            }
    }
}

extension GuestRecord {
    /// It ran, or was about to, and its domain was to be followed by another: building that failed, or was cut short.
    fileprivate var isToBeBuilt: Bool {
        switch intent {
        case .replacing(until: nil): true
        case .running: domain == nil && nonce != nil
        case .replacing, .ended, .stopped: false
        }
    }
}

extension GuestRecord.Intent {
    /// A person had it stopped.
    var isStoppedByHand: Bool { if case .stopped(_, .hand, _) = self { true } else { false } }

    /// If its domain has shut down, then because it was asked to, in order to be built anew.
    func isReplacing(at now: Timestamp) -> Bool {
        guard case .replacing(let until) = self else { return false }
        return until.map { now < $0 } ?? true
    }

    /// The host's boot in which it ended or was stopped; nil when it was not.
    fileprivate var bootID: String? {
        switch self {
        case .ended(_, _, let bootID), .stopped(_, _, let bootID): bootID
        case .running, .replacing: nil
        }
    }
}

extension GuestOutcome {
    /// With what the guest becomes, field by field, where it is built anew as something else than it was.
    ///
    /// - Parameter fallsBack: it may come back as it was.
    func showing(_ target: PlannedAction.Target, since record: GuestRecord, fallsBack: Bool) -> GuestOutcome {
        guard var action, action.builds != nil, action.builds?.savedMemory == nil,
            let before = try? record.asBuilt.decoded(), before != target.configuration
        else { return self }
        let verdicts = Verdicts(for: record, booted: before, desired: target.configuration)
        action.changes = before.changes(to: target.configuration).map { change in
            PlannedChange(change: change, cause: .author, verdict: verdicts.verdict(for: change), isMade: true)
        }
        if fallsBack, var asItWas = action.builds {
            asItWas.configuration = before
            asItWas.digest = nil
            action.fallback = action.work.building(asItWas)
        }
        var outcome = self
        outcome.action = action
        return outcome
    }
}
