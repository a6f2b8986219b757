import GuestModel
import Host
import LibxlJSON
import Planning

extension GuestWork {
    /// Makes the changes that a running domain can take, and records those that wait for its next boot.
    ///
    /// Each change stands for itself: one that fails does not stop the others, and is not recorded as made.
    func update(
        _ domain: DomainReference, _ target: PlannedAction.Target, _ changes: [PlannedChange], _ record: GuestRecord?
    ) async throws(WorkError) -> ApplyReport.Result {
        guard var record else { throw .configuration("there is no record of it") }
        let wanted = changes.filter(\.isMade)
        var failures: [String] = []
        var failed: Set<String> = []
        for step in LiveStep.steps(for: wanted, towards: target.configuration) {
            do throws(HostError) {
                try await step.carryOut(on: domain, of: host)
            } catch {
                failures.append(error.description)
                failed.formUnion(step.places)
            }
        }
        let made = wanted.filter { !failed.contains($0.change.place) }
        do {
            try remember(made, of: target, in: &record)
        } catch {
            throw .configuration("\(error)")
        }
        // In between two versions of its definition, a guest is what neither of them says.
        record.digest = failures.isEmpty && wanted.count == changes.count ? target.digest : nil
        record.source = target.source
        if await isPaused(domain), failures.isEmpty {
            try await effect { () throws(HostError) in try await host.unpause(domain) }
        }
        record.intent = .running
        try await settle(record, domain.domid)
        return failures.isEmpty ? .done : .failed(failures)
    }

    private func isPaused(_ domain: DomainReference) async -> Bool {
        guard let seen = try? await host.domain(domain.domid) else { return false }
        return seen.state == .paused
    }

    /// Moves `given` towards what was asked for by what was made; what waits is the difference to `booted`.
    private func remember(
        _ made: [PlannedChange], of target: PlannedAction.Target, in record: inout GuestRecord
    ) throws {
        let author = made.filter { $0.cause == .author }
        guard !author.isEmpty else { return }
        let given = try record.given.decoded()
        let booted = try record.booted?.decoded() ?? given
        let newGiven = try given.applying(author.map(\.change))
        let newBooted = try booted.applying(author.filter { $0.verdict.effect != .nextBoot }.map(\.change))
        record.given = CanonicalConfiguration(newGiven)
        record.booted = newBooted == newGiven ? nil : CanonicalConfiguration(newBooted)
        record.name = newGiven.name
    }
}
