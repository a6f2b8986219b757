import CLinux
import Dispatch
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM while guests are worked on: the first is a request to begin nothing more, a second one ends the
/// program at once.
enum Interruption {
    private static let count = Atomic<Int>(0)
    /// When the latest request was counted, in milliseconds of a clock that nobody sets; 0 before the first.
    private static let latest = Atomic<Int>(0)
    /// Requests that come together are one, as when timeout(1) sends a signal to the program and to its group. In milliseconds.
    private static let togetherness = 500

    /// Whether somebody has asked for it.
    static var isRequested: Bool { count.load(ordering: .relaxed) > 0 }

    /// How often it was begun and not ended: a watcher's is around those of its runs.
    private static let depth = Atomic<Int>(0)
    private static let reloads = Atomic<Int>(0)

    /// Whether somebody has sent SIGHUP since this was asked last.
    static func takeReload() -> Bool { reloads.exchange(0, ordering: .relaxed) > 0 }

    /// The end of a pipe that is written to at each signal; -1 is none.
    private static let alarm = Atomic<Int32>(-1)

    /// Rings the bell at each signal from now on, as long as the program lives; once is enough.
    static func ring(_ bell: Bell) {
        var ends: [Int32] = [-1, -1]
        guard xenward_pipe(&ends, O_NONBLOCK) == 0 else { return }
        let (hearing, sounding) = (ends[0], ends[1])
        guard alarm.compareExchange(expected: -1, desired: sounding, ordering: .relaxed).exchanged else {
            close(hearing)
            close(sounding)
            return
        }
        let source = DispatchSource.makeReadSource(fileDescriptor: hearing, queue: .global())
        source.setEventHandler {
            var bytes: UInt64 = 0
            while read(hearing, &bytes, 8) > 0 {}
            bell.ring()
            guard count.load(ordering: .relaxed) > 1 else { return }
            // Where guests are being worked on, those who do that have more to say, and do it sooner.
            DispatchQueue.global().asyncAfter(deadline: .now() + 0.5) {
                Console.write("error: ended in the middle of a look; nothing was being done to any guest\n", to: 2)
                exit(ExitStatus.error.rawValue)
            }
        }
        // It lasts as long as the program: the handler that never comes keeps it.
        source.setCancelHandler { _ = source }
        source.resume()
    }

    /// What a signal's handler may do: write to a descriptor.
    private static func sound() {
        var byte: UInt8 = 1
        let saved = errno
        _ = write(alarm.load(ordering: .relaxed), &byte, 1)
        errno = saved
    }

    /// A reader that goes away ends nothing in the middle: what is written to it fails, and that is all. By a handler rather than
    /// by ignoring the signal, which programs that are started would inherit.
    static func outliveReaders() { Glibc.signal(SIGPIPE) { _ in } }

    /// Counts requests from now on, in place of ending the program at the first.
    static func begin() {
        guard depth.add(1, ordering: .relaxed).newValue == 1 else { return }
        latest.store(0, ordering: .relaxed)
        Glibc.signal(SIGHUP) { _ in
            Interruption.reloads.add(1, ordering: .relaxed)
            Interruption.sound()
        }
        for signal in [SIGINT, SIGTERM] {
            // Nothing but a counter and a descriptor may be touched here.
            Glibc.signal(signal) { _ in
                Interruption.request()
                Interruption.sound()
            }
        }
    }

    /// Counts a request; called by a signal's handler.
    private static func request() {
        let saved = errno
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        errno = saved
        let milliseconds = now.tv_sec * 1000 + now.tv_nsec / 1_000_000
        let last = latest.load(ordering: .relaxed)
        guard last == 0 || milliseconds - last >= togetherness,
            latest.compareExchange(expected: last, desired: milliseconds, ordering: .relaxed).exchanged
        else { return }
        count.add(1, ordering: .relaxed)
    }

    /// Lets requests end the program again.
    static func end() {
        guard depth.subtract(1, ordering: .relaxed).newValue == 0 else { return }
        for signal in [SIGINT, SIGTERM, SIGHUP] { Glibc.signal(signal, SIG_DFL) }
        count.store(0, ordering: .relaxed)
    }

    /// Tells the person who asked what is going on, until the task is cancelled.
    ///
    /// - Parameter underWay: the guests that are being worked on, as they are when it is called.
    static func watch(_ console: Console, _ underWay: @escaping @Sendable () -> [String]) async {
        var told = false
        while !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(100))
            let requests = count.load(ordering: .relaxed)
            guard requests > 0, !Task.isCancelled else { continue }
            let guests = underWay()
            let names = guests.isEmpty ? "what was begun" : guests.joined(separator: ", ")
            if !told {
                console.note("finishing \(names); nothing more is begun. Once more ends at once")
                told = true
            }
            if requests > 1 {
                console.error("left in the middle: \(names); the next run looks at them anew")
                exit(ExitStatus.partlyApplied.rawValue)
            }
        }
    }
}

/// The guests that are being worked on.
final class UnderWay: Sendable {
    private let guests = Mutex<Set<String>>([])

    var names: [String] { guests.withLock { $0.sorted() } }

    func begin(_ guest: String) { guests.withLock { _ = $0.insert(guest) } }
    func end(_ guest: String) { guests.withLock { _ = $0.remove(guest) } }
}
