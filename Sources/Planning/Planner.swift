import AllCores
import GuestModel
import Observing

extension Plan {
    /// Decides what is to be done. The same input always gives the same plan.
    public static func make(_ asked: PlanInput) -> Plan {
        var plan = Plan()
        let (remembered, spoilt) = asked.givingSpoiltMemoryUp()
        let matching = Matching(remembered)
        let input = remembered.leavingUndecided(matching)
        let wanted = input.options.targets.isEmpty ? matching.wanted : matching.wanted.filter(input.concerns)
        // Each of its lists is counted when it is copied, by all cores at once.
        let shared = Shared(input)
        let outcomes = wanted.mapOnAllCores { WantedGuest($0, input: shared).outcome }
        for outcome in outcomes {
            if outcome.action == nil, outcome.countsAsUnchanged { plan.unchanged += 1 }
            plan.add(outcome)
        }
        let removal = Removal(input)
        for orphan in matching.orphans where input.concerns(orphan.record.name) {
            plan.add(removal.outcome(for: orphan))
        }
        plan.add(spoilt)
        plan.actions.sort { $0.guest < $1.guest }
        plan.remarks.sort { $0.guest < $1.guest }
        plan = plan.blockingTaken(input, matching)
        plan = plan.heeding(Dependencies(matching.wanted.map(\.definition.name), input.policies), input)
        plan.refusal = plan.excess(input)
        return plan
    }

    private mutating func add(_ outcome: GuestOutcome) {
        remarks += outcome.remarks
        if let note = outcome.bookkeeping { bookkeeping.append(note) }
        if let action = outcome.action { actions.append(action) }
    }
}
