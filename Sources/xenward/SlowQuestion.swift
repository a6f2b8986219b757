import Dispatch
import Synchronization

/// A question to which there may never be an answer, as to a file system whose server is gone: it is asked on a thread of its
/// own, and not again before it was answered.
final class SlowQuestion<Answer: Sendable>: Sendable {
    private let question: @Sendable () -> Answer
    private let whenLate: @Sendable () -> Void
    private let freshness: Duration
    private let queue = DispatchQueue(label: "xenward.slow-question")
    private let progress = Mutex(Progress())

    private struct Progress {
        /// It was asked, and is not answered.
        var isOpen = false
        /// That nobody has had, and when it came.
        var answer: (Answer, at: ContinuousClock.Instant)?
        /// Who waits for it; there is nothing to hear but the end.
        var listener: AsyncStream<Never>.Continuation?

        /// - Parameter age: how old it may be; nil for however old.
        mutating func take(notOlderThan age: Duration? = nil) -> Answer? {
            defer { answer = nil }
            guard let (answer, time) = answer, age.map({ time.duration(to: .now) <= $0 }) ?? true else { return nil }
            return answer
        }
    }

    /// - Parameters:
    ///   - question: blocks its thread until it is answered.
    ///   - freshness: how long an answer that came late is one.
    ///   - whenLate: is called when an answer comes that nobody waits for any more.
    init(
        _ question: @escaping @Sendable () -> Answer, freshness: Duration = .seconds(5),
        whenLate: @escaping @Sendable () -> Void = {}
    ) {
        self.question = question
        self.freshness = freshness
        self.whenLate = whenLate
    }

    /// The answer; nil when there is none in time, or while an earlier question is open. What came too late for one is the
    /// answer of the next, if that comes soon.
    func answer(within patience: Duration) async -> Answer? {
        let (end, listener) = AsyncStream<Never>.makeStream()
        let (known, isAsked) = progress.withLock { progress -> (Answer?, Bool) in
            if let answer = progress.take(notOlderThan: freshness) { return (answer, false) }
            if progress.isOpen { return (nil, false) }
            progress.isOpen = true
            progress.listener = listener
            return (nil, true)
        }
        guard isAsked else { return known }
        queue.async { [self] in answered(question()) }
        let clock = Task {
            try await Task.sleep(for: patience)
            listener.finish()
        }
        defer { clock.cancel() }
        for await _ in end {}
        return progress.withLock { progress in
            progress.listener = nil
            return progress.take()
        }
    }

    private func answered(_ answer: Answer) {
        let listener = progress.withLock { progress in
            progress.isOpen = false
            progress.answer = (answer, .now)
            defer { progress.listener = nil }
            return progress.listener
        }
        if let listener { listener.finish() } else { whenLate() }
    }
}
