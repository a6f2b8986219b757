import GuestModel
import Host
import LibxlJSON
import Planning
import Policy

extension GuestWork {
    /// Ends a domain that has shut down by itself, and keeps the guest off.
    func end(
        _ domain: DomainReference, keeping remains: PlannedAction.Remains, because reason: ShutdownReason,
        _ record: GuestRecord
    ) async throws(WorkError) {
        var record = record
        // First: a run that is cut short in between must not take the guest for one that was destroyed.
        record.intent = .ended(reason, at: now(), bootID: bootID)
        record.shutDown = nil
        try await save(record)
        let undumped = try await clear(domain, keeping: remains, name: record.name)
        record.domain = nil
        record.booted = nil
        record.settle(on: nil)
        record.changed = now()
        try await save(record)
        if let undumped { throw .incomplete("it has ended, but its core could not be written: \(undumped)") }
    }

    /// Ends the domain of a guest that is to be off. One that does not answer runs on, and is to run as before, unless its
    /// policy allows its power to be cut.
    func stop(
        _ domain: DomainReference, _ ending: PlannedAction.Ending, by orderer: GuestRecord.Orderer,
        _ record: GuestRecord
    ) async throws(WorkError) {
        var record = record
        if record.domain == nil { try await refuseGrowing(domain, record) }
        try await letRunOn(domain, &record)
        let before = record
        // First: a run that is cut short in between must not take the guest for one that powered itself off.
        record.intent = .stopped(at: now(), by: orderer, bootID: bootID)
        record.shutDown = nil
        try await save(record)
        var unsaved: HostError?
        if let stopping = ending.stopping {
            do throws(WorkError) {
                unsaved = try await bringDown(domain, ending, stopping, &record)
            } catch {
                var after = before
                // What could not be resumed is the next run's to resume.
                after.saved = record.saved
                try await save(after)
                throw error
            }
        }
        try await effect(goneIsFine: true) { () throws(HostError) in try await host.destroy(domain) }
        record.domain = nil
        // A guest that goes on from its memory is still what it was built as, and what others have changed on it.
        if !record.isSaved {
            record.booted = nil
            record.settle(on: nil)
        }
        record.changed = now()
        try await save(record)
        if let unsaved {
            throw .incomplete("it has been shut down, since its memory could not be saved: \(unsaved)")
        }
    }

    /// Saves the guest's memory, where that comes first, or where it does not shut down and its policy wants that; else asks
    /// it to shut down.
    ///
    /// - Returns: why its memory could not be saved, where it was asked to shut down instead.
    private func bringDown(
        _ domain: DomainReference, _ ending: PlannedAction.Ending, _ stopping: Stopping, _ record: inout GuestRecord
    ) async throws(WorkError) -> HostError? {
        var unsaved: HostError?
        if case .saving = ending {
            do throws(WorkError) {
                try await saveMemory(of: domain, &record)
                return nil
            } catch {
                guard case .host(let failure) = error, record.saved == nil else { throw error }
                unsaved = failure
            }
        }
        do throws(WorkError) {
            try await shutDown(domain, stopping)
        } catch {
            guard unsaved == nil, stopping.then == .save, case .host(let failure) = error,
                failure.code == .guestTimedOut
            else { throw error }
            try await saveMemory(of: domain, &record)
        }
        return unsaved
    }

    /// Ends the domain of a guest that nobody wants any more. The guest is asked first; one that does not answer runs on,
    /// unless its policy allows its power to be cut.
    func remove(
        _ domain: DomainReference, _ uuid: GuestUUID, _ stopping: Stopping, _ record: GuestRecord?
    ) async throws(WorkError) {
        if let record, record.domain == nil, try await observed(domain.domid)?.state != .running {
            // Its creation was cut short: there is no guest in it yet that could be asked.
            try await refuseGrowing(domain, record)
        } else {
            try await shutDown(domain, stopping)
        }
        try await effect(goneIsFine: true) { () throws(HostError) in try await host.destroy(domain) }
        try await recording { () throws(RecordingError) in try await notebook.forget(uuid) }
    }

