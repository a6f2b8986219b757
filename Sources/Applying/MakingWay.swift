import GuestModel
import Host
import Planning

extension Application {
    /// Has domains give up what others are to have that give up something, too: none of them could be first.
    func makeWay(for plan: Plan) async {
        await giveUpNames(for: plan)
        await letGoOfDevices(for: plan)
    }

    /// Takes disks and interfaces from domains to which others come, where another such domain is to have them.
    ///
    /// What fails here fails again, and is told, when the guest's own turn comes; a run that is cut short leaves guests without
    /// what their definitions do not give them any more, and the next one gives them what they do.
    private func letGoOfDevices(for plan: Plan) async {
        let takers = plan.actions.map { (action: $0, takes: $0.takes) }.filter { !$0.takes.isEmpty }
        guard takers.count > 1 else { return }
        for (action, _) in takers {
            guard case .update(let domain, let target) = action.work else { continue }
            let wanted = takers.filter { $0.action.guest != action.guest }
                .reduce(into: Set<Possession>()) { $0.formUnion($1.takes) }
            let own = Set(target.configuration.possessions().map(\.possession))
            guard case .known(let seen)? = try? await host.domain(domain.domid)?.configuration,
                let guest = try? seen.configuration.decoded()
            else { continue }
            for device in guest.devices(having: wanted.subtracting(own), leaving: action) {
                try? await host.detach(device, from: domain)
            }
        }
    }

    /// Gives domains names of no account whose own names others are to have, so that guests can swap names. What fails here
    /// fails again, and is told, when the other gets its name; a run that is cut short leaves drift, which the next one undoes.
    private func giveUpNames(for plan: Plan) async {
        let renamed = plan.actions.compactMap(\.renaming)
        guard renamed.count > 1, let domains = try? await host.observe().domains else { return }
        for renaming in renamed {
            guard let name = domains.first(where: { $0.domid == renaming.domain.domid })?.name,
                renamed.contains(where: { $0.name == name && $0.domain != renaming.domain })
            else { continue }
            let suffix = renaming.domain.uuid.description.prefix(8)
            try? await host.rename(renaming.domain, to: "\(name)-\(suffix)")
        }
    }
}

extension PlannedAction {
    /// The domain that gets another name, and the name.
    fileprivate var renaming: (domain: DomainReference, name: String)? {
        guard changes.contains(where: { JudgedField($0.change.field) == .name && $0.isMade }) else { return nil }
        switch work {
        case .update(let domain, let target), .replace(let domain, _, let target):
            return (domain, target.configuration.name)
        default: return nil
        }
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
