import GuestModel
import LibxlJSON
import Observing

/// Decides about a guest that has shut down by itself while no definition speaks for it: its file is gone and it is not pruned, or
/// its file cannot be used just now.
///
/// Its on_… actions are those that it was made with. A reboot in the night must not end in a guest that is off, because
/// somebody has just broken its file.
struct UndefinedGuest {
    private let shutDown: ShutDownGuest
    private let record: GuestRecord
    private let bootID: String

    /// Nil when its domain has not shut down by itself, or when somebody had it stopped.
    init?(_ orphan: Matching.Orphan, input: PlanInput) {
        guard let domain = orphan.domain, case .shutDown(let reason) = domain.state, reason != .suspend,
            orphan.record.intent == .running || orphan.record.intent.isReplacing(at: input.now)
                || orphan.record.hasEnded(input.observation.host.bootID),
            let desired = PlannedAction.Target(asMade: orphan.record, input)
        else { return nil }
        record = orphan.record
        bootID = input.observation.host.bootID
        shutDown = ShutDownGuest(
            domain: domain, reason: reason, desired: desired, isChanged: false, now: input.now)
    }

    var outcome: GuestOutcome {
        guard !record.hasEnded(bootID) else {
            let domain = shutDown.domain
            let remains = record.remains(of: domain, at: shutDown.now)
            let end = PlannedAction(
                guest: record.name, uuid: record.uuid, kind: .stop, reason: "clearing its domain away was cut short",
                work: .end(domain.reference, keeping: remains, because: shutDown.reason))
            return GuestOutcome(action: end)
        }
        let rollsBack = shutDown.desired.policy.rollsBack && shutDown.holding(record) == nil
        var outcome = shutDown.outcome(for: record)
        if rollsBack { outcome.action = outcome.action?.fallingBack(to: record) }
        outcome.action?.reason += ", as it was made: no definition speaks for it"
        return outcome
    }
}

extension Removal {
    /// A guest that is off because its host went down, and whose file cannot be used just now: it starts as it was made. Nil for any
    /// other.
    func returningWithHost(_ orphan: Matching.Orphan) -> GuestOutcome? {
        let record = orphan.record
        guard orphan.domain == nil, let file = input.rejectedDefinition(of: record)?.file,
            let last = record.bootThatItRanIn, last != input.observation.host.bootID,
            // What was saved ran, and would be lost.
            [.running, .paused].contains(input.policies[record.name].state)
                || input.policies[record.name].state == .asFound && record.isSaved,
            !input.observation.domains.contains(where: { $0.uuid == record.uuid || $0.name == record.name }),
            var target = PlannedAction.Target(asMade: record, input)
        else { return nil }
        // Its own file may have said so.
        if record.isKeptPaused { target.policy.state = .paused }
        let action = PlannedAction(
            guest: record.name, uuid: record.uuid, kind: .create,
            reason: "the host has booted; as it was made: \(file) cannot be used", work: .create(target))
        return GuestOutcome(action: action.goingOn(from: record).fallingBack(to: record))
    }
}

extension GuestRecord {
    /// It ended by itself in this boot of the host; clearing its domain away may have been cut short.
    fileprivate func hasEnded(_ bootID: String) -> Bool {
        if case .ended(_, _, let boot) = self.intent { boot == bootID } else { false }
    }

    /// The host's boot at whose end the guest went down; nil for one that was off before.
    fileprivate var bootThatItRanIn: String? {
        switch self.intent {
        case .running, .replacing: self.domain?.bootID
        case .stopped(_, .host, let bootID): bootID
        case .stopped, .ended: nil
        }
    }
}

extension PlannedAction.Target {
    /// The guest as it was made, where no definition speaks for it. Nil when its record is damaged.
    fileprivate init?(asMade record: GuestRecord, _ input: PlanInput) {
        guard let given = try? record.given.decoded() else { return nil }
        let target = Self(
            source: record.source, digest: nil, configuration: given, fileDigest: record.digest ?? "",
            policy: input.policies[record.name])
        self = target.asItWas(given, by: record)
    }
}

extension PlannedAction {
    /// The same where the guest may come back as it ran, without what waited for its boot.
    fileprivate func fallingBack(to record: GuestRecord) -> Self {
        guard fallback == nil, let target = builds, target.policy.rollsBack, target.savedMemory == nil,
            let before = try? record.asBuilt.decoded(), before != target.configuration
        else { return self }
        var action = self
        action.fallback = work.building(target.asItWas(before, by: record))
        return action
    }
}
