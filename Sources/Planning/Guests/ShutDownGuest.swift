import GuestModel
import Observing
import Policy

/// Decides about a domain that has shut down and waits for somebody to act: libxl itself never does.
struct ShutDownGuest {
    let domain: ObservedDomain
    let reason: ShutdownReason
    let desired: PlannedAction.Target
    /// The definition is another one than the domain was made from.
    let isChanged: Bool
    let now: Timestamp

    /// How long a toolstack that may watch the domain is given to act first, in seconds.
    private static let patience: Int64 = 30

    func outcome(for record: GuestRecord) -> GuestOutcome {
        if record.intent.isReplacing(at: now) {
            return planned(.restart, "its restart was cut short", .replace(domain.reference, endingCutShort, desired))
        }
        if case .stopped(_, .policy, _) = record.intent {
            return planned(
                .restart, "its policy had it stopped, and wants it to run",
                .replace(domain.reference, .clearing(), desired)
            )
        }
        guard let (key, action) = shutdownAction else {
            return remark("\(reason.sentence); it waits to be resumed")
        }
        if record.isWatched, action != .preserve, let waiting = waiting(record) { return waiting }
        let why = "\(reason.sentence); \(key) is \(action.word)"
        let cause = action.startsAgain || startsAfterPoweroff(action) ? RestartCause(reason) : nil
        let ending = PlannedAction.Ending.clearing(keeping: action.remains, answering: cause)
        if let cause, !isChanged, let loop = RestartLoop(record, cause, desired.policy, now) {
            return again(loop, record, why, ending)
        }
        switch action {
        case .preserve:
            return remark(
                "\(why): domain \(domain.domid) is kept for a look; destroy it, and the guest is created again")
        case .destroy, .coredumpDestroy:
            if isChanged || startsAfterPoweroff(action) {
                let also = isChanged ? "\(desired.source) has changed" : "its policy starts it again"
                var outcome = planned(.restart, "\(why), and \(also)", .replace(domain.reference, ending, desired))
                // It was to stay off, had nothing changed.
                if !startsAfterPoweroff(action) { outcome.action?.fallback = end(ending) }
                return outcome
            }
            return planned(.stop, why, end(ending))
        case .restart, .coredumpRestart, .restartRename:
            return planned(.restart, why, .replace(domain.reference, ending, desired))
        case .softReset:
            // libxl resets only what has a device model (ERROR_INVAL for others).
            guard case .hvm = desired.configuration.type else {
                return planned(
                    .restart, "\(why), which only an HVM guest can be given: it is built anew",
                    .replace(domain.reference, ending, desired))
            }
            // Its own memory holds the old configuration; a changed one needs a new domain.
            return planned(
                .restart, why,
                isChanged ? .replace(domain.reference, .clearing(), desired) : .softReset(domain.reference, desired))
        }
    }

    private func end(_ ending: PlannedAction.Ending) -> PlannedAction.Work {
        .end(domain.reference, keeping: ending.remains, because: reason)
    }

    /// How a domain ends that was about to be followed by another. Asked to shut down, a guest powers itself off; whatever else it did
    /// was its own doing, which has been counted, and leaves for a look what it is to leave.
    private var endingCutShort: PlannedAction.Ending {
        guard reason != .poweroff, let action = shutdownAction?.action else { return .clearing() }
        return .clearing(keeping: action.remainsForAnother)
    }

    /// How long a guest is not built as it was that crashes or reboots again and again.
    enum Holding {
        case until(Timestamp)
        /// It stays off.
        case forGood
    }

    /// That it is not to be built as it was just now, also where its definition, which has changed, cannot be followed; nil where it may
    /// be.
    func holding(_ record: GuestRecord) -> Holding? {
        guard !record.intent.isReplacing(at: now), let action = shutdownAction?.action,
            action.startsAgain || startsAfterPoweroff(action), let cause = RestartCause(reason),
            let loop = RestartLoop(record, cause, desired.policy, now)
        else { return nil }
        guard let delay = loop.delay else { return .forGood }
        let end = sighting(record).since + delay
        return now < end ? .until(end) : nil
    }

    /// Its definition leaves it off, and its policy does not.
    private func startsAfterPoweroff(_ action: ShutdownAction) -> Bool {
        guard reason == .poweroff, desired.policy.afterPoweroff == .start else { return false }
        return action == .destroy || action == .coredumpDestroy
    }

    /// Others come first with a domain that they started; nil once they have had the time.
    private func waiting(_ record: GuestRecord) -> GuestOutcome? {
        let sighting = sighting(record)
        let end = sighting.since + Self.patience
        guard now < end else { return nil }
        return waiting(
            until: end, record, sighting,
            "\(reason.sentence); until \(end) whoever started it may act, then xenward does")
    }

