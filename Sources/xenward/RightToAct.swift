import Planning
import StateStore

/// The right to act on a host, until it is dropped: the lock of its state, while the host's watcher stands aside.
struct RightToAct: ~Copyable {
    /// Nil where there is no state.
    private let lock: StateLock?
    /// Nil where there is no watcher. It ends after the lock, so that the watcher finds it free.
    private let pause: WatcherPause?

    /// Whether a watcher stands aside for it.
    var isInWatchersStead: Bool { pause != nil }

    /// Has the watcher stand aside, if there is one, and takes the lock.
    ///
    /// - Throws: ``CommandError``, with the status of a lock that is taken while somebody else acts.
    init(_ store: StateStore?, on connection: Connection, purpose: String, _ console: Console) throws {
        let pause = try connection.watcherSocket.flatMap { try WatcherPause(at: $0, console) }
        if pause == nil, connection == .watchedSystem {
            throw CommandError(
                message: "\(connection.uri): there is no watcher; start it, or connect to xen:///system")
        }
        try connection.refuseAbsence()
        lock = try Self.lock(store, purpose, console)
        self.pause = consume pause
    }

    /// The watcher's own.
    init(_ store: StateStore?, ofWatcher purpose: String, _ console: Console) throws {
        lock = try Self.lock(store, purpose, console)
        pause = nil
    }

    private static func lock(_ store: StateStore?, _ purpose: String, _ console: Console) throws -> StateLock? {
        do throws(StateError) {
            let lock = try store?.lock(purpose: purpose)
            if let store, let word = try RunLog.recover(store, at: Session.now) {
                console.note(word)
            }
            return lock
        } catch {
            throw CommandError(error)
        }
    }
}
