import GuestModel
import Host
import Planning

extension Application {
    /// Gives domains names of no account whose own names others are to have, so that guests can swap names. What fails here
    /// fails again, and is told, when the other gets its name; a run that is cut short leaves drift, which the next one undoes.
    func giveUpNames(for plan: Plan) async {
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
        guard changeOfName != nil else { return nil }
        switch work {
        case .update(let domain, let target), .replace(let domain, _, let target):
            return (domain, target.configuration.name)
        default: return nil
        }
    }
}
