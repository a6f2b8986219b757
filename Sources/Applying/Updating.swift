import GuestModel
import Host
import LibxlJSON
import Planning
import Policy

extension GuestWork {
    /// Makes the changes that a running domain can take, and records those that wait for its next boot.
    ///
    /// Each change stands for itself: one that fails does not stop the others, and is not recorded as made.
    func update(
        _ domain: DomainReference, _ target: PlannedAction.Target, _ changes: [PlannedChange], _ record: GuestRecord
    ) async throws(WorkError) -> ApplyReport.Result {
        var record = record.ofWhatIsThere
        let asBuilt = record.asBuilt
        let wanted = changes.filter(\.isMade).map(withMAC)
        let policy = target.policy
        let before = try await decoded(domain.domid)
        let staying = driftThatStays(before, record, policy, except: changes)
        let aim = LiveAim(
            desired: target.configuration, seen: before, cpus: information.cpus,
            vcpus: record.domain?.limits.vcpus ?? target.configuration.vcpus.maximum ?? 1,
            defaultCPUPool: information.defaultCPUPool)
        var (failures, failed) = await make(
            LiveStep.steps(for: wanted, towards: aim), on: domain, sharing: target.shareableDisks)
        var lost: [FieldChange] = []
        if !failed.isEmpty, let now = try await decoded(domain.domid) {
            // Something may have happened although it was said to have failed, or had happened before.
            let left = Set(now.changes(to: target.configuration).map(\.place))
            failed.removeAll { $0.field != .runState && !$0.isAt(left) }
            if failed.isEmpty { failures = [] }
            // Also what an earlier run has lost: it is remembered as what should be there.
            let whole = beforeExchange[record.uuid] ?? (try? record.settled?.decoded()) ?? before
            lost = whole.map { now.devices(lostSince: $0, among: failed) } ?? []
        }
        let made = wanted.filter { !failed.contains($0.change) }
        do {
            try remember(made, of: changes, towards: target.configuration, in: &record)
        } catch {
            throw .unmet("\(error)")
        }
        if record.asBuilt != asBuilt { await markAnew(domain, record) }
        // In between two versions of its definition, a guest is what neither of them says.
        record.digest = failures.isEmpty && wanted.count == changes.count ? target.digest : nil
        record.source = target.source
        record.sharedDisks = target.shareableDisks
        record.directory = directory ?? record.directory
        if made.contains(where: { $0.change.field == .runState }) { record.isKeptPaused = policy.state == .paused }
        if !record.intent.isExpected(at: now()) { record.intent = .running }
        let unmade = changes.filter { planned in
            planned.cause == .drift && !made.contains { $0.change.place == planned.change.place }
        }
        try await settle(
            record, domain.domid, limits: record.domain?.limits ?? .init(target.configuration),
            unmade: unmade.map(\.change).filter { $0.field != .runState } + lost + staying)
        return failures.isEmpty ? .done : .failed(failures, changedSomething: !made.isEmpty)
    }

    /// Has the domain's mark say what it is by now. It is for a state that gets lost, and no reason to call a change failed.
    private func markAnew(_ domain: DomainReference, _ record: GuestRecord) async {
        guard domain.nonce != nil else { return }
        let mark = OwnershipMark(record: record, lineage: await notebook.state.lineage, bootID: bootID)
        try? await host.storeUserdata(mark.text, of: domain)
    }

    /// What others have changed and the plan does not undo, so that it is not taken for right from now on: because the policy lets
    /// it be, or because they did it after the plan was made.
    private func driftThatStays(
        _ before: GuestConfiguration?, _ record: GuestRecord, _ policy: GuestPolicy, except planned: [PlannedChange]
    ) -> [FieldChange] {
        guard let before,
            let drift = try? record.drift(of: before, defaultCPUPool: information.defaultCPUPool)
        else { return [] }
        return drift.filter { policy.drift != .adopt || policy.leavesToOthers($0.field) }
            .notMade(by: planned.map(\.change))
    }

    /// Makes changes one step after another; each that can be made.
    ///
    /// - Returns: why some were not made, and which.
    private func make(
        _ steps: [LiveStep], on domain: DomainReference, sharing vdevs: Set<String>
    ) async -> (reasons: [String], failed: [FieldChange]) {
        var reasons: [String] = []
        var failed: [FieldChange] = []
        let obstacles = await obstacles(to: steps, on: domain, sharing: vdevs)
        // No device is let go of while one of its kind cannot come: it may be what was to come instead.
        let lacking = Set(
            obstacles.keys.filter { steps[$0].operation == .attach }
                .compactMap { steps[$0].changes.first.flatMap { FieldGroup($0.field) } })
        for (index, step) in steps.enumerated() {
            let staysFor = step.changes.contains { $0.isDeparture(among: lacking) }
            if let reason = obstacles[index]
                ?? (staysFor ? "\(step.places.joined(separator: ", ")) stays until what comes can come" : nil)
            {
                reasons.append(reason)
                failed += step.changes
                continue
            }
            do throws(HostError) {
                try await step.carryOut(on: domain, of: host)
            } catch {
                reasons.append(error.description(for: step.aim.desired.name))
                failed += step.changes
            }
        }
        return (reasons, failed)
    }

    /// Why devices cannot come now, by the places of their steps: the host lacks what they need, another domain has it, or nobody
    /// can tell.
    private func obstacles(
        to steps: [LiveStep], on domain: DomainReference, sharing vdevs: Set<String>
    ) async -> [Int: String] {
        let arrivals = steps.enumerated().compactMap { index, step in step.arrival.map { (index, $0) } }
        var obstacles: [Int: String] = [:]
        do throws(HostError) {
            for (index, arrival) in arrivals { obstacles[index] = try await unmet(arrival.requirements) }
            let claiming = arrivals.filter { obstacles[$0.0] == nil && !$0.1.possessions(sharing: vdevs).isEmpty }
            guard !claiming.isEmpty else { return obstacles }
            let records = await notebook.state.guests
            let occupation = Occupation(
                inTheWayOf: domain.uuid, of: domain.domid, among: try await host.observe().domains,
                remembering: records, of: Mention(of: claiming.map(\.1), remembering: records))
            for (index, arrival) in claiming { obstacles[index] = occupation.obstacle(to: arrival, sharing: vdevs) }
        } catch {
            for (index, arrival) in arrivals {
                obstacles[index] = obstacles[index] ?? error.description(for: arrival.name)
            }
        }
        return obstacles
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
        _ made: [PlannedChange], of planned: [PlannedChange], towards desired: GuestConfiguration,
        in record: inout GuestRecord
    ) throws {
        let author = made.filter { $0.cause == .author && $0.change.field != .runState }
        guard !author.isEmpty else { return }
        let given = try record.given.decoded()
        let booted = try record.booted?.decoded() ?? given
        let places = Set(planned.map(\.change.place))
        // What waited and is not wanted any more: the domain is so, so there was nothing to plan.
        let takenBack = given.changes(to: desired).filter { !$0.isAt(places) }
        let newGiven = try given.applying(author.map(\.change) + takenBack)
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