    /// Ends a domain and builds its guest anew.
    ///
    /// - Parameter fallback: as in ``PlannedAction/fallback``.
    func replace(
        _ domain: DomainReference, _ ending: PlannedAction.Ending, _ target: PlannedAction.Target,
        _ record: GuestRecord, else fallback: PlannedAction.Work?
    ) async throws(WorkError) {
        var record = record
        let previous = record
        try await refuseGrowing(domain, record)
        try await check(target, ending: ending.remains == .domain ? [] : [domain.domid])
        let endsForGood: Bool
        if case .end(_, _, let reason)? = fallback {
            // It has ended for good but for what its definition has come to say: where that cannot be built, it stays off.
            endsForGood = true
            record.intent = .ended(reason, at: now(), bootID: bootID)
        } else {
            // From here on a domain that is found shut down was shut down by us, and a guest without one is still to be built.
            endsForGood = false
            record.intent = .replacing(until: nil)
        }
        if case .clearing(_, let cause?) = ending { record.recordRestart(after: cause, at: now(), target.policy) }
        try await save(record)
        if let stopping = ending.stopping {
            do throws(WorkError) {
                try await shutDown(domain, stopping)
            } catch {
                // It may take longer than we waited; what it does much later it does by itself.
                record.intent = .replacing(until: now() + Self.afterthought)
                try await save(record)
                throw error
            }
        }
        if ending.remains == .domain {
            // A preserved domain is evidence; whatever happens next, it is not the guest any more.
            record.domain = nil
            try await save(record)
        }
        let undumped = try await clear(domain, keeping: ending.remains, name: record.name)
        record.domain = nil
        if target.savedMemory == nil { record.settle(on: nil) }
        do throws(WorkError) {
            try await build(target, after: record)
        } catch {
            if endsForGood { throw await stayingOff(after: error, target) }
            throw await goneBack(from: error, to: previous, target) ?? error
        }
        if let undumped { throw .incomplete("it runs again, but its core could not be written: \(undumped)") }
    }

    /// How long after it was asked in vain a guest that shuts down is taken for one that answers, in seconds.
    private static let afterthought: Int64 = 600

    /// A domain that xenstore knows nothing of was left by a run that was cut short, or somebody else is about to build the
    /// same guest. The latter is done within moments.
    private func refuseGrowing(_ domain: DomainReference, _ record: GuestRecord) async throws(WorkError) {
        guard domain.nonce == nil, record.nonce != nil else { return }
        await surroundings.wait(.seconds(3))
        guard let seen = try await observed(domain.domid), seen.uuid == domain.uuid, !seen.isUnknownToXenstore else {
            return
        }
        throw .unmet("somebody else is creating it as domain \(domain.domid)")
    }

    /// Lets a domain start afresh in its own memory; it loses its userdata, so that is written anew.
    func softReset(
        _ domain: DomainReference, _ target: PlannedAction.Target, _ record: GuestRecord
    ) async throws(WorkError) {
        let drift = try await driftThatGoesOn(domain, record)
        let mark = OwnershipMark(record: record, lineage: await notebook.state.lineage, bootID: bootID)
        // It comes out of this paused: a run that is cut short must not take that for somebody's doing.
        var unsettled = record
        unsettled.settle(on: nil)
        try await save(unsettled)
        do throws(WorkError) {
            try await effect { () throws(HostError) in try await host.softReset(domain, userdata: mark.text) }
        } catch {
            try await save(record)
            throw error
        }
        try await effect { () throws(HostError) in try await host.unpause(domain) }
        try await settle(
            record, domain.domid, limits: record.domain?.limits ?? .init(target.configuration), unmade: drift)
    }

    /// What others have changed on a domain that goes on as it is: so does that.
    func driftThatGoesOn(_ domain: DomainReference, _ record: GuestRecord) async throws(WorkError) -> [FieldChange] {
        guard let seen = try await decoded(domain.domid) else { return [] }
        return (try? record.drift(of: seen, defaultCPUPool: information.defaultCPUPool)) ?? []
    }

    /// Takes a domain away whose guest has ended.
    ///
    /// - Returns: why its core could not be written; a full disk is no reason to keep a guest down.
    private func clear(
        _ domain: DomainReference, keeping remains: PlannedAction.Remains, name: String
    ) async throws(WorkError) -> HostError? {
        let moment = now().description.filter { $0 != "-" && $0 != ":" }
        var undumped: HostError?
        if remains == .core {
            do throws(HostError) {
                try await host.dumpCore(domain, to: "/var/lib/xen/dump/\(name)-\(moment).core")
            } catch {
                undumped = error
            }
        }
        try await effect(goneIsFine: true) { () throws(HostError) in
            if remains == .domain {
                try await host.preserve(domain, suffix: "-\(moment)")
            } else {
                try await host.destroy(domain)
            }
        }
        return undumped
    }

    /// Asks the guest to shut down and waits for it. A paused guest could not hear, so it runs on first.
    private func shutDown(_ domain: DomainReference, _ stopping: Stopping) async throws(WorkError) {
        guard let seen = try await observed(domain.domid) else { return }
        switch seen.state {
        case .shutDown, .dying: return
        case .paused where seen.isUnknownToXenstore: return
        case .paused: try await effect { () throws(HostError) in try await host.unpause(domain) }
        case .running: break
        }
        try await effect(goneIsFine: true) { () throws(HostError) in
            do throws(HostError) {
                try await host.shutDown(domain, within: .seconds(Int64(stopping.timeout)))
            } catch {
                // Its policy allows that its power is cut, which the caller does.
                guard error.code == .guestTimedOut, stopping.then == .destroy else {
                    if seen.state == .paused { try? await host.pause(domain) }
                    throw error
                }
            }
        }
    }
}
