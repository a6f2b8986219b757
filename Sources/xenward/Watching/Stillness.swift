import Glibc

/// How long definitions have stayed as they are. Files are written piece by piece, and directories file by file, so they are believed
/// once nothing has moved for a while.
struct Stillness {
    /// How long that is.
    static let least: Duration = .milliseconds(300)
    /// How long somebody who writes again and again is waited for.
    private static let patience: Duration = .seconds(10)

    private var latest: UInt64?
    private var since: ContinuousClock.Instant
    private let begun: ContinuousClock.Instant

    init(now: ContinuousClock.Instant = .now) { (since, begun) = (now, now) }

    /// Whether they have looked like this for long enough.
    ///
    /// - Parameter fingerprint: nil where it cannot be had.
    mutating func lasts(_ fingerprint: UInt64?, now: ContinuousClock.Instant = .now) -> Bool {
        if fingerprint != latest { (latest, since) = (fingerprint, now) }
        return fingerprint != nil && now - since >= Self.least
    }

    /// Whether they have not come to rest in all this time.
    func isInVain(now: ContinuousClock.Instant = .now) -> Bool { now - begun >= Self.patience }
}

extension Session {
    /// Leaves changed definitions alone that were written just now: there may be more to come.
    mutating func leaveUnsettled() {
        guard let directory else { return }
        definitions.setAside { definition in
            if case .unchanged = definition.content { return false }
            var information = stat()
            guard stat("\(directory)/\(definition.file)", &information) == 0 else { return true }
            // When it was last written, linked or renamed.
            let age = information.st_ctim.age
            // A time that is ahead was told by a clock that was wrong.
            return age >= .zero && age < Stillness.least
        }
    }
}

extension timespec {
    /// How long ago it was.
    fileprivate var age: Duration {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return .seconds(now.tv_sec - tv_sec) + .nanoseconds(now.tv_nsec - tv_nsec)
    }
}
