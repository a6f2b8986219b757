import Observing
import Policy

/// What a guest did by itself after which it is started again: what it does too often is slowed down.
public enum RestartCause: Sendable, Hashable {
    /// It crashed, or Xen's watchdog found that it hung.
    case crash
    /// It shut down, in order to boot, or to be off where its definition or its policy starts it again.
    case reboot

    /// Nil for a guest that did neither.
    init?(_ reason: ShutdownReason) {
        switch reason {
        case .crash, .watchdog: self = .crash
        case .reboot, .poweroff: self = .reboot
        case .suspend, .softReset: return nil
        }
    }
}

/// A guest that did the same again and again, not long ago.
struct RestartLoop: CustomStringConvertible {
    /// How long the next start waits, in seconds; nil when there is none.
    let delay: UInt64?
    private let cause: RestartCause
    private let count: Int
    private let within: UInt32

    /// More than an hour helps nobody.
    private static let longest: UInt64 = 3600

    /// Nil as long as the guest is started again at once: after a first crash, and after reboots below the limit.
    init?(_ record: GuestRecord, _ cause: RestartCause, _ policy: GuestPolicy, _ now: Timestamp) {
        let answer = policy.restarts(after: cause)
        let count = record.recentRestarts(after: cause, policy, at: now)
        let doublings: Int
        switch cause {
        case .crash:
            guard count > 0 else { return nil }
            doublings = count - 1
        case .reboot:
            guard count >= answer.limit else { return nil }
            doublings = count - Int(answer.limit)
        }
        // A guest that reboots is well, and is never left off for it.
        let staysOff = cause == .crash && count >= answer.limit
        delay = staysOff ? nil : min(UInt64(answer.delay) << UInt64(min(doublings, 20)), Self.longest)
        self.cause = cause
        self.count = count
        within = answer.within
    }

    var description: String {
        switch cause {
        case .crash: "it has been started again after \(count) crash\(count == 1 ? "" : "es") within \(within) s"
        case .reboot: "it has rebooted \(count) time\(count == 1 ? "" : "s") within \(within) s"
        }
    }
}

extension GuestRecord {
    /// How often it did this lately and was started again.
    public func recentRestarts(after cause: RestartCause, _ policy: GuestPolicy, at now: Timestamp) -> Int {
        lately(cause, policy, at: now).count
    }

    /// When it is started again, where that is kept waiting; nil where nothing waits.
    public func backOffEnd(_ policy: GuestPolicy, at now: Timestamp) -> Timestamp? {
        guard let shutDown = self.shutDown, let cause = RestartCause(shutDown.reason),
            let delay = RestartLoop(self, cause, policy, now)?.delay
        else { return nil }
        let end = min(shutDown.since, now) + delay
        return now < end ? end : nil
    }

    /// Remembers that it did this and is started again; what was long ago is dropped.
    public mutating func recordRestart(after cause: RestartCause, at now: Timestamp, _ policy: GuestPolicy) {
        let recent = lately(cause, policy, at: now) + [now]
        switch cause {
        case .crash: self.crashes = recent
        case .reboot: self.reboots = recent
        }
    }

    /// When it was. What is ahead by more than that, a clock that was wrong has said.
    private func lately(_ cause: RestartCause, _ policy: GuestPolicy, at now: Timestamp) -> [Timestamp] {
        let within = policy.restarts(after: cause).within
        let restarts =
            switch cause {
            case .crash: self.crashes
            case .reboot: self.reboots
            }
        return restarts.filter { now < $0 + within && $0 < now + within }
    }
}

extension GuestPolicy {
    fileprivate func restarts(after cause: RestartCause) -> RestartPolicy {
        switch cause {
        case .crash: crashes
        case .reboot: reboots
        }
    }
}
