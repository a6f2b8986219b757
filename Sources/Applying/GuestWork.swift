import GuestModel
import Host
import LibxlJSON
import Planning

/// Carries out what a plan says of one guest.
struct GuestWork {
    let host: any Host
    let notebook: Notebook
    let bootID: String
    let surroundings: Surroundings

    func carryOut(_ action: PlannedAction) async throws(RecordingError) -> ApplyReport.Result {
        do throws(WorkError) {
            let record = await record(of: action)
            switch action.work {
            case .create(let target): try await create(target, after: record)
            case .update(let domain, let target): return try await update(domain, target, action.changes, record)
            case .replace(let domain, let ending, let target): try await replace(domain, ending, target, record)
            case .softReset(let domain, let target): try await softReset(domain, target, record)
            case .end(let domain, let ending, let reason): try await end(domain, ending, because: reason, record)
            case .remove(let domain, let uuid): try await remove(domain, uuid)
            case .forget(let uuid): try await recording { () throws(RecordingError) in try await notebook.forget(uuid) }
            case .nothing: return .blocked
            }
            return .done
        } catch {
            switch error {
            case .host(let failure): return .failed([failure.description])
            case .unmet(let reasons): return .failed(reasons)
            case .configuration(let reason): return .failed([reason])
            case .recording(let failure): throw failure
            }
        }
    }

    private func record(of action: PlannedAction) async -> GuestRecord? {
        if let record = await notebook.guest(action.uuid) { return record }
        return await notebook.guest(named: action.guest)
    }

    // MARK: What every verb needs

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
    func check(_ configuration: GuestConfiguration) async throws(WorkError) {
        let requirements = Plan(actions: [.probe(configuration)]).requirements
        let answers: [RequirementAnswer]
        do throws(HostError) { answers = try await host.answer(requirements) } catch { throw .host(error) }
        let reasons = answers.compactMap { answer -> String? in
            if case .unmet(let reason) = answer { reason } else { nil }
        }
        if !reasons.isEmpty { throw .unmet(reasons) }
    }

    /// Remembers how the domain looks now, so that a later difference is seen.
    func settle(_ record: GuestRecord, _ domid: Domid) async throws(WorkError) {
        var record = record
        record.domain = .init(domid: domid, bootID: bootID)
        record.changed = now()
        let observed: ObservedDomain?
        do throws(HostError) { observed = try await host.domain(domid) } catch { throw .host(error) }
        var seen: SeenConfiguration?
        if let observed, case .known(let configuration) = observed.configuration { seen = configuration }
        record.settle(on: seen)
        try await save(record)
    }
}

/// Why the work on a guest ended early.
enum WorkError: Error {
    case host(HostError)
    case unmet([String])
    case configuration(String)
    /// Ends the whole run.
    case recording(RecordingError)
}

extension PlannedAction {
    fileprivate static func probe(_ configuration: GuestConfiguration) -> PlannedAction {
        PlannedAction(
            guest: configuration.name, uuid: nil, kind: .create, reason: "",
            work: .create(.init(source: "", digest: nil, configuration: configuration)))
    }
}
