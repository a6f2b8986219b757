import GuestModel
import LibxlJSON
import Observing

/// What running domains have that no second one may have, where no definition speaks for them: guests whose definition is
/// gone, and guests of others.
public struct Occupation: Sendable {
    private var holders: [Possession: String] = [:]

    /// - Parameter domains: whose definitions have not been compared with those of the guests to be built.
    public init(by domains: some Sequence<ObservedDomain>) {
        for domain in domains {
            guard domain.state == .running || domain.state == .paused, case .known(let seen) = domain.configuration,
                let guest = try? seen.configuration.decoded()
            else { continue }
            for (possession, _) in guest.possessions() {
                holders[possession] = "domain \(domain.domid)\(domain.name.map { " (\($0))" } ?? "")"
            }
        }
    }

    /// Why this guest cannot be built now; nil when nothing that it needs is taken.
    public func obstacle(to target: PlannedAction.Target) -> String? {
        obstacle(to: target.configuration, sharing: target.shareableDisks)
    }

    func obstacle(to guest: GuestConfiguration, sharing vdevs: Set<String>) -> String? {
        let taken = guest.possessions(sharing: vdevs).compactMap {
            possession, isShared in
            isShared ? nil : holders[possession].map { "\(possession.words) by \($0)" }
        }
        return taken.isEmpty ? nil : taken.joined(separator: "; ")
    }
}

extension Possession {
    fileprivate var words: String {
        switch self {
        case .disk(let path, _): "disk \(path) is written"
        case .mac(let mac): "MAC address \(mac) is used"
        }
    }
}

extension Plan {
    /// This plan with those actions blocked that would take what a running domain has.
    func blockingOccupied(_ observation: HostObservation, wanted: Set<Domid>) -> Plan {
        guard actions.contains(where: { $0.builds != nil || !$0.arrivals.isEmpty }) else { return self }
        // What this plan removes is gone by the time that anything is built.
        let leaving = wanted.union(actions.compactMap(\.removes))
        let occupation = Occupation(by: observation.domains.filter { !leaving.contains($0.domid) })
        var plan = self
        for index in plan.actions.indices {
            if let target = plan.actions[index].builds, let reason = occupation.obstacle(to: target) {
                plan.actions[index].block(reason)
            }
            guard case .update(_, let target) = plan.actions[index].work else { continue }
            for arrival in plan.actions[index].arrivals {
                guard let reason = occupation.obstacle(to: arrival.guest, sharing: target.shareableDisks) else {
                    continue
                }
                plan.actions[index].forbid(arrival.changes, reason)
            }
        }
        return plan
    }
}

extension PlannedAction {
    /// The domain that this action takes away, if any.
    public var removes: Domid? {
        if case .remove(let domain, _, _) = work { domain.domid } else { nil }
    }

    /// The domain that the guest is built in the place of, if any.
    public var takesThePlaceOf: Domid? {
        if case .replace(let domain, _, _) = work { domain.domid } else { nil }
    }

    /// The guest that this action builds, if any.
    public var builds: Target? {
        switch work {
        case .create(let target), .replace(_, _, let target): target
        default: nil
        }
    }
}
