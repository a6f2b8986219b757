import GuestModel
import Observing

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
        if record.intent == .replacing {
            return planned(.restart, "its restart was cut short", .replace(domain.reference, .init(), desired))
        }
        guard let (key, action) = shutdownAction else {
            return remark("\(reason.sentence); it waits to be resumed")
        }
        if record.isWatched, action != .preserve, let waiting = waiting(record) { return waiting }
        let why = "\(reason.sentence); \(key) is \(action.rawValue)"
        switch action {
        case .preserve:
            return remark(
                "\(why): domain \(domain.domid) is kept for a look; destroy it, and the guest is created again")
        case .destroy, .coredumpDestroy:
            let ending = PlannedAction.Ending(dumpsCore: action == .coredumpDestroy)
            return isChanged
                ? planned(
                    .restart, "\(why), and \(desired.source) has changed", .replace(domain.reference, ending, desired))
                : planned(.destroy, why, .end(domain.reference, ending, because: reason))
        case .restart, .coredumpRestart:
            let ending = PlannedAction.Ending(dumpsCore: action == .coredumpRestart)
            return planned(.restart, why, .replace(domain.reference, ending, desired))
        case .restartRename:
            return planned(.restart, why, .replace(domain.reference, .init(preserves: true), desired))
        case .softReset:
            // Its own memory holds the old configuration; a changed one needs a new domain.
            return planned(
                .restart, why,
                isChanged ? .replace(domain.reference, .init(), desired) : .softReset(domain.reference, desired))
        }
    }

    /// Others come first with a domain that they started; nil once they have had the time.
    private func waiting(_ record: GuestRecord) -> GuestOutcome? {
        var sighting = GuestRecord.ShutDown(domid: domain.domid, reason: reason, since: now)
        if let known = record.shutDown, known.domid == domain.domid, known.reason == reason { sighting = known }
        let end = Timestamp(seconds: sighting.since.seconds + Self.patience)
        guard now < end else { return nil }
        var outcome = planned(
            .blocked, "\(reason.sentence); until \(end) whoever started it may act, then xenward does", .nothing)
        if sighting != record.shutDown {
            outcome.bookkeeping = .init(
                uuid: record.uuid, source: record.source, digest: record.digest, shutDown: sighting)
        }
        return outcome
    }

    /// The definition's key for this reason, and its value; none for a guest that was suspended.
    private var shutdownAction: (key: String, action: ShutdownAction)? {
        let actions = desired.configuration.shutdownActions
        return switch reason {
        case .poweroff: ("on_poweroff", actions.onPoweroff)
        case .reboot: ("on_reboot", actions.onReboot)
        case .crash: ("on_crash", actions.onCrash)
        case .watchdog: ("on_watchdog", actions.onWatchdog)
        case .softReset: ("on_soft_reset", actions.onSoftReset)
        case .suspend: nil
        }
    }

    private func planned(_ kind: PlannedAction.Kind, _ reason: String, _ work: PlannedAction.Work) -> GuestOutcome {
        GuestOutcome(
            action: PlannedAction(
                guest: desired.configuration.name, uuid: domain.uuid, kind: kind, reason: reason, work: work))
    }

    private func remark(_ text: String) -> GuestOutcome {
        let more = isChanged ? "; \(desired.source) has changed, which waits for that" : ""
        return GuestOutcome(remarks: [.init(guest: desired.configuration.name, text: text + more)], runs: false)
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
