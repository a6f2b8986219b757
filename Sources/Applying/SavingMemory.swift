import GuestModel
import Host
import LibxlJSON
import Planning

/// Guests whose memory is saved, and that go on from there.
extension GuestWork {
    /// Writes the guest's memory to a file. Its domain stays, suspended.
    ///
    /// That it is about to be written is recorded first: a domain that is found suspended afterwards was suspended by us. Where
    /// it fails the guest runs on, and there is nothing to remember; `record.saved` that is left says that it does not run on.
    func saveMemory(of domain: DomainReference, _ record: inout GuestRecord) async throws(WorkError) {
        guard let seen = try await observed(domain.domid), !seen.isUnknownToXenstore else { return }
        switch seen.state {
        case .shutDown, .dying: return
        case .paused: try await effect { () throws(HostError) in try await host.unpause(domain) }
        case .running: break
        }
        let path = "\(surroundings.savedMemory)/\(record.uuid)"
        record.saved = .init(path: path, completed: nil)
        try await save(record)
        do throws(WorkError) {
            try await effect { () throws(HostError) in try await host.saveMemory(of: domain, to: path) }
        } catch {
            try await letRunOn(domain, &record)
            throw error
        }
        record.saved = .init(path: path, completed: now())
        try await save(record)
    }

    /// Has a guest run on whose memory was about to be saved, and forgets that; what was saved of one that has run since, too.
    func letRunOn(_ domain: DomainReference, _ record: inout GuestRecord) async throws(WorkError) {
        guard let saved = record.saved else { return }
        let seen = try await observed(domain.domid)
        let isSuspended = seen?.state == .shutDown(.suspend)
        if saved.completed != nil, seen == nil || isSuspended || seen?.isUnknownToXenstore == true { return }
        if isSuspended {
            try await effect(goneIsFine: true) { () throws(HostError) in try await host.resume(domain) }
        }
        await removeMemory(at: saved.path)
        record.saved = nil
    }

    /// Has a guest run on whose memory was not saved whole.
    func resume(_ domain: DomainReference, _ record: GuestRecord) async throws(WorkError) {
        var record = record
        let drift = try await driftThatGoesOn(domain, record)
        try await letRunOn(domain, &record)
        record.intent = .running
        let booted = try? record.asBuilt.decoded()
        try await settle(
            record, domain.domid,
            limits: record.domain?.limits ?? booted.map { .init($0) } ?? .init(memory: 0, vcpus: 1),
            unmade: drift)
    }

    /// Builds a guest from its saved memory and lets it go on.
    func restore(
        _ target: PlannedAction.Target, from path: String, _ previous: GuestRecord
    ) async throws(WorkError) {
        var record = previous
        let nonce = nonce()
        record.nonce = nonce
        record.intent = .running
        record.domain = nil
        record.shutDown = nil
        record.generation += 1
        record.changed = now()
        try await save(record)
        let domid: Domid
        do throws(HostError) {
            let mark = OwnershipMark(record: record, lineage: await notebook.state.lineage, bootID: bootID)
            domid = try await host.restore(from: path, nonce: nonce, userdata: mark.text)
        } catch {
            if try await !exists(record) { try await withdraw(record, previous) }
            var failure = error
            failure.detail += " (its memory was saved in \(path); \(PlannedAction.wayOutOfMemory(of: record.name)))"
            throw .host(failure)
        }
        let limits = GuestRecord.Limits(target.configuration)
        record.domain = .init(domid: domid, bootID: bootID, limits: limits)
        record.settle(on: nil)
        // From here on its memory is older than its disks, whatever becomes of this run.
        record.saved = nil
        record.isKeptPaused = target.policy.state == .paused
        try await save(record)
        await removeMemory(at: path)
        let domain = DomainReference(domid: domid, uuid: record.uuid, nonce: record.nonce)
        if target.policy.state != .paused {
            try await effect { () throws(HostError) in try await host.unpause(domain) }
        }
        try await settle(
            record, domid, limits: limits, unmade: try await driftThatCameAlong(domid, since: previous.settled))
    }

    /// What others had changed on a guest before its memory was saved: it goes on with that.
    ///
    /// - Parameter settled: how its domain was to look then.
    private func driftThatCameAlong(
        _ domid: Domid, since settled: CanonicalConfiguration?
    ) async throws(WorkError) -> [FieldChange] {
        guard var before = try? settled?.decoded(), let seen = try await decoded(domid) else { return [] }
        // Its nonce is a new one.
        before.creation.xenstoreData = seen.creation.xenstoreData
        return seen.changes(to: before)
    }

    /// Removes what nobody needs any more. That it could not be removed is no harm to the guest; the next saving replaces it.
    func removeMemory(at path: String) async { try? await host.removeMemory(at: path) }
}
