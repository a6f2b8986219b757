import GuestModel
import Observing
import Policy

extension Plan {
    /// The plan for a host that is about to go down: every guest that runs is asked to shut down, in its policy's time, or has its
    /// memory saved, where its policy says so; those that others need after those that need them. They start again when the
    /// host boots.
    ///
    /// So are guests that are suspended: whatever nobody asks to end ends with the host. Domains that have shut down already
    /// are left as they are, and so are those of others.
    public static func stoppingAll(_ asked: PlanInput) -> Plan {
        let (input, spoilt) = asked.givingSpoiltMemoryUp()
        let matching = Matching(input)
        let guests =
            matching.wanted.map { (name: $0.definition.name, record: $0.record, domain: $0.domain) }
            + matching.orphans.map { (name: $0.record.name, record: $0.record, domain: $0.domain) }
        let dependencies = Dependencies(guests.map(\.name), input.policies)
        var plan = Plan()
        for (name, record, domain) in guests {
            guard let record, let domain else { continue }
            let saves = input.policies[name].hostShutdown == .save
            let stopping = input.policies[name].stopping
            let ending = saves ? PlannedAction.Ending.saving(orAsking: stopping) : .asking(stopping)
            func stop(_ ending: PlannedAction.Ending) {
                var action = PlannedAction(
                    guest: name, uuid: record.uuid, kind: .stop,
                    reason: saves ? "saved until the host boots" : "stopped until the host boots",
                    work: .stop(domain.reference, ending, by: .host))
                action.level = dependencies.level(of: name) ?? 0
                plan.actions.append(action)
            }
            switch domain.state {
            case .running, .paused: stop(ending)
            case .shutDown(.suspend) where record.isSaved: stop(.clearing())
            case .shutDown(.suspend) where record.leftSuspended(domain): stop(ending)
            case .shutDown(.suspend):
                plan.remarks.append(
                    .init(guest: name, text: "domain \(domain.domid) is suspended, so that nobody can ask it to end"))
            case .shutDown, .dying: break
            }
        }
        plan.add(spoilt)
        plan.actions.sort { $0.guest < $1.guest }
        plan.remarks.sort { $0.guest < $1.guest }
        return plan
    }
}
