import Synchronization

/// Looks at several things at once, and waits no longer than allowed for those that do not answer.
struct Deadline: Sendable {
    var duration: Duration
    /// How many are looked at at the same time.
    var lanes: Int

    /// The answers that came in time, in the order of the questions; nil for one that did not come.
    ///
    /// A question that is still open goes on by itself; its answer is dropped.
    func ask<Question: Sendable, Answer: Sendable>(
        _ questions: [Question], _ ask: @escaping @Sendable (Question) async -> Answer
    ) async -> [Answer?] {
        guard !questions.isEmpty else { return [] }
        let answers = Answers<Answer>(count: questions.count)
        for _ in 0..<min(lanes, questions.count) {
            Task {
                while let index = answers.takeNext() { answers.put(await ask(questions[index]), at: index) }
            }
        }
        let timer = Task {
            try? await Task.sleep(for: duration)
            answers.close()
        }
        let result = await answers.all()
        timer.cancel()
        return result
    }
}

/// Collects answers until all are there, or until somebody says that it is enough.
private final class Answers<Answer: Sendable>: Sendable {
    private struct State {
        var answers: [Answer?]
        var next = 0
        var missing: Int
        var isClosed = false
        var waiter: CheckedContinuation<[Answer?], Never>?
    }

    private let state: Mutex<State>

    init(count: Int) { state = Mutex(State(answers: Array(repeating: nil, count: count), missing: count)) }

    /// The next question that nobody has asked yet.
    func takeNext() -> Int? {
        state.withLock { state in
            guard !state.isClosed, state.next < state.answers.count else { return nil }
            defer { state.next += 1 }
            return state.next
        }
    }

    func put(_ answer: Answer, at index: Int) {
        finish { state in
            state.answers[index] = answer
            state.missing -= 1
            return state.missing == 0
        }
    }

    func close() { finish { _ in true } }

    func all() async -> [Answer?] {
        await withCheckedContinuation { continuation in
            let ready = state.withLock { state -> [Answer?]? in
                if state.isClosed { return state.answers }
                state.waiter = continuation
                return nil
            }
            if let ready { continuation.resume(returning: ready) }
        }
    }

    private func finish(_ change: (inout State) -> Bool) {
        let (waiter, answers) = state.withLock { state -> (CheckedContinuation<[Answer?], Never>?, [Answer?]) in
            guard !state.isClosed, change(&state) else { return (nil, []) }
            state.isClosed = true
            defer { state.waiter = nil }
            return (state.waiter, state.answers)
        }
        waiter?.resume(returning: answers)
    }
}
