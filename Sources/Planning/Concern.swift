import GuestModel
import Observing

extension PlanInput {
    /// The guests that these domains are, or were.
    ///
    /// A domain that is gone, and that no record names any more, may have been that of any guest which has none now.
    ///
    /// - Returns: nil when one of them is there and no guest of xenward's: it may stand in any guest's way.
    public func guests(of domids: Set<Domid>) -> Set<String>? {
        let matching = Matching(self)
        let known =
            matching.wanted.map { ($0.definition.name, $0.record, $0.domain) }
            + matching.orphans.map { ($0.record.name, $0.record, $0.domain) }
        var guests: Set<String> = []
        var strangers = domids
        for (name, record, domain) in known {
            let before = record?.domain.flatMap { $0.bootID == observation.host.bootID ? $0.domid : nil }
            for case let domid? in [domain?.domid, before] where domids.contains(domid) {
                guests.insert(name)
                strangers.remove(domid)
            }
        }
        guard strangers.isDisjoint(with: observation.domains.map(\.domid)) else { return nil }
        if !strangers.isEmpty { guests.formUnion(known.filter { $0.2 == nil }.map(\.0)) }
        return guests
    }

    /// Whether the plan is asked for a guest of this name.
    func concerns(_ name: String) -> Bool { options.targets.isEmpty || options.targets.contains(name) }

    /// A renamed guest answers to both names.
    func concerns(_ wanted: Matching.Wanted) -> Bool {
        concerns(wanted.definition.name) || wanted.record.map { concerns($0.name) } ?? false
    }
}
