import GuestModel
import Observing

extension Plan {
    /// The plan to take over a running domain that somebody else made, without touching it: one action, which is blocked
    /// when it cannot be done; none for a guest that is looked after already.
    ///
    /// - Parameters:
    ///   - name: of a guest that is defined.
    ///   - input: with every definition read, recorded or not.
    public static func adopting(_ name: String, _ input: PlanInput) -> Plan {
        let matching = Matching(input)
        guard let wanted = matching.wanted.first(where: { $0.definition.name == name }) else {
            let file = input.rejected.first { $0.name == name }?.file
            return Plan(actions: [
                .refusal(
                    of: name, nil,
                    "cannot be adopted: " + (file.map { "\($0) cannot be used" } ?? "no definition is called \(name)"))
            ])
        }
        if let domain = wanted.domain {
            return Plan(
                remarks: [.init(guest: name, text: "xenward looks after domain \(domain.domid) already")], unchanged: 1)
        }
        var plan = Plan(actions: [adoption(of: wanted, input)])
        // A domain that is one of ours from now on spoils what it had before all the same.
        plan.add(input.givingSpoiltMemoryUp().spoilt)
        return plan
    }

    private static func adoption(of wanted: Matching.Wanted, _ input: PlanInput) -> PlannedAction {
        let (name, uuid) = (wanted.definition.name, wanted.definition.uuid)
        func refusal(_ reason: String) -> PlannedAction { .refusal(of: name, uuid, "cannot be adopted: \(reason)") }
        guard let domain = input.observation.domains.first(where: { $0.name == name }) else {
            return refusal("no domain of this name runs")
        }
        guard domain.nonce == nil else {
            return refusal(
                "domain \(domain.domid) is xenward's, under another state or as another guest; where nothing remembers it, "
                    + "\"xenward state repair\" does")
        }
        if let uuid, uuid != domain.uuid {
            return refusal(
                "the definition's uuid is \(uuid), and domain \(domain.domid) has \(domain.uuid); give it that one, or none"
            )
        }
        switch domain.state {
        case .running, .paused: break
        case .shutDown(let reason):
            return refusal(
                "domain \(domain.domid) has shut down (\(reason.rawValue)); only one that runs can be adopted")
        case .dying: return refusal("domain \(domain.domid) is being destroyed")
        }
        // What is recorded of it has the uuid and MACs that were made up for another domain.
        guard let definition = wanted.definition.document?.configuration else {
            return refusal("\(wanted.definition.file) has to be read for that")
        }
        guard case .known(let seen) = domain.configuration, let observed = try? seen.configuration.decoded() else {
            return refusal("the configuration of domain \(domain.domid) cannot be had\(domain.configuration.because)")
        }
        guard observed.type.kind == definition.type.kind else {
            return refusal(
                "the definition is of type \(definition.type.kind.rawValue), domain \(domain.domid) of type \(observed.type.kind.rawValue)"
            )
        }
        let target = PlannedAction.Target(wanted.definition, definition, input.policies[name])
        return PlannedAction(
            guest: name, uuid: wanted.record?.uuid ?? domain.uuid, kind: .adopt,
            reason: "domain \(domain.domid), defined in \(wanted.definition.file)",
            work: .adopt(domain.reference, target))
    }
}

extension ObservedConfiguration {
    fileprivate var because: String { if case .unknown(let reason) = self { ": \(reason)" } else { "" } }
}
