import Synchronization

/// Wakes the one who waits for it; rung while nobody waits, it wakes the next one at once.
final class Bell: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1)) }

    func ring() { continuation.yield() }

    /// Waits until it is rung, and no longer than that.
    func wait(atMost limit: Duration) async {
        let clock = Task {
            try await Task.sleep(for: limit)
            continuation.yield()
        }
        defer { clock.cancel() }
        for await _ in stream { return }
    }
}
