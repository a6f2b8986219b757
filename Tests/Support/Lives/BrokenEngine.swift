import GuestModel
import Host
import LibxlJSON
import Planning
import Policy

/// xenward with one thing wrong, each a mistake that such a program makes. They show that a random life finds it.
package enum BrokenEngine: String, Sendable, CaseIterable {
    /// Guests without a definition are destroyed, whether that was asked for or not.
    case prunesUnasked
    /// A file that cannot be read is none.
    case takesRejectedForAbsent
    /// A directory emptied by mistake empties the host.
    case prunesAnEmptyDirectory
    /// Protection is forgotten together with the definition.
    case forgetsProtection
    /// Suspended guests are looked after like any other.
    case ignoresSuspension
    /// Power off, rather than a shutdown.
    case pullsThePlug
    /// A guest that does not shut down in time is forced off, whatever its policy says.
    case losesPatience
    /// Whatever cannot be changed live is changed by a restart.
    case restartsUnasked
    /// A domain of somebody else's that has a guest's name is in the way, and is destroyed.
    case destroysWhatIsInTheWay
    /// What the host cannot meet is not asked for.
    case skipsRequirements
    /// A domain whose configuration cannot be had is gone.
    case takesTheUnseenForGone
    /// Changes of a running guest are recorded, and not made.
    case recordsWithoutChanging
    /// What others changed goes unnoticed.
    case overlooksDrift
    /// The last thing that a run did is not remembered.
    case forgetsWhatItDidLast
    /// A guest that shut down is left lying there.
    case leavesTheDeadBe

    /// The plan as this one makes it.
    func plan(_ input: PlanInput, of ward: Ward) async throws -> Plan {
        var input = input
        confuse(&input)
        var plan = Plan.make(input)
        spoil(&plan, input)
        if self == .skipsRequirements { return plan }
        return try await ward.answered(plan, input)
    }

    /// What it sees wrongly.
    private func confuse(_ input: inout PlanInput) {
        switch self {
        case .prunesUnasked: input.options.prunes = true
        case .restartsUnasked: input.options.allowsRestart = true
        case .takesRejectedForAbsent: input.rejected = []
        case .forgetsProtection:
            for index in input.recorded.guests.indices { input.recorded.guests[index].isProtected = false }
        case .ignoresSuspension:
            for index in input.recorded.guests.indices { input.recorded.guests[index].suspended = nil }
        case .takesTheUnseenForGone:
            input.observation.domains.removeAll { if case .unknown = $0.configuration { true } else { false } }
        case .overlooksDrift:
            for index in input.observation.domains.indices {
                let uuid = input.observation.domains[index].uuid
                guard let record = input.recorded.guests.first(where: { $0.uuid == uuid }),
                    let settled = record.settled, case .known = input.observation.domains[index].configuration
                else { continue }
                input.observation.domains[index].configuration = .known(
                    SeenConfiguration(fingerprint: record.fingerprint ?? settled.text) { settled })
            }
        default: break
        }
    }

    /// What it decides wrongly.
    private func spoil(_ plan: inout Plan, _ input: PlanInput) {
        switch self {
        case .prunesAnEmptyDirectory where input.definitions.isEmpty:
            plan.actions = input.recorded.guests.compactMap { record in
                guard let domain = input.observation.domains.first(where: { $0.uuid == record.uuid }) else {
                    return nil
                }
                return PlannedAction(
                    guest: record.name, uuid: record.uuid, kind: .destroy, reason: "no definition",
                    work: .remove(domain.reference, record.uuid, Stopping()))
            }
        case .destroysWhatIsInTheWay:
            for domain in input.observation.domains where domain.nonce == nil {
                guard let name = domain.name, input.definitions.contains(where: { $0.name == name }),
                    !input.recorded.guests.contains(where: { $0.uuid == domain.uuid })
                else { continue }
                plan.actions.append(
                    PlannedAction(
                        guest: name, uuid: domain.uuid, kind: .destroy, reason: "in the way",
                        work: .remove(domain.reference, domain.uuid, Stopping(timeout: 1, then: .destroy))))
            }
        case .leavesTheDeadBe:
            plan.actions.removeAll { action in
                guard case .replace(_, let ending, _) = action.work else { return false }
                return ending.stopping == nil
            }
        case .recordsWithoutChanging:
            for index in plan.actions.indices {
                guard case .update(_, let target) = plan.actions[index].work else { continue }
                plan.actions[index].work = .nothing
                guard var record = input.recorded.guests.first(where: { $0.uuid == plan.actions[index].uuid }) else {
                    continue
                }
                record.given = CanonicalConfiguration(target.configuration)
                record.digest = target.digest
                plan.bookkeeping.append(record)
            }
        case .pullsThePlug:
            for index in plan.actions.indices { plan.actions[index].work.changeEnding { _ in .clearing() } }
        case .losesPatience:
            for index in plan.actions.indices {
                plan.actions[index].work.changeEnding { .asking(Stopping(timeout: $0.timeout, then: .destroy)) }
            }
        default: break
        }
    }
}

extension PlannedAction.Work {
    /// Has guests that are asked to end do so otherwise.
    fileprivate mutating func changeEnding(_ change: (Stopping) -> PlannedAction.Ending) {
        switch self {
        case .replace(let domain, let ending, let target):
            self = .replace(domain, ending.stopping.map(change) ?? ending, target)
        case .stop(let domain, let ending, let orderer):
            self = .stop(domain, ending.stopping.map(change) ?? ending, by: orderer)
        default: break
        }
    }
}
