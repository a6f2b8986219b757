import GuestModel
import Observing
import Planning
import Policy
import Synchronization

/// What runs know for those after them.
final class LatestRun: Sendable {
    private let held = Mutex(Knowledge())

    private struct Knowledge {
        var policies: GuestPolicies?
        var domids: Set<Domid> = []
    }

    /// Nil until they could be read for the first time.
    var policies: GuestPolicies? { held.withLock { $0.policies } }

    func remember(_ policies: GuestPolicies) { held.withLock { $0.policies = policies } }

    func remember(_ state: RecordedState) {
        let domids = Set(state.guests.compactMap(\.domain?.domid))
        held.withLock { $0.domids = domids }
    }

    /// Whether a guest of xenward's runs in one of these domains, as far as is known.
    func hasGuest(in domids: Set<Domid>) -> Bool { held.withLock { !$0.domids.isDisjoint(with: domids) } }
}
