import Policy

/// A guest that has crashed before, not long ago.
struct CrashLoop: CustomStringConvertible {
    /// How often it crashed lately and was started again.
    let count: Int
    /// How long the next start waits, in seconds; nil when there is none.
    let delay: UInt64?
    private let within: UInt32

    /// Nil for a first crash.
    init?(_ record: GuestRecord, _ policy: CrashPolicy, _ now: Timestamp) {
        count = record.crashes.count { now < $0 + policy.within }
        guard count > 0 else { return nil }
        within = policy.within
        // Doubled with every crash; more than an hour helps nobody.
        let longest: UInt64 = 3600
        let doublings = UInt64(min(count - 1, 20))
        delay = count < policy.limit ? min(UInt64(policy.delay) << doublings, longest) : nil
    }

    var description: String {
        "it has been started again after \(count) crash\(count == 1 ? "" : "es") within \(within) s"
    }
}

extension GuestRecord {
    /// How often it crashed lately and was started again.
    public func recentCrashes(_ policy: CrashPolicy, at now: Timestamp) -> Int {
        CrashLoop(self, policy, now)?.count ?? 0
    }

    /// When it is started again that crashed, where that is kept waiting; nil where nothing waits.
    public func backOffEnd(_ policy: CrashPolicy, at now: Timestamp) -> Timestamp? {
        guard let shutDown, shutDown.reason == .crash || shutDown.reason == .watchdog,
            let delay = CrashLoop(self, policy, now)?.delay
        else { return nil }
        let end = shutDown.since + delay
        return now < end ? end : nil
    }

    /// Remembers that it crashed and is started again; those of long ago are dropped.
    public mutating func recordCrash(at now: Timestamp, _ policy: CrashPolicy) {
        crashes.removeAll { $0 + policy.within <= now }
        crashes.append(now)
    }
}
