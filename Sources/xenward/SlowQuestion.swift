import Dispatch
import Synchronization

/// A question to which there may never be an answer, as to a file system whose server is gone: it is asked on a thread of its
/// own, and not again before it was answered.
final class SlowQuestion<Answer: Sendable>: Sendable {
    private let question: @Sendable () -> Answer
    private let whenLate: @Sendable () -> Void
    private let queue = DispatchQueue(label: "xenward.slow-question")
    private let progress = Mutex(Progress())

    private struct Progress {
        /// It was asked, and is not answered.
        var isOpen = false
        /// That nobody has had.
        var answer: Answer?
        /// Who waits for it; there is nothing to hear but the end.
        var listener: AsyncStream<Never>.Continuation?

        mutating func take() -> Answer? {
            defer { answer = nil }
            return answer
        }
    }

    /// - Parameters:
    ///   - question: blocks its thread until it is answered.
    ///   - whenLate: is called when an answer comes that nobody waits for any more.
    init(_ question: @escaping @Sendable () -> Answer, whenLate: @escaping @Sendable () -> Void = {}) {
        self.question = question
        self.whenLate = whenLate
    }

    /// The answer; nil when there is none in time, or while an earlier question is open. What came too late for one is the
    /// answer of the next.
    func answer(within patience: Duration) async -> Answer? {
        let (end, listener) = AsyncStream<Never>.makeStream()
        let (known, isAsked) = progress.withLock { progress -> (Answer?, Bool) in
            if let answer = progress.take() { return (answer, false) }
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
            progress.answer = answer
            defer { progress.listener = nil }
            return progress.listener
        }
        if let listener { listener.finish() } else { whenLate() }
    }
}
