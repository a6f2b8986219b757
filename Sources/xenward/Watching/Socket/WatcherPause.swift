import CLinux
import Glibc
import UnixSockets

/// A watcher stands aside as long as this lives.
struct WatcherPause: ~Copyable {
    private let descriptor: Int32

    /// How long a watcher may take to end what it does, in seconds.
    static let patience = 60

    /// Asks the watcher to stand aside, and waits for what it does just now to end.
    ///
    /// - Parameter path: of its socket.
    /// - Returns: nil where there is no watcher.
    /// - Throws: ``CommandError``, with the status of a lock that is taken, when it goes on for longer than a minute.
    init?(at path: String, _ console: Console) throws {
        guard let descriptor = UnixSocket.stream(to: path) else { return nil }
        guard UnixSocket.send("POST /pause HTTP/1.1\r\nHost: xenward\r\n\r\n", to: descriptor) else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
        // It ends with this process, not with a child that outlives it.
        _ = xenward_withhold(descriptor)
        guard hasAnswered(within: 1) else {
            console.note("waiting for the watcher, which is acting (\(path))")
            guard hasAnswered(within: Self.patience) else {
                throw CommandError(
                    message: "the watcher goes on acting; try again when it has ended (\(path))",
                    status: ExitStatus.stateLocked)
            }
            return
        }
    }

    /// Also when the watcher has ended, and nobody is to stand aside any more.
    private borrowing func hasAnswered(within seconds: Int) -> Bool {
        var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&question, 1, Int32(seconds * 1000)) > 0
    }

    deinit {
        xenward_stop_withholding(descriptor)
        close(descriptor)
    }
}
