import GuestModel
import Observing

extension WantedGuest {
    /// What becomes of a guest that is to run.
    func on(_ record: GuestRecord) -> GuestOutcome {
        let given: GuestConfiguration
        do {
            given = try record.given.decoded()
        } catch {
            return blocked("its record is damaged: \(error)")
        }
        let desired = PlannedAction.Target(definition, completedFor: record, given, policy)
        var next = desired.unlessRefused(given, by: record)
        guard let domain else {
            // When the host has booted, so has the guest.
            let lastBoot = record.domain?.bootID ?? record.intent.bootID
            if lastBoot == bootID { next = bootingLive(next, record, given) }
            return absent(record, given: given, desired: next.stayingItself(record, given) ?? next)
        }
        if record.leftSuspended(domain) { return savingCutShort(record, domain) }
        switch domain.state {
        case .dying: return blocked("domain \(domain.domid) is still being destroyed; try again in a moment")
        case .shutDown(let reason):
            let allowed = bootingLive(next, record, given)
            let kept = allowed.stayingItself(record, given)
            // What waits for its next boot is no change where its policy has come to forbid it.
            let before = allowed == next ? given : (try? record.asBuilt.decoded()) ?? given
            next = kept ?? allowed
            let guest = ShutDownGuest(
                domain: domain, reason: reason, desired: next,
                isChanged: kept == nil && before != next.configuration, now: input.now)
            let holding = guest.holding(record), sighting = guest.sighting(record)
            var outcome = guest.outcome(for: record)
                .showing(next, since: record, fallsBack: policy.rollsBack && holding == nil)
            guard let holding else { return outcome }
            // Since when it waits has to be known, and until when, should it turn out that it cannot be built as its definition says.
            if case .until(let end) = holding, outcome.action?.waitsUntil == nil { outcome.action?.waitsUntil = end }
            if outcome.bookkeeping == nil, record.shutDown != sighting {
                outcome.bookkeeping = record
                outcome.bookkeeping?.shutDown = sighting
            }
            return outcome
        case .running, .paused:
            return RunningGuest(
                domain: domain, record: record, given: given, desired: desired,
                defaultCPUPool: input.observation.host.defaultCPUPool, options: input.options
            )
            .outcome
        }
    }

    /// What becomes of a guest whose new name, or whose uuid, is somebody else's. One that has ended by itself comes back under the name
    /// that it had: it is not left off for what its definition has come to say.
    func hindered(by rival: Rival, _ record: GuestRecord) -> GuestOutcome {
        let nothing = blocked(rival.obstacle)
        guard rival.hasItsName, rival.domain.uuid != record.uuid, var before = try? record.asBuilt.decoded() else {
            return nothing
        }
        if before.name == name {
            // Another guest of ours gives it back in time; somebody else's domain may be the guest.
            guard rival.isOfAnotherGuest else { return nothing }
            before.name = "\(name)-\(record.uuid.description.prefix(8))"
        }
        guard !input.observation.domains.contains(where: { $0.name == before.name && $0.domid != domain?.domid }) else {
            return nothing
        }
        let asItWas = PlannedAction.Target(definition, completedFor: record, before, policy)
            .asItWas(before, by: record)
        var outcome: GuestOutcome
        if let domain {
            guard case .shutDown(let reason) = domain.state, reason != .suspend else { return nothing }
            let guest = ShutDownGuest(
                domain: domain, reason: reason, desired: asItWas, isChanged: false, now: input.now)
            outcome = guest.outcome(for: record)
            if outcome.action?.builds != nil { outcome.action?.reason += "; as it was, since \(rival.obstacle)" }
            // In plans a guest is called what its definition says.
            outcome.action?.guest = name
            for index in outcome.remarks.indices { outcome.remarks[index].guest = name }
        } else {
            outcome = absent(record, given: before, desired: asItWas, hindrance: rival.obstacle)
        }
        // What it is to become stands against what somebody else has, also while it is off.
        return outcome.action == nil ? nothing : outcome
    }

    /// What it becomes when it boots by itself: where its policy allows live changes only, nobody has allowed the others to come with
    /// that.
    private func bootingLive(
        _ target: PlannedAction.Target, _ record: GuestRecord, _ given: GuestConfiguration
    ) -> PlannedAction.Target {
        guard policy.reach == .live, !input.options.allowsRestart else { return target }
        let booted = (try? record.booted?.decoded()) ?? given
        let verdicts = Verdicts(for: record, booted: booted, desired: target.configuration)
        let live = booted.changes(to: target.configuration).filter {
            if case .live = verdicts.verdict(for: $0).effect { true } else { false }
        }
        guard let configuration = try? booted.applying(live), configuration != target.configuration else {
            return target
        }
        var target = target
        target.configuration = configuration
        target.digest = nil
        return target
    }

