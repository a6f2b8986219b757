import Host
import Synchronization

/// Those who tell the watcher that domains or definitions may have changed, as long as they can.
final class Heralds: Sendable {
    private let tasks = Mutex<[Task<Void, Never>]>([])
    /// How many of the two are left.
    private let telling = Mutex(0)

    /// Whether every change is told of.
    var tellOfAll: Bool { telling.withLock { $0 == 2 } }

    /// Has a bell rung whenever there may be something new.
    ///
    /// - Parameters:
    ///   - changes: of definitions; nil where nobody tells of them.
    ///   - events: of domains; nil likewise.
    ///   - media: are told of what guests eject.
    init(_ changes: AsyncStream<Void>?, _ events: AsyncStream<HostEvent>?, _ bell: Bell, _ media: EjectedMedia) {
        if let changes { begin(bell) { for await _ in changes { bell.ring() } } }
        if let events {
            begin(bell) {
                for await event in events {
                    if case .ejection(let domid) = event { media.note(domid) }
                    bell.ring()
                }
            }
        }
    }

    private func begin(_ bell: Bell, _ listen: @escaping @Sendable () async -> Void) {
        telling.withLock { $0 += 1 }
        let task = Task { [weak self] in
            await listen()
            // From now on somebody has to look.
            self?.telling.withLock { $0 -= 1 }
            bell.ring()
        }
        tasks.withLock { $0.append(task) }
    }

    /// Nobody listens any more.
    func dismiss() { for task in tasks.withLock(\.self) { task.cancel() } }
}
