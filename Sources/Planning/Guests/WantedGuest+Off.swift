import Observing

extension WantedGuest {
    /// What becomes of a guest that is to be off.
    func off(_ record: GuestRecord, _ reason: String, by orderer: GuestRecord.Orderer) -> GuestOutcome {
        guard let domain else { return offAlready(record, reason) }
        switch domain.state {
        case .dying: return GuestOutcome()
        case .shutDown(.suspend) where record.leftSuspended(domain):
            // Where it is not whole it was not meant to end like that, and is asked once more.
            let ending = record.isSaved ? PlannedAction.Ending.clearing() : .asking(policy.stopping)
            return GuestOutcome(
                action: action(.stop, reason, uuid: record.uuid, work: .stop(domain.reference, ending, by: orderer)))
        case .shutDown(.suspend): return suspended(domain)
        case .shutDown where record.isEvidence(domain, at: input.now):
            return resting("is off: \(reason); domain \(domain.domid) is kept for a look; destroy it when that is over")
        case .shutDown:
            return GuestOutcome(
                action: action(
                    .stop, reason, uuid: record.uuid, work: .stop(domain.reference, .clearing(), by: orderer)))
        case .running, .paused:
            let work = PlannedAction.Work.stop(domain.reference, .asking(policy.stopping), by: orderer)
            return GuestOutcome(action: action(.stop, reason, uuid: record.uuid, work: work))
        }
    }

    private func offAlready(_ record: GuestRecord, _ reason: String) -> GuestOutcome {
        if let standIn = standIn() { return standIn }
        guard case .stopped(_, let orderer, _) = record.intent, orderer != .policy else { return GuestOutcome() }
        return resting("stays off: \(reason)" + (record.isSaved ? "; its memory is saved" : ""))
    }

    /// A word about a domain of somebody else's that runs as the guest that is to be off; nil where there is none.
    func standIn() -> GuestOutcome? {
        guard let rival, rival.domain.state.mayRunOn else { return nil }
        return resting("is to be off; \(rival.remark)")
    }

    /// Its guest sleeps and may be resumed; nobody could ask it to shut down.
    private func suspended(_ domain: ObservedDomain) -> GuestOutcome {
        blocked("domain \(domain.domid) is suspended and may be resumed; resume or destroy it")
    }

    /// What becomes of a guest that is to be no more.
    func removed(_ record: GuestRecord) -> GuestOutcome {
        let reason = "its policy says absent"
        guard !policy.protects(record) else {
            return blocked("\(reason), but it is protected; unprotect it first")
        }
        guard let domain else {
            return GuestOutcome(
                action: action(
                    .forget, record.isSaved ? "\(reason); \(record.rest)" : reason, uuid: record.uuid,
                    work: .forget(record.uuid)))
        }
        guard domain.state != .dying else { return GuestOutcome() }
        if domain.state == .shutDown(.suspend) { return suspended(domain) }
        return GuestOutcome(
            action: action(
                .destroy, reason, uuid: record.uuid,
                work: .remove(domain.reference, record.uuid, policy.stopping)))
    }
}
