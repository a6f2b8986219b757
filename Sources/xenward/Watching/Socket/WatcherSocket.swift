import CLinux
import Definitions
import Dispatch
import Glibc
import Synchronization
import UnixSockets

/// The door at which others find a watcher: commands that want to act ask it to stand aside, and Prometheus' friends ask for
/// its figures.
///
/// It speaks as much of HTTP/1.1 as `curl --unix-socket` needs. `GET /metrics` answers with the figures. `POST /pause`
/// answers as soon as nothing is under way, and from then on the watcher begins nothing until that connection ends, however
/// it ends. Only its owner may knock: the socket is made with mode 0600.
///
/// There is one watcher for a socket: its lock, beside it, ends with the process.
final class WatcherSocket: Sendable {
    private struct State {
        /// A run of the watcher is under way.
        var isActing = false
        /// Connections that wait for its end.
        var waiting: Set<Int32> = []
        /// Connections for which the watcher stands aside.
        var holding: Set<Int32> = []
        /// Somebody has acted since the watcher last asked.
        var stoodAside = false
        var metrics = ""
        var visitors: [Int32: Visitor] = [:]
    }

    let path: String
    private let bell: Bell
    private let lock: Int32
    private let identity: FileIdentity?
    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "xenward.watcher-socket")

    /// More than these at once are sent away: nobody has so many reasons.
    private static let mostVisitors = 64
    /// Whoever takes longer to read an answer does without the rest of it.
    private static let answerLimit = timeval(tv_sec: 5, tv_usec: 0)

    /// Opens the door.
    ///
    /// - Parameter bell: rung when the watcher need not stand aside any more.
    /// - Throws: ``CommandError`` when another watcher is there, with the status of a lock that is taken, and when there is no
    ///   place for a socket.
    init(path: String, _ bell: Bell) throws {
        func failure(_ what: String, _ code: Int32 = errno) -> CommandError {
            CommandError(message: "the watcher's socket \(path) \(what): \(String(cString: strerror(code)))")
        }
        self.path = path
        self.bell = bell
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        if !folder.isEmpty { mkdir(folder, 0o700) }
        lock = open("\(path).lock", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard lock >= 0 else { throw failure("cannot have a lock") }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw failure("cannot be locked") }
            throw CommandError(
                message: "another watcher is at work here: it has \(path)", status: ExitStatus.stateLocked)
        }
        // A child that outlives this watcher must not stand in the way of the next one.
        _ = xenward_withhold(lock)
        // Whatever is left there belongs to a watcher that is no more.
        unlink(path)
        let listener = UnixSocket.stream()
        let before = umask(0o177)
        let isBound = listener >= 0 && UnixSocket.withAddress(path) { Int(bind(listener, $0, $1)) } == 0
        umask(before)
        guard isBound, listen(listener, 16) == 0 else {
            let code = errno
            if listener >= 0 { close(listener) }
            throw failure("cannot be made", code)
        }
        _ = xenward_withhold(listener)
        identity = FileIdentity(of: path)
        receive(at: listener)
    }

    deinit {
        xenward_stop_withholding(lock)
        close(lock)
    }

    /// Takes the name away, so that nobody knocks in vain. What is open stays so until the process ends. Where another socket has the
    /// name by now, it keeps it.
    func shut() { if FileIdentity(of: path) == identity { unlink(path) } }

    /// Begins a run; false while somebody has asked for none.
    func begin() -> Bool {
        state.withLock {
            guard $0.holding.isEmpty else { return false }
            $0.isActing = true
            return true
        }
    }

    /// Whether it has stood aside since the last time that this was asked: whoever had it do so may have changed anything.
    func takeStoodAside() -> Bool {
        state.withLock { state in
            guard state.holding.isEmpty else { return false }
            defer { state.stoodAside = false }
            return state.stoodAside
        }
    }

    /// Ends a run: those who wait get their turn.
    func end() {
        state.withLock {
            $0.isActing = false
            for descriptor in $0.waiting { Self.grant(descriptor, &$0) }
            $0.waiting = []
        }
    }

    func show(metrics: String) { state.withLock { $0.metrics = metrics } }

    // MARK: Visitors

    private func receive(at listener: Int32) {
        let source = DispatchSource.makeReadSource(fileDescriptor: listener, queue: queue)
        source.setEventHandler { [weak self] in
            let descriptor = UnixSocket.accept(listener)
            guard descriptor >= 0 else { return }
            var limit = Self.answerLimit
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
            guard let self else { return _ = close(descriptor) }
            welcome(descriptor)
        }
        // It lasts as long as the program: the handler that never comes keeps it.
        source.setCancelHandler { _ = source }
        source.resume()
    }

    private func welcome(_ descriptor: Int32) {
        // A visitor that is never listened to must not be made: the end of a source that has not begun ends the process.
        guard state.withLock({ $0.visitors.count < Self.mostVisitors }) else { return _ = close(descriptor) }
        let visitor = Visitor(descriptor, queue) { [weak self] in self?.hear($0, from: descriptor) }
        state.withLock { $0.visitors[descriptor] = visitor }
        visitor.listen()
    }

    private func hear(_ word: Visitor.Word, from descriptor: Int32) {
        switch word {
        case .request("GET /metrics"):
            let text = state.withLock(\.metrics)
            UnixSocket.send(
                """
                HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n\
                Content-Length: \(text.utf8.count)\r\nConnection: close\r\n\r\n\(text)
                """, to: descriptor)
            leave(descriptor)
        case .request("POST /pause"):
            state.withLock { if $0.isActing { $0.waiting.insert(descriptor) } else { Self.grant(descriptor, &$0) } }
        case .request:
            UnixSocket.send(
                "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", to: descriptor)
            leave(descriptor)
        case .end: leave(descriptor)
        }
    }

    private static func grant(_ descriptor: Int32, _ state: inout State) {
        state.holding.insert(descriptor)
        state.stoodAside = true
        // Whoever has gone meanwhile is heard of in a moment.
        UnixSocket.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", to: descriptor)
    }

    private func leave(_ descriptor: Int32) {
        let (visitor, wasHolding) = state.withLock {
            $0.waiting.remove(descriptor)
            let wasHolding = $0.holding.remove(descriptor) != nil && $0.holding.isEmpty
            return ($0.visitors.removeValue(forKey: descriptor), wasHolding)
        }
        visitor?.dismiss()
        if wasHolding { bell.ring() }
    }
}
