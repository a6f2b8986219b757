import GuestModel
import Observing

/// A guest that is built anew, with what it has and what it will have.
private struct Handover {
    var index: Int
    var has: Set<Possession>
    var wants: Set<Possession>

    /// What this guest cannot be built without, and the other one lets go of.
    func waits(for other: Handover) -> Possession? {
        wants.subtracting(has).intersection(other.has.subtracting(other.wants)).first
    }
}

extension Plan {
    /// This plan with guests that are built anew in the order in which they let go of disks and addresses that others of them want, and
    /// with those blocked that want each other's: each would have to be gone before the other is built.
    func orderingHandovers(_ input: PlanInput) -> Plan {
        guard actions.count(where: { $0.takesThePlaceOf != nil }) > 1 else { return self }
        var plan = self
        while true {
            let handovers = plan.handovers(input)
            guard let circle = plan.rank(handovers) else { return plan }
            // Left out in the next round; who waited for it is blocked by what it keeps.
            plan.actions[circle.index].setBack(circle.reason)
        }
    }

    private func handovers(_ input: PlanInput) -> [Handover] {
        actions.indices.compactMap { index in
            guard let domid = actions[index].takesThePlaceOf, let target = actions[index].builds, !target.isAsItWas,
                let domain = input.observation.domains.first(where: { $0.domid == domid }),
                let guest = domain.configuration(remembering: input.recorded.guests)
            else { return nil }
            return Handover(
                index: index, has: Set(guest.possessions().map(\.possession)), wants: target.soleClaims)
        }
    }

    /// Ranks the actions by who waits for whom.
    ///
    /// - Returns: one that waits for itself by way of others, and why it cannot be carried out; nil when none does.
    private mutating func rank(_ handovers: [Handover]) -> (index: Int, reason: String)? {
        for handover in handovers { actions[handover.index].handover = 0 }
        // The longest way has as many steps as there are others; who is still moved then goes round in a circle.
        for _ in handovers.indices {
            var isSettled = true
            for handover in handovers {
                for other in handovers where other.index != handover.index && handover.waits(for: other) != nil {
                    let rank = actions[other.index].handover + 1
                    guard actions[handover.index].handover < rank else { continue }
                    actions[handover.index].handover = rank
                    isSettled = false
                }
            }
            if isSettled { return nil }
        }
        for handover in handovers {
            guard
                let other = handovers.first(where: { $0.index != handover.index && handover.waits(for: $0) != nil }),
                let wanted = handover.waits(for: other), actions[handover.index].handover >= handovers.count
            else { continue }
            let giver = actions[other.index].guest
            return (
                handover.index,
                "\(wanted.words) by \(giver), which waits in turn for what \(actions[handover.index].guest) has; "
                    + "stop one of them, apply, and start it again"
            )
        }
        return nil
    }
}
