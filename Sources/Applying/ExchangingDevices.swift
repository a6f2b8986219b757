import GuestModel
import Host
import LibxlJSON
import Planning

extension Application {
    /// Takes disks and interfaces from domains to which others come, where another such domain is to have them: none of them
    /// could be first.
    ///
    /// Nothing is taken for what cannot come, and everything is given back when anything is not let go of. A run that is cut
    /// short leaves guests without what their definitions do not give them any more; the next one gives them what they do.
    ///
    /// - Parameter records: of xenward's guests, for domains that cannot be looked at.
    /// - Returns: how the guests were that have given something up.
    func exchangeDevices(
        for plan: Plan, remembering records: [GuestRecord]
    ) async -> [GuestUUID: GuestConfiguration] {
        var parties = plan.actions.compactMap(ExchangeParty.init)
        guard parties.count > 1, parties.contains(where: \.mayGive) else { return [:] }
        guard let domains = try? await host.observe().domains else { return [:] }
        for index in parties.indices { parties[index].see(domains) }
        // Whoever cannot have what it is to have keeps what it has, and so may the one who waits for that.
        while true {
            parties = parties.settled
            guard parties.contains(where: { !$0.gives.isEmpty }) else { return [:] }
            let left = domains.map { $0.afterGiving(parties) }
            let count = parties.count
            var able: [ExchangeParty] = []
            for party in parties {
                let others = Occupation(by: left.filter { $0.domid != party.domain.domid }, remembering: records)
                if await canHave(party, beside: others) { able.append(party) }
            }
            parties = able
            if parties.count == count { break }
        }
        return await letGo(parties)
    }

    private func canHave(_ party: ExchangeParty, beside others: Occupation) async -> Bool {
        for arrival in party.arrivals {
            guard others.obstacle(to: arrival, sharing: party.target.shareableDisks) == nil,
                let answers = try? await host.answer(arrival.requirements), !answers.contains(where: { $0 != .met })
            else { return false }
        }
        return true
    }

    /// Detaches what the parties give, all or nothing.
    private func letGo(_ parties: [ExchangeParty]) async -> [GuestUUID: GuestConfiguration] {
        var gone: [(PluggableDevice, DomainReference)] = []
        for party in parties {
            for device in party.gives {
                guard !surroundings.isInterrupted(), (try? await host.detach(device, from: party.domain)) != nil else {
                    for (device, domain) in gone.reversed() { try? await host.attach(device, to: domain) }
                    return [:]
                }
                gone.append((device, party.domain))
            }
        }
        let givers = parties.filter { !$0.gives.isEmpty }
        return Dictionary(givers.compactMap { party in party.seen.map { (party.domain.uuid, $0) } }) { first, _ in first
        }
    }
}

/// A running guest that gets disks or interfaces, and perhaps gives some.
private struct ExchangeParty {
    let action: PlannedAction
    let domain: DomainReference
    let target: PlannedAction.Target
    /// Guests with nothing but what comes.
    let arrivals: [GuestConfiguration]
    let takes: Set<Possession>
    var seen: GuestConfiguration?
    var gives: [PluggableDevice] = []

    init?(_ action: PlannedAction) {
        guard case .update(let domain, let target) = action.work, !action.takes.isEmpty else { return nil }
        self.action = action
        self.domain = domain
        self.target = target
        takes = action.takes
        arrivals = action.arrivals.map(\.guest)
    }

    var mayGive: Bool { action.letsGoOfDevices }

    mutating func see(_ domains: [ObservedDomain]) {
        guard mayGive, case .known(let known)? = domains.first(where: { $0.reference == domain })?.configuration else {
            return
        }
        seen = try? known.configuration.decoded()
    }

    /// This party, giving of what it lets go of all that others take.
    func giving(_ wanted: Set<Possession>) -> ExchangeParty {
        var party = self
        party.gives = seen?.devices(having: wanted.subtracting(target.soleClaims), leaving: action) ?? []
        return party
    }
}

extension [ExchangeParty] {
    /// Each of them, giving what the others take.
    fileprivate var settled: [ExchangeParty] {
        map { party in
            party.giving(
                filter { $0.domain != party.domain }.reduce(into: Set()) { $0.formUnion($1.takes) })
        }
    }
}

extension ObservedDomain {
    /// This domain without what it gives as a party to an exchange.
    fileprivate func afterGiving(_ parties: [ExchangeParty]) -> ObservedDomain {
        guard let party = parties.first(where: { $0.domain == reference }), var guest = party.seen else { return self }
        for device in party.gives {
            switch device {
            case .disk(let disk): guest.disks.removeAll { $0 == disk }
            case .nic(let nic): guest.nics.removeAll { $0 == nic }
            default: break
            }
        }
        var domain = self
        domain.configuration = .known(SeenConfiguration(CanonicalConfiguration(guest)))
        return domain
    }
}

extension GuestConfiguration {
    /// The disks and interfaces that have some of these, and that an action takes away.
    fileprivate func devices(having possessions: Set<Possession>, leaving action: PlannedAction) -> [PluggableDevice] {
        guard !possessions.isEmpty else { return [] }
        func isGivenUp(_ change: (inout GuestConfiguration) -> Void) -> Bool {
            var alone = GuestConfiguration(name: name, type: type)
            change(&alone)
            return alone.possessions().contains { possessions.contains($0.possession) }
        }
        let disks = disks.enumerated().filter { place, disk in
            isGivenUp { $0.disks = [disk] } && action.letsGo(of: .disks, disk.identity(at: place))
        }
        let nics = nics.enumerated().filter { place, nic in
            isGivenUp { $0.nics = [nic] } && action.letsGo(of: .nics, nic.identity(at: place))
        }
        return disks.map { .disk($0.element) } + nics.map { .nic($0.element) }
    }
}
