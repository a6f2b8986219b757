import GuestModel
import Observing

/// A guest that disks or addresses come to or go from: one that is built anew, or one that gets and gives them while it runs.
private struct Handover {
    /// The action's place.
    var index: Int
    var isRebuilt: Bool
    /// What it lets go of.
    var gives: Set<Possession>
    /// What it does not have yet, and is to have.
    var takes: Set<Possession>

    /// What this guest waits for the other one to let go of. Guests that run exchange what they have without waiting for each other.
    func waits(for other: Handover) -> Possession? {
        guard index != other.index, isRebuilt || other.isRebuilt else { return nil }
        return takes.intersection(other.gives).first
    }
}

extension Plan {
    /// This plan in the order in which guests that are built anew let go of disks and addresses that others want, and with those
    /// blocked that want each other's: each would have to be without before the other is built.
    func orderingHandovers(_ input: PlanInput) -> Plan {
        let isOfInterest =
            actions.contains { $0.takesThePlaceOf != nil }
            && actions.count(where: { $0.takesThePlaceOf != nil || !$0.takes.isEmpty }) > 1
        guard isOfInterest else { return self }
        var plan = self
        while true {
            let handovers = plan.handovers(input)
            guard let circle = handovers.circle else {
                plan.rank(handovers)
                return plan
            }
            // Left out in the next round; who waited for it is blocked by what it keeps.
            guard let rebuilt = circle.first(where: \.isRebuilt) else { return plan }
            let others = circle.filter { $0.index != rebuilt.index }.map { plan.actions[$0.index].guest }
            plan.actions[rebuilt.index].setBack(
                "it and \(others.joined(separator: ", ")) each wait for what another of them has; stop one of them, apply, and start "
                    + "it again")
        }
    }

    private func handovers(_ input: PlanInput) -> [Handover] {
        actions.indices.compactMap { index in
            let action = actions[index]
            // Most guests keep what they have, and need not be taken apart to tell.
            guard action.changes.isEmpty || action.changes.contains(where: \.isAboutPossession) else { return nil }
            guard let domain = input.observation.domains.first(where: { $0.domid == action.domid }) else { return nil }
            if action.takesThePlaceOf != nil, let target = action.builds, !target.isAsItWas {
                let has = domain.possessions(remembering: input.recorded.guests)
                return Handover(
                    index: index, isRebuilt: true, gives: has.subtracting(target.soleClaims),
                    takes: target.soleClaims.subtracting(has))
            }
            guard case .update(_, let target) = action.work, !action.takes.isEmpty || action.letsGoOfDevices else {
                return nil
            }
            let has = domain.possessions(remembering: input.recorded.guests)
            return Handover(
                index: index, isRebuilt: false, gives: has.subtracting(target.soleClaims), takes: action.takes)
        }
    }

    /// Has guests follow those that they wait for. Nobody waits for itself by way of others.
    private mutating func rank(_ handovers: [Handover]) {
        for handover in handovers { actions[handover.index].handover = 0 }
        // The longest way has as many steps as there are others.
        for _ in handovers.indices {
            for handover in handovers {
                for other in handovers where handover.waits(for: other) != nil {
                    actions[handover.index].handover = max(
                        actions[handover.index].handover, actions[other.index].handover + 1)
                }
            }
        }
    }
}

extension PlannedChange {
    fileprivate var isAboutPossession: Bool {
        let group = FieldGroup(change.field)
        return group == .disks || group == .nics
    }
}

extension [Handover] {
    /// Guests of which each waits for the next, and the last for the first; nil where there are none.
    fileprivate var circle: [Handover]? {
        for start in self {
            var seen: Set<Int> = []
            /// The way from a guest back to the first one.
            func way(from handover: Handover) -> [Handover]? {
                for other in self where handover.waits(for: other) != nil {
                    if other.index == start.index { return [handover] }
                    guard seen.insert(other.index).inserted, let rest = way(from: other) else { continue }
                    return [handover] + rest
                }
                return nil
            }
            if let circle = way(from: start) { return circle }
        }
        return nil
    }
}
