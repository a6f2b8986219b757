import Planning
import StateStore

/// Where a command finds what is remembered, and whether somebody else is about to change it.
extension Session {
    /// The store that the options and the connection name.
    static func store(_ options: HostOptions, _ connection: Connection) -> StateStore? {
        connection.state(named: options.state).map { StateStore(path: $0) }
    }

    static func load(_ store: StateStore?) throws -> RecordedState {
        guard let store else { return .fresh() }
        do throws(StateError) {
            return try store.load() ?? .fresh()
        } catch {
            throw CommandError(error)
        }
    }

    /// A plan that is made while somebody else acts is wrong before it is read.
    static func refuseLocked(_ store: StateStore?) throws {
        do throws(StateError) {
            try store?.refuseLocked()
        } catch {
            throw CommandError(error)
        }
    }

    /// The same for a person, who need not try again for a watcher that acts: it is waited for.
    static func awaitWatcher(_ store: StateStore?, _ console: Console) async throws {
        let begin = ContinuousClock.now
        var isTold = false
        while true {
            do throws(StateError) {
                return try store?.refuseLocked() ?? ()
            } catch {
                guard case .locked(_, let holder?) = error, holder.purpose == Watcher.purpose,
                    begin.duration(to: .now) < .seconds(WatcherPause.patience)
                else { throw CommandError(error) }
            }
            if !isTold, begin.duration(to: .now) >= .seconds(1) {
                console.note("waiting for the watcher, which is acting")
                isTold = true
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

extension CommandError {
    /// What is wrong with the state, with the status that scripts know it by.
    init(_ error: StateError) {
        let status = if case .locked = error { ExitStatus.stateLocked } else { ExitStatus.error }
        self.init(message: "\(error)", status: status)
    }
}
