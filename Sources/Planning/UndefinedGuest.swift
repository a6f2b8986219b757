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

    /// Nil when its domain has not shut down by itself, or when somebody had it stopped.
    init?(_ orphan: Matching.Orphan, input: PlanInput) {
        guard let domain = orphan.domain, case .shutDown(let reason) = domain.state, reason != .suspend,
            orphan.record.intent == .running || orphan.record.intent.isReplacing(at: input.now),
            let given = try? orphan.record.given.decoded()
        else { return nil }
        record = orphan.record
        shutDown = ShutDownGuest(
            domain: domain, reason: reason,
            desired: .init(
                source: record.source, digest: nil, configuration: given, fileDigest: record.digest ?? "",
                policy: input.policies[record.name]),
            isChanged: false, isAnother: false, isProtected: false, now: input.now)
    }

    var outcome: GuestOutcome {
        var outcome = shutDown.outcome(for: record)
        outcome.action?.reason += ", as it was made: no definition speaks for it"
        return outcome
    }
}
