import GuestModel
import Observing
import Planning
import Policy
import Synchronization

/// What runs know for those after them.
final class LatestRun: Sendable {
    private let held = Mutex(Knowledge())

    private struct Knowledge {
        var policy: Policy?
        var policies: GuestPolicies?
        var domids: Set<Domid> = []
        var obstacles: [String: String] = [:]
    }

    /// What the policy's file said when it had been at rest; nil until it could be read so for the first time.
    var policy: Policy? { held.withLock { $0.policy } }

    /// The same of each guest.
    var policies: GuestPolicies? { held.withLock { $0.policies } }

    func remember(_ policy: Policy, _ policies: GuestPolicies) {
        held.withLock { ($0.policy, $0.policies) = (policy, policies) }
    }

    func remember(_ state: RecordedState) {
        let domids = Set(state.guests.compactMap(\.domain?.domid))
        held.withLock { $0.domids = domids }
    }

    /// Remembers what stands in guests' ways.
    ///
    /// - Parameter blocked: actions that cannot be carried out; of all guests, or of those that the run was about.
    /// - Returns: those that were not so, or for another reason, the last time.
    func remember(obstacles blocked: [PlannedAction], ofAll isWhole: Bool) -> [PlannedAction] {
        held.withLock { held in
            let new = blocked.filter { held.obstacles[$0.guest] != $0.reason }
            if isWhole { held.obstacles = [:] }
            for action in blocked { held.obstacles[action.guest] = action.reason }
            return new
        }
    }

    /// Whether a guest of xenward's runs in one of these domains, as far as is known.
    func hasGuest(in domids: Set<Domid>) -> Bool { held.withLock { !$0.domids.isDisjoint(with: domids) } }
}