    /// A guest that crashes or reboots again and again is given more and more time; one that crashes stays off in the end.
    private func again(
        _ loop: RestartLoop, _ record: GuestRecord, _ why: String, _ ending: PlannedAction.Ending
    ) -> GuestOutcome {
        guard let delay = loop.delay else {
            return planned(
                .stop, "\(why), but \(loop.description): it stays off",
                end(ending))
        }
        let sighting = sighting(record)
        let end = sighting.since + delay
        guard now < end else {
            return planned(.restart, "\(why); \(loop.description)", .replace(domain.reference, ending, desired))
        }
        return waiting(
            until: end, record, sighting,
            "\(reason.sentence), and \(loop.description); it is started again at \(end)")
    }

    func sighting(_ record: GuestRecord) -> GuestRecord.ShutDown {
        // A clock that was set back must not keep it waiting until that time comes again.
        if let known = record.shutDown, known.domid == domain.domid, known.reason == reason, known.since <= now {
            return known
        }
        return GuestRecord.ShutDown(domid: domain.domid, reason: reason, since: now)
    }

    /// Nothing is done yet, but since when is remembered.
    private func waiting(
        until end: Timestamp, _ record: GuestRecord, _ sighting: GuestRecord.ShutDown, _ reason: String
    ) -> GuestOutcome {
        var outcome = planned(.blocked, reason, .nothing)
        outcome.action?.waitsUntil = end
        guard sighting != record.shutDown else { return outcome }
        var seen = record
        seen.shutDown = sighting
        outcome.bookkeeping = seen
        return outcome
    }

    private var shutdownAction: (key: String, action: ShutdownAction)? {
        desired.configuration.shutdownActions.action(after: reason)
    }

    private func planned(_ kind: PlannedAction.Kind, _ reason: String, _ work: PlannedAction.Work) -> GuestOutcome {
        GuestOutcome(
            action: PlannedAction(
                guest: desired.configuration.name, uuid: domain.uuid, kind: kind, reason: reason, work: work))
    }

    private func remark(_ text: String) -> GuestOutcome {
        let more = isChanged ? "; \(desired.source) has changed, which waits for that" : ""
        return GuestOutcome(
            remarks: [.init(guest: desired.configuration.name, text: text + more)], countsAsUnchanged: false)
    }
}

extension ShutdownActions {
    /// The definition's key for this reason, and its value; none for a guest that was suspended.
    func action(after reason: ShutdownReason) -> (key: String, action: ShutdownAction)? {
        switch reason {
        case .poweroff: ("on_poweroff", onPoweroff)
        case .reboot: ("on_reboot", onReboot)
        case .crash: ("on_crash", onCrash)
        case .watchdog: ("on_watchdog", onWatchdog)
        case .softReset: ("on_soft_reset", onSoftReset)
        case .suspend: nil
        }
    }
}

extension GuestRecord {
    /// Whether its on_… action keeps a domain that has shut down for a look.
    func isEvidence(_ domain: ObservedDomain, at now: Timestamp) -> Bool {
        shutdownAction(of: domain, at: now) == .preserve
    }

    /// What is left for a look when a domain that has shut down by itself makes way for another.
    func remains(of domain: ObservedDomain, at now: Timestamp) -> PlannedAction.Remains {
        shutdownAction(of: domain, at: now)?.remainsForAnother ?? .nothing
    }

    /// What is to be done with a domain that has shut down by itself.
    private func shutdownAction(of domain: ObservedDomain, at now: Timestamp) -> ShutdownAction? {
        guard case .shutDown(let reason) = domain.state, !self.intent.isReplacing(at: now) else { return nil }
        // It was asked to shut down.
        if reason == .poweroff, case .stopped = self.intent { return nil }
        return (try? asBuilt.decoded())?.shutdownActions.action(after: reason)?.action
    }
}

extension ShutdownAction {
    /// Whether the guest is built again.
    fileprivate var startsAgain: Bool {
        switch self {
        case .restart, .coredumpRestart, .restartRename: true
        case .destroy, .coredumpDestroy, .preserve, .softReset: false
        }
    }
}

extension ShutdownReason {
    /// What the guest did.
    public var sentence: String {
        switch self {
        case .poweroff: "it powered itself off"
        case .reboot: "it asked for a reboot"
        case .suspend: "it is suspended"
        case .crash: "it crashed"
        case .watchdog: "its watchdog barked"
        case .softReset: "it asked for a soft reset"
        }
    }
}

extension ShutdownAction {
    /// What it leaves of the domain for a look.
    fileprivate var remains: PlannedAction.Remains {
        switch self {
        case .coredumpDestroy, .coredumpRestart: .core
        case .restartRename: .domain
        case .destroy, .restart, .preserve, .softReset: .nothing
        }
    }

    /// The same where the domain makes way for another: one that is preserved gets another name.
    fileprivate var remainsForAnother: PlannedAction.Remains { self == .preserve ? .domain : remains }
}
