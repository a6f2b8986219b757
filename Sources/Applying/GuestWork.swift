import GuestModel
import Host
import LibxlJSON
import Planning

/// Carries out what a plan says of one guest.
struct GuestWork {
    let host: any Host
    let notebook: Notebook
    let information: HostInformation
    /// The real path of the definitions directory.
    let directory: String?
    let surroundings: Surroundings
    /// Told what is going on.
    let progress: @Sendable (ApplyProgress) -> Void
    /// How guests were that have given up devices for others already.
    var beforeExchange: [GuestUUID: GuestConfiguration] = [:]

    func carryOut(_ action: PlannedAction) async throws(RecordingError) -> ApplyReport.Result {
        let record = await notebook.guest(action.uuid)
        do throws(WorkError) {
            switch action.work {
            case .create(let target): try await create(target, after: record)
            case .adopt(let domain, let target): try await adopt(domain, target, after: record)
            case .update(let domain, let target):
                return try await update(domain, target, action.changes, known(record))
            case .replace(let domain, let ending, let target):
                try await replace(domain, ending, target, known(record), else: action.fallback)
            case .resume(let domain): try await resume(domain, known(record))
            case .softReset(let domain, let target): try await softReset(domain, target, known(record))
            case .end(let domain, let remains, let reason):
                try await end(domain, keeping: remains, because: reason, known(record))
            case .stop(let domain, let ending, let orderer): try await stop(domain, ending, by: orderer, known(record))
            case .remove(let domain, let uuid, let stopping): try await remove(domain, uuid, stopping, record)
            case .forget(let uuid): try await recording { () throws(RecordingError) in try await notebook.forget(uuid) }
            case .nothing: return .blocked
            }
            return .done
        } catch {
            switch error {
            case .host(let failure):
                // What was stopped, and not built again, is recorded. That it was meant to be, changes nothing yet.
                var left = await notebook.guest(action.uuid)
                if let record { left?.intent = record.intent }
                return .failed([failure.description(for: action.guest)], changedSomething: left != record)
            case .unmet(let reason): return .failed([reason], changedSomething: false)
            case .incomplete(let reason): return .failed([reason], changedSomething: true)
            case .recording(let failure): throw failure
            case .interrupted: return .notReached
            }
        }
    }

    private func known(_ record: GuestRecord?) throws(WorkError) -> GuestRecord {
        guard let record else { throw .unmet("there is no record of it") }
        return record
    }

    // MARK: What every verb needs

    var bootID: String { information.bootID }

    func now() -> Timestamp { surroundings.now() }

    func save(_ record: GuestRecord) async throws(WorkError) {
        try await recording { () throws(RecordingError) in try await notebook.record(record) }
    }

    func recording(_ body: () async throws(RecordingError) -> Void) async throws(WorkError) {
        do throws(RecordingError) { try await body() } catch { throw .recording(error) }
    }

    /// Does something to the host; a domain that is gone already is as wanted where `goneIsFine`.
    func effect(goneIsFine: Bool = false, _ body: () async throws(HostError) -> Void) async throws(WorkError) {
        do throws(HostError) {
            try await body()
        } catch {
            if goneIsFine, error.code == .domainNotFound { return }
            throw .host(error)
        }
    }

    /// Asks once more, right before anything is stopped or built.
    ///
    /// - Parameter ending: domains that make room for the guest.
    func check(_ target: PlannedAction.Target, ending: Set<Domid> = []) async throws(WorkError) {
        let reason: String?
        do throws(HostError) {
            reason = try await unmet(target.requirements(ending: ending))
        } catch {
            throw .host(error)
        }
        if let reason { throw .unmet(reason) }
    }

    /// What the host does not have of these; nil when it has all.
    func unmet(_ requirements: [Requirement]) async throws(HostError) -> String? {
        guard !requirements.isEmpty else { return nil }
        return try await host.answer(requirements).unmet
    }

    /// Remembers how the domain looks now, so that a later difference is seen.
    ///
    /// - Parameter unmade: drift that could not be undone. It is remembered as it should be, so that it is seen again.
    func settle(
        _ record: GuestRecord, _ domid: Domid, limits: GuestRecord.Limits, unmade: [FieldChange] = []
    ) async throws(WorkError) {
        var record = record
        record.domain = .init(domid: domid, bootID: bootID, limits: limits)
        record.changed = now()
        record.shutDown = nil
        record.saved = nil
        record.settle(on: try await seen(domid))
        if !unmade.isEmpty, let settled = record.settled, let seen = try? settled.decoded(),
            let wanted = try? seen.applying(unmade)
        {
            record.settle(on: SeenConfiguration(CanonicalConfiguration(wanted)))
        }
        try await save(record)
    }

    /// What the host says of a domain now; nil when it cannot say.
    func seen(_ domid: Domid) async throws(WorkError) -> SeenConfiguration? {
        guard case .known(let configuration) = try await observed(domid)?.configuration else { return nil }
        return configuration
    }

    /// The domain that has this domid now; nil when there is none.
    func observed(_ domid: Domid) async throws(WorkError) -> ObservedDomain? {
        do throws(HostError) { return try await host.domain(domid) } catch { throw .host(error) }
    }

    /// The same, as a guest.
    func decoded(_ domid: Domid) async throws(WorkError) -> GuestConfiguration? {
        try await seen(domid).flatMap { try? $0.configuration.decoded() }
    }
}

/// Why the work on a guest ended early.
enum WorkError: Error {
    case host(HostError)
    /// Nothing is done: something is not as it has to be.
    case unmet(String)
    /// What was wanted is done, but for this.
    case incomplete(String)
    /// Somebody has asked that nothing more is begun, and this was still waiting.
    case interrupted
    /// Ends the whole run.
    case recording(RecordingError)
}
