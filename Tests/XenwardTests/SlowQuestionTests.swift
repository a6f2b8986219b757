import Dispatch
import Synchronization
import Testing

@testable import xenward

@Suite("Whoever asks a file system that does not answer goes on")
struct SlowQuestionTests {
    @Test("an answer that comes in time is the answer, every time")
    func inTime() async {
        let asked = Atomic(0)
        let question = SlowQuestion { asked.add(1, ordering: .relaxed).newValue }
        #expect(await question.answer(within: .seconds(60)) == 1)
        #expect(await question.answer(within: .seconds(60)) == 2)
    }

    @Test("one that comes late keeps nobody, is asked for once, and is the answer of whoever asks next")
    func late() async {
        let gate = DispatchSemaphore(value: 0)
        let asked = Atomic(0)
        let (late, listener) = AsyncStream<Void>.makeStream()
        let question = SlowQuestion(
            {
                gate.wait()
                return asked.add(1, ordering: .relaxed).newValue
            }, freshness: .seconds(600)
        ) {
            listener.yield()
        }
        #expect(await question.answer(within: .milliseconds(20)) == nil)
        #expect(await question.answer(within: .seconds(600)) == nil, "the first one is open, and nobody waits for it")
        gate.signal()
        for await _ in late { break }
        #expect(await question.answer(within: .zero) == 1)
        gate.signal()
        #expect(await question.answer(within: .seconds(60)) == 2)
    }

    @Test("an answer that nobody came for is forgotten: it says nothing of now")
    func stale() async {
        let gate = DispatchSemaphore(value: 0)
        let asked = Atomic(0)
        let (late, listener) = AsyncStream<Void>.makeStream()
        let question = SlowQuestion(
            {
                gate.wait()
                return asked.add(1, ordering: .relaxed).newValue
            }, freshness: .zero
        ) {
            listener.yield()
        }
        #expect(await question.answer(within: .zero) == nil)
        gate.signal()
        for await _ in late { break }
        #expect(await question.answer(within: .milliseconds(20)) == nil, "it was asked anew")
        gate.signal()
    }
}
