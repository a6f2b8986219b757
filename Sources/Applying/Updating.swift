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
        let wanted = changes.filter(\.isMade).map(withMAC)
        // Devices are found by what libxl has given them.
        let before = wanted.contains { $0.change.device != nil } ? try await decoded(domain.domid) : nil
        let aim = LiveAim(
            desired: target.configuration, seen: before, cpus: information.cpus,
            vcpus: record.domain?.limits.vcpus ?? target.configuration.vcpus.maximum ?? 1,
            defaultCPUPool: information.cpupools.first ?? "Pool-0")
        var failures: [String] = []
        var failed: [FieldChange] = []
        for step in LiveStep.steps(for: wanted, towards: aim) {
            do throws(HostError) {
                // A disk is not let go of for one that cannot come.
                if let reason = try await unmet(step.requirements) {
                    failures.append(reason)
                    failed += step.changes
                    continue
                }
                try await step.carryOut(on: domain, of: host)
            } catch {
                failures.append(error.description)
                failed += step.changes
            }
        }
        var lost: [FieldChange] = []
        if !failed.isEmpty, let now = try await decoded(domain.domid) {
            // Something may have happened although it was said to have failed, or had happened before.
            let left = Set(now.changes(to: target.configuration).map(\.place))
            failed.removeAll { !left.contains($0.place) && !left.contains($0.wholePlace ?? $0.place) }
            if failed.isEmpty { failures = [] }
            lost = before.map { now.devices(lostSince: $0, among: failed) } ?? []
        }
        let made = wanted.filter { !failed.contains($0.change) }
        do {
            try remember(made, of: target, in: &record)
        } catch {
            throw .configuration("\(error)")
        }
        // In between two versions of its definition, a guest is what neither of them says.
        record.digest = failures.isEmpty && wanted.count == changes.count ? target.digest : nil
        record.source = target.source
        record.intent = .running
        let unmade = changes.filter { planned in
            planned.cause == .drift && !made.contains { $0.change.place == planned.change.place }
        }
        try await settle(
            record, domain.domid, limits: record.domain?.limits ?? .init(target.configuration),
            unmade: unmade.map(\.change).filter { $0.field != .runState } + lost)
        return failures.isEmpty ? .done : .failed(failures, changedSomething: !made.isEmpty)
    }

    private func decoded(_ domid: Domid) async throws(WorkError) -> GuestConfiguration? {
        try await seen(domid).flatMap { try? $0.configuration.decoded() }
    }

    /// An interface that is attached gets a MAC here, so that it keeps it and can be found by it.
    private func withMAC(_ planned: PlannedChange) -> PlannedChange {
        guard FieldGroup(planned.change.field) == .nics, planned.change.isWholeDevice, planned.change.old == nil,
            case .record(let members) = planned.change.new,
            planned.change.new?["mac"] == nil
        else { return planned }
        var generator = Bits(next: surroundings.random)
        let mac = MACAddress.random(using: &generator)
        var planned = planned
        planned.change.new = .record(members + [.init("mac", mac.fieldValue)])
        return planned
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

extension GuestConfiguration {
    /// Devices that were detached in order to be attached anew, and were not: they are missed, whatever becomes of the
    /// change.
    fileprivate func devices(lostSince before: GuestConfiguration, among failed: [FieldChange]) -> [FieldChange] {
        let changed = Set(failed.filter { !$0.isWholeDevice }.compactMap(\.wholePlace))
        return changes(to: before).filter { $0.isWholeDevice && $0.new != nil && changed.contains($0.place) }
    }
}
