import GuestModel
import Observing

extension Plan {
    /// This plan with those actions blocked that want a name which a domain keeps, or which another guest gets before: guests that come
    /// back as they were do so under the name that they had.
    func blockingTakenNames(_ input: PlanInput) -> Plan {
        guard actions.contains(where: { $0.nameToCome != nil }) else { return self }
        var plan = self
        let remembered = Set(input.recorded.guests.map(\.uuid))
        var names = keptNames(input)
        // Of two that want a name, the one that would be off without it comes first, and a new guest last.
        let ranked = order.enumerated().map { (rank: actions[$1].nameRank(remembered), place: $0, index: $1) }
            .sorted { ($0.rank, $0.place) < ($1.rank, $1.place) }
        for (_, _, index) in ranked {
            guard let name = plan.actions[index].nameToCome else { continue }
            let own = plan.actions[index].domid
            if let holder = names[name], holder.domid == nil || holder.domid != own {
                plan.actions[index].giveWay(to: holder, of: name, besides: names)
            } else {
                names[name] = NameHolder(domid: own, words: "\(plan.actions[index].guest) gets the name \(name)")
            }
        }
        return plan
    }

    /// The names that domains have when this plan has been carried out, but for those that its actions give.
    private func keptNames(_ input: PlanInput) -> [String: NameHolder] {
        let leaving = Set(actions.compactMap(\.givesItsNameUp))
        var names: [String: NameHolder] = [:]
        for domain in input.observation.domains where !leaving.contains(domain.domid) {
            guard let name = domain.name else { continue }
            names[name] = NameHolder(
                domid: domain.domid, words: "domain \(domain.domid) has the name \(name), and keeps it")
        }
        return names
    }
}

/// Who has a name.
private struct NameHolder {
    /// Nil for a guest that has no domain yet.
    let domid: Domid?
    let words: String
}

extension PlannedAction {
    /// The name that its guest's domain gets; nil where it has one, or none is made.
    fileprivate var nameToCome: String? {
        switch work {
        case .create(let target), .replace(_, _, let target): target.configuration.name
        case .update(_, let target): changeOfName.map { _ in target.configuration.name }
        case .adopt, .resume, .softReset, .end, .stop, .remove, .forget, .nothing: nil
        }
    }

    /// Whose turn it is to get the name that several want; the lowest comes first.
    fileprivate func nameRank(_ remembered: Set<GuestUUID>) -> Int {
        guard let uuid, remembered.contains(uuid) else { return 3 }
        guard let target = builds else { return 2 }
        return target.isAsItWas ? 0 : 1
    }

    /// The domain whose name is free then, unless this action gives it once more.
    fileprivate var givesItsNameUp: Domid? {
        switch work {
        case .replace, .end, .stop, .remove: domid
        case .update: changeOfName.map { _ in domid } ?? nil
        case .create, .adopt, .resume, .softReset, .forget, .nothing: nil
        }
    }

    /// Does without a name that somebody else has. A guest that comes back as it was takes the one that its definition gives it.
    fileprivate mutating func giveWay(to holder: NameHolder, of name: String, besides names: [String: NameHolder]) {
        if var target = builds, target.isAsItWas, target.savedMemory == nil, guest != name, names[guest] == nil {
            target.configuration.name = guest
            work = work.building(target)
        } else if case .update = work, let place = changeOfName {
            forbid([place], holder.words)
        } else {
            let isSaved = builds?.savedMemory != nil
            setBack(isSaved ? "\(holder.words); \(Self.wayOutOfMemory(of: guest))" : holder.words)
        }
    }
}
