import Host

/// What was seen of each domain, so that a domain that has not changed need not be read again.
struct RetrievedConfigurations {
    private var seen: [Domid: (domain: SimulatedDomain, behaviour: GuestBehaviour?, observed: ObservedDomain)] = [:]

    mutating func observed(_ domain: SimulatedDomain, in world: World) -> ObservedDomain {
        let behaviour = world.behaviours[domain.name]
        if let known = seen[domain.domid], known.domain == domain, known.behaviour == behaviour {
            return known.observed
        }
        let observed = world.observed(domain)
        seen[domain.domid] = (domain, behaviour, observed)
        return observed
    }

    /// Drops what was seen of domains that are gone.
    mutating func keep(_ domains: [SimulatedDomain]) {
        guard seen.count > domains.count else { return }
        let domids = Set(domains.map(\.domid))
        seen = seen.filter { domids.contains($0.key) }
    }
}
