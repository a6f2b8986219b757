import GuestModel
import Host
import Planning

extension GuestWork {
    /// Ends a domain that has shut down by itself, and keeps the guest off.
    func end(
        _ domain: DomainReference, _ ending: PlannedAction.Ending, because reason: ShutdownReason,
        _ record: GuestRecord?
    ) async throws(WorkError) {
        guard var record else { throw .configuration("there is no record of it") }
        try await finish(domain, ending, name: record.name)
        record.domain = nil
        record.settle(on: nil)
        record.intent = .ended(reason, at: now(), bootID: bootID)
        record.changed = now()
        try await save(record)
    }

    /// Ends the domain of a guest that nobody wants any more. The guest is asked first; one that does not answer is left
    /// running, since nobody allowed its power to be cut.
    func remove(_ domain: DomainReference, _ uuid: GuestUUID) async throws(WorkError) {
        try await shutDown(domain)
        try await effect(goneIsFine: true) { () throws(HostError) in try await host.destroy(domain) }
        try await recording { () throws(RecordingError) in try await notebook.forget(uuid) }
    }

    /// Ends a domain and builds its guest anew.
    func replace(
        _ domain: DomainReference, _ ending: PlannedAction.Ending, _ target: PlannedAction.Target,
        _ record: GuestRecord?
    ) async throws(WorkError) {
        guard var record else { throw .configuration("there is no record of it") }
        try await check(target.configuration)
        try await finish(domain, ending, name: record.name)
        record.domain = nil
        record.settle(on: nil)
        record.booted = nil
        try await build(target, after: record)
    }

    /// Lets a domain start afresh in its own memory; it loses its userdata, so that is written anew.
    func softReset(
        _ domain: DomainReference, _ target: PlannedAction.Target, _ record: GuestRecord?
    ) async throws(WorkError) {
        guard let record else { throw .configuration("there is no record of it") }
        let mark = OwnershipMark(record: record, lineage: await notebook.state.lineage, bootID: bootID)
        try await effect { () throws(HostError) in try await host.softReset(domain, userdata: mark.text) }
        try await effect { () throws(HostError) in try await host.unpause(domain) }
        try await settle(record, domain.domid)
    }

    private func finish(_ domain: DomainReference, _ ending: PlannedAction.Ending, name: String) async throws(WorkError)
    {
        if ending.asksGuest { try await shutDown(domain) }
        let moment = now().description.filter { $0 != "-" && $0 != ":" }
        if ending.dumpsCore {
            try await effect { () throws(HostError) in
                try await host.dumpCore(domain, to: "/var/lib/xen/dump/\(name)-\(moment).core")
            }
        }
        try await effect(goneIsFine: true) { () throws(HostError) in
            if ending.preserves {
                try await host.preserve(domain, suffix: "-\(moment)")
            } else {
                try await host.destroy(domain)
            }
        }
    }

    /// Asks the guest to shut down and waits for it. A paused guest could not hear, so it runs on first.
    private func shutDown(_ domain: DomainReference) async throws(WorkError) {
        let seen: ObservedDomain?
        do throws(HostError) { seen = try await host.domain(domain.domid) } catch { throw .host(error) }
        guard let seen else { return }
        switch seen.state {
        case .shutDown, .dying: return
        case .paused: try await effect { () throws(HostError) in try await host.unpause(domain) }
        case .running: break
        }
        try await effect(goneIsFine: true) { () throws(HostError) in
            try await host.shutDown(domain, within: surroundings.shutdownDeadline)
        }
    }
}