    /// - Parameter hindrance: why it is not built as its definition says, where it is not; nil for what its record says of that.
    private func absent(
        _ record: GuestRecord, given: GuestConfiguration, desired: PlannedAction.Target, hindrance: String? = nil
    ) -> GuestOutcome {
        if let other = record.comeBack(among: input.observation.domains, bootID: bootID) {
            return blocked("another toolstack has started it again, as domain \(other.domid)")
        }
        var record = record
        let seen = endSeen(record), isNews = seen != nil
        if let (why, since) = seen {
            record.intent = .ended(why, at: since, bootID: bootID)
            (record.domain, record.booted, record.shutDown) = (nil, nil, nil)
            record.settle(on: nil)
        }
        let reason: String
        switch record.intent {
        case .ended(.poweroff, _, _) where policy.afterPoweroff == .start: reason = "it powered itself off"
        case .ended(let why, let moment, let endBootID) where endBootID == bootID && given == desired.configuration:
            var outcome = resting(
                "stays off: \(why.sentence) at \(moment); it starts again when its definition changes, when the host boots, or by "
                    + "\"xenward start \(name)\"")
            if isNews {
                noteFacts(in: &record)
                outcome.bookkeeping = record
            }
            return outcome
        case .ended where given != desired.configuration: reason = "\(definition.file) has changed since it ended"
        case .ended: reason = "the host has booted since it ended"
        case .stopped(_, .host, _): reason = "the host has booted since it was stopped"
        case .stopped(let moment, .policy, _): reason = "its policy had it stopped at \(moment), and wants it to run"
        case .running, .replacing, .stopped(_, .hand, _): reason = absence(record)
        }
        let why = desired.isAsItWas ? "\(reason); as it was, since \(hindrance ?? self.hindrance(record))" : reason
        var create = action(.create, why, uuid: record.uuid, work: .create(desired))
        // It ran until a run was cut short, or the host went down, and must not stay off for what its definition has come to say.
        if policy.rollsBack, !record.isSaved, ranUntilNow(record), let before = try? record.asBuilt.decoded(),
            before != desired.configuration
        {
            create.fallback = create.work.building(desired.asItWas(before, by: record))
        }
        return GuestOutcome(action: create.goingOn(from: record))
    }

    /// Whether it would run, had nobody else than a run that was cut short, or the host, had it go down.
    private func ranUntilNow(_ record: GuestRecord) -> Bool {
        if record.isBeingReplaced { return true }
        return switch record.intent {
        case .running: record.domain.map { $0.bootID != bootID } ?? false
        case .stopped(_, .host, _): true
        case .replacing, .ended, .stopped: false
        }
    }

    /// Why and when it ended by itself, and was to stay off, where that was seen before whoever watches its domain cleared it away.
    private func endSeen(_ record: GuestRecord) -> (ShutdownReason, Timestamp)? {
        guard record.intent == .running, let seen = record.shutDown, let last = record.domain, seen.domid == last.domid,
            last.bootID == bootID,
            let action = (try? record.asBuilt.decoded())?.shutdownActions.action(after: seen.reason)?.action
        else { return nil }
        return action == .destroy || action == .coredumpDestroy ? (seen.reason, seen.since) : nil
    }

    /// Why it is not built as its definition says.
    private func hindrance(_ record: GuestRecord) -> String {
        record.refusedDefinition == definition.digest
            ? "\(definition.file) could not be built"
            : PlannedAction.Target.anotherGuest(by: definition.file)
    }

    /// Its host was about to go down. Where its memory is whole it is off until the host boots, as was meant; else it runs on.
    private func savingCutShort(_ record: GuestRecord, _ domain: ObservedDomain) -> GuestOutcome {
        if record.isSaved {
            return GuestOutcome(
                action: action(
                    .stop, "its memory is saved", uuid: record.uuid,
                    work: .stop(domain.reference, .clearing(), by: .host)))
        }
        return GuestOutcome(
            action: action(
                .live, "saving its memory was cut short; it runs on", uuid: record.uuid,
                work: .resume(domain.reference)))
    }

    private func absence(_ record: GuestRecord) -> String {
        guard let last = record.domain else { return "it was about to be created" }
        let isThisBoot = last.bootID == bootID
        return isThisBoot ? "domain \(last.domid) is gone" : "the host has booted"
    }

    /// A guest whose state nobody has an opinion on: off is off, until the host boots.
    func startedWithHost(_ record: GuestRecord) -> GuestOutcome {
        let last = record.domain?.bootID ?? record.intent.bootID
        // What was saved ran, and would be lost.
        guard definition.startsWithHost || record.isSaved, last != bootID else { return GuestOutcome() }
        return rival.map { blocked($0.obstacle) } ?? on(record)
    }
}

extension GuestOutcome {
    /// With what the guest becomes, field by field, where it is built anew as something else than it was.
    ///
    /// - Parameter fallsBack: it may come back as it was.
    func showing(_ target: PlannedAction.Target, since record: GuestRecord, fallsBack: Bool) -> GuestOutcome {
        guard var action, action.builds != nil, action.builds?.savedMemory == nil,
            let before = try? record.asBuilt.decoded(), before != target.configuration
        else { return self }
        let verdicts = Verdicts(for: record, booted: before, desired: target.configuration)
        action.changes = before.changes(to: target.configuration).map { change in
            PlannedChange(change: change, cause: .author, verdict: verdicts.verdict(for: change), isMade: true)
        }
        if fallsBack, action.fallback == nil, let target = action.builds {
            action.fallback = action.work.building(target.asItWas(before, by: record))
        }
        var outcome = self
        outcome.action = action
        return outcome
    }
}
