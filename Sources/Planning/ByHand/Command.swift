import GuestModel
import Observing
import Policy

/// What a person asks of one guest by name, beside what its definition says.
public enum GuestCommand: Sendable, Hashable {
    /// Run, if it does not.
    case start
    /// Run, if it does not, and boot: what was saved of its memory is given up.
    case startAfresh
    /// Stop, and stay off until it is started by name.
    case stop(AskedStopping)
    /// Stop and run again, with everything that waited for that.
    case restart(AskedStopping)
    /// Remember nothing more of it; it is left as it is.
    case forget
    /// Never be destroyed.
    case protect
    /// No longer be kept from being destroyed.
    case unprotect
    /// Be left alone, whatever its definition says.
    case suspend
    /// Be looked after again.
    case resume
}

extension Plan {
    /// The plan for what a person asks of guests: for each one action, or a change of its record, or, when it is so already,
    /// nothing but a remark. An action is blocked when it cannot be done.
    public static func commanded(_ command: GuestCommand, _ names: [String], _ input: PlanInput) -> Plan {
        var plan = Plan()
        for name in Set(names).sorted() {
            let one = commanded(command, name, input)
            plan.actions += one.actions
            plan.bookkeeping += one.bookkeeping
            plan.remarks += one.remarks
        }
        plan.add(input.givingSpoiltMemoryUp().spoilt)
        let level = Dependencies(input.definitions.map(\.name), input.policies)
        for index in plan.actions.indices {
            plan.actions[index].level = level.level(of: plan.actions[index].guest) ?? 0
        }
        return plan
    }

    static func commanded(_ command: GuestCommand, _ name: String, _ asked: PlanInput) -> Plan {
        let remembered = asked.givingSpoiltMemoryUp().input
        let matching = Matching(remembered)
        let input = remembered.leavingUndecided(matching)
        // While names wait to be changed, a guest is called what its definition says, as in plans.
        let wanted =
            matching.wanted.first { $0.definition.name == name } ?? matching.wanted.first { $0.record?.name == name }
        let subject = wanted.map {
            CommandedGuest(
                name: name, definition: $0.definition, record: $0.record, domain: $0.domain, rival: $0.rival(input),
                ambiguity: $0.ambiguity, input)
        }
        let orphan = matching.orphans.lazy.filter { $0.record.name == name }
            .map { CommandedGuest(name: name, definition: nil, record: $0.record, domain: $0.domain, input) }
            .first
        var plan = Plan()
        guard let guest = subject ?? orphan else {
            plan.actions = [.refusal(of: name, nil, input.absence(of: name))]
            return plan
        }
        let outcome = guest.outcome(of: command)
        plan.actions = [outcome.action].compactMap { $0 }
        plan.bookkeeping = [outcome.bookkeeping].compactMap { $0 }
        plan.remarks = outcome.remarks
        // Whoever looks at xl's list would take another domain for it.
        if let domain = wanted?.domain, let called = domain.name, called != name {
            plan.remarks.append(
                .init(guest: name, text: "it is domain \(domain.domid), which is still called \(called)"))
        }
        return plan.blockingTaken(input, matching)
    }
}

extension PlanInput {
    /// Nobody knows guests of these names.
    public static func unknown(_ names: [String]) -> String {
        "no guest is called \(names.joined(separator: ", ")): neither defined nor remembered"
    }

    /// Why a guest of this name cannot be worked on.
    fileprivate func absence(of name: String) -> String {
        if let file = rejected.first(where: { $0.name == name })?.file { return "\(file) cannot be used" }
        guard let domain = observation.domains.first(where: { $0.name == name }) else {
            return Self.unknown([name])
        }
        guard domain.nonce != nil else {
            return "xenward does not look after this domain; \"xenward adopt \(name)\" takes it over"
        }
        guard recorded.guests.contains(where: { $0.uuid == domain.uuid }) else {
            return "domain \(domain.domid) has this name; \(Rival.forgotten(forgotten[domain.domid]))"
        }
        return "domain \(domain.domid) has this name, and is another guest's; \"xenward status\" tells whose"
    }
}

extension PlannedAction {
    static func refusal(of name: String, _ uuid: GuestUUID?, _ reason: String) -> PlannedAction {
        PlannedAction(guest: name, uuid: uuid, kind: .blocked, reason: reason, work: .nothing)
    }
}
