import GuestModel
import Observing

extension Plan {
    /// What may be done for guests that have ended while another plan is being carried out: they are built as they were, or end
    /// for good. Whatever needs more, a changed guest its memory or a disk, would have to be weighed against the other plan.
    ///
    /// - Parameters:
    ///   - ended: their domains.
    ///   - other: the plan that is under way.
    public func meanwhile(for ended: Set<Domid>, besides other: Plan) -> Plan {
        let underWay = other.actions.filter { $0.work != .nothing }
        let guests = Set(underWay.compactMap(\.uuid)), names = Set(underWay.map(\.guest))
        var plan = Plan()
        plan.actions = actions.filter { action in
            guard let domid = action.domid, ended.contains(domid), action.changes.isEmpty,
                let uuid = action.uuid, !guests.contains(uuid), !names.contains(action.guest)
            else { return false }
            return switch action.work {
            case .replace, .end, .softReset: true
            case .create, .adopt, .update, .resume, .stop, .remove, .forget, .nothing: false
            }
        }
        plan.bookkeeping = bookkeeping.filter { !guests.contains($0.uuid) && !names.contains($0.name) }
        return plan
    }
}
