import GuestModel
import Host
import LibxlJSON
import Planning

extension GuestWork {
    /// Starts a guest as it was, when it has been stopped and its new configuration cannot be built.
    ///
    /// - Parameters:
    ///   - failure: why it cannot be built.
    ///   - previous: the guest as it ran.
    /// - Returns: what to report; nil when there is no way back, or none that is allowed.
    func goneBack(
        from failure: WorkError, to previous: GuestRecord, _ target: PlannedAction.Target
    ) async -> WorkError? {
        guard target.policy.rollsBack, let reason = failure.reason(for: target.configuration.name) else { return nil }
        guard let old = try? previous.asBuilt.decoded(), old != target.configuration else { return nil }
        var before = target.asItWas(old, by: previous)
        before.source = previous.source
        do throws(WorkError) {
            var latest = await notebook.guest(target.configuration.uuid) ?? previous
            // What was built after all has the guest's disks, and is the next run's to finish.
            guard try await !exists(latest) else { return nil }
            // It stands in the record before anything is built: a run that is cut short here leaves the next one no other way.
            latest.refusedDefinition = target.fileDigest
            // Its name may have gone to another guest meanwhile.
            if old.name != target.configuration.name, try await isTaken(old.name, besides: latest.uuid) {
                before.configuration.name = target.configuration.name
            }
            try await build(before, after: latest)
        } catch {
            guard let second = error.reason(for: target.configuration.name) else { return error }
            return .incomplete("\(reason); nor can it be started as it was: \(second)")
        }
        return .incomplete("\(reason); it has been started again as it was")
    }

    /// The failure of a guest that had ended for good, and that its definition would have started again.
    func stayingOff(after failure: WorkError, _ target: PlannedAction.Target) async -> WorkError {
        guard let reason = failure.reason(for: target.configuration.name),
            let latest = await notebook.guest(target.configuration.uuid), (try? await exists(latest)) == false
        else { return failure }
        return .incomplete("\(reason); it stays off, as it would have without its new definition")
    }
}

extension GuestWork {
    /// Whether a domain of another guest has this name.
    private func isTaken(_ name: String, besides uuid: GuestUUID) async throws(WorkError) -> Bool {
        do throws(HostError) {
            return try await host.observe(.domains([])).domains.contains { $0.name == name && $0.uuid != uuid }
        } catch {
            throw .host(error)
        }
    }
}

extension WorkError {
    /// As a sentence without a full stop, where the guest is named already; nil for what ends the whole run.
    fileprivate func reason(for guest: String) -> String? {
        switch self {
        case .host(let error): error.description(for: guest)
        case .unmet(let reason), .incomplete(let reason): reason
        case .recording, .interrupted: nil
        }
    }
}
