import GuestModel
import Host
import LibxlJSON

/// What running domains have that no second one may have, where no definition speaks for them: guests whose definition is
/// gone, and guests of others.
struct Occupation {
    private var holders: [Possession: String] = [:]

    private enum Possession: Hashable {
        case disk(String, backend: String?)
        case mac(MACAddress)

        var words: String {
            switch self {
            case .disk(let path, _): "disk \(path) is written"
            case .mac(let mac): "MAC address \(mac) is used"
            }
        }
    }

    /// - Parameter wanted: the domids of guests that a definition wants; definitions have been compared with each other.
    init(_ observation: HostObservation, besides wanted: Set<Domid>) {
        for domain in observation.domains where !wanted.contains(domain.domid) {
            guard domain.state == .running || domain.state == .paused, case .known(let seen) = domain.configuration,
                let guest = try? seen.configuration.decoded()
            else { continue }
            for possession in Self.possessions(of: guest, sharing: []) {
                holders[possession] = "domain \(domain.domid)\(domain.name.map { " (\($0))" } ?? "")"
            }
        }
    }

    /// Why this guest cannot be built now; nil when nothing that it needs is taken.
    func obstacle(to target: PlannedAction.Target) -> String? {
        let taken = Self.possessions(of: target.configuration, sharing: target.shareableDisks).compactMap {
            possession in
            holders[possession].map { "\(possession.words) by \($0)" }
        }
        return taken.isEmpty ? nil : taken.joined(separator: "; ")
    }

    private static func possessions(of guest: GuestConfiguration, sharing: Set<String>) -> [Possession] {
        let disks = guest.disks.compactMap { disk -> Possession? in
            guard disk.readWrite, !disk.cdrom, let path = disk.path, !sharing.contains(disk.vdev ?? "") else {
                return nil
            }
            return .disk(path, backend: disk.backendDomain)
        }
        return disks + guest.nics.compactMap { $0.mac.map { .mac($0) } }
    }
}

extension Plan {
    /// This plan with those actions blocked that would take what a running domain has.
    func blockingOccupied(_ observation: HostObservation, wanted: Set<Domid>) -> Plan {
        guard actions.contains(where: { $0.builds != nil }) else { return self }
        let occupation = Occupation(observation, besides: wanted)
        var plan = self
        for index in plan.actions.indices {
            guard let target = plan.actions[index].builds, let reason = occupation.obstacle(to: target) else {
                continue
            }
            plan.actions[index].block(reason)
        }
        return plan
    }
}

extension PlannedAction {
    /// The guest that this action builds, if any.
    var builds: Target? {
        switch work {
        case .create(let target), .replace(_, _, let target): target
        default: nil
        }
    }
}
