import GuestModel
import Observing

/// What calls for a run when it changes.
struct Sight: Equatable {
    /// Nil while their file system does not answer.
    var definitions: UInt64?
    /// Nil while the host does not answer.
    var domains: [Domid: DomainState]?

    /// What has to be looked at when nothing was done since another sight: single domains, where nothing else differs.
    ///
    /// - Parameter called: domains that have called for it.
    func attention(since other: Sight?, besides called: Set<Domid>) -> Attention {
        guard let other, definitions == other.definitions, let domains, let others = other.domains else {
            return .everything
        }
        let changed = Set(domains.keys).union(others.keys).filter { domains[$0] != others[$0] }.union(called)
        return changed.isEmpty ? .everything : .domains(changed)
    }

    /// Those of these domains that have shut down, and wait for what is done with them.
    func ended(_ attention: Attention) -> Set<Domid> {
        guard case .domains(let domids) = attention, let domains else { return [] }
        return domids.filter { domains[$0]?.isShutDown ?? false }
    }
}
