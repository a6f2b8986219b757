import Glibc
import Policy

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
    /// Leaves changed definitions alone that were written just now, and a policy that may have been: there may be more to come.
    ///
    /// - Parameters:
    ///   - latest: what the policy said when it had been at rest; nil where nobody knows.
    ///   - policy: its file.
    /// - Throws: ``CommandError`` where nobody knows, and it is being written.
    mutating func leaveUnsettled(believing latest: Policy?, policy: String) throws {
        guard let directory else { return }
        let isWritten = Self.isFresh(policy)
        if isWritten || access(policy, F_OK) != 0, let latest {
            heed(latest)
        } else if isWritten {
            throw CommandError(message: "\(policy) is being written; nothing is done until that has ended")
        }
        definitions.setAside { definition in
            if case .unchanged = definition.content { return false }
            let file = "\(directory)/\(definition.file)"
            return access(file, F_OK) != 0 || Self.isFresh(file)
        }
    }

    /// Whether a file was written, linked or renamed just now.
    private static func isFresh(_ path: String) -> Bool {
        var information = stat()
        guard stat(path, &information) == 0 else { return false }
        let age = information.st_ctim.age
        // A time that is ahead was told by a clock that was wrong.
        return age >= .zero && age < Stillness.least
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
