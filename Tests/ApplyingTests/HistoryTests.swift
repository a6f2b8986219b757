import Lives
import Testing

/// Random lives of a host; see ``Life``. `make soak` lives many more.
@Suite("Whatever happened, the promises hold")
struct HistoryTests {
    @Test("the plan after apply is empty or only blocked, and no promise is broken", arguments: 0..<40)
    func holds(seed: UInt64) async throws {
        let outcome = try await Life.live(seed)
        #expect(outcome.broken == [])
        #expect(outcome.effects > 0)
    }

    @Test("an engine with one thing wrong is found out", arguments: BrokenEngine.allCases)
    func finds(engine: BrokenEngine) async throws {
        for seed in 0..<UInt64(100) where !(try await Life.live(seed, engine: engine).broken.isEmpty) { return }
        Issue.record("a hundred lives with an engine that \(engine.rawValue) broke no promise")
    }
}
