import Applying
import GuestModel
import Lives
import Planning
import SimulatedHost
import Synchronization
import Testing

@Suite("Guests that end while a run is under way")
struct LatecomerTests {
    @Test("one comes back while another takes its time to shut down, and both are recorded")
    func meanwhile() async throws {
        let ward = Ward()
        for name in ["deaf", "other"] { ward.define(Ward.guest(name)) }
        try await ward.apply()
        try await ward.host.guest("deaf", behaves: .ignoresShutdown)
        let before = try await ward.domain("other")?.domid
        var changed = Ward.guest("deaf")
        changed.features.nestedHVM = true
        ward.define(changed)
        let plan = try await ward.plan(PlanOptions(allowsRestart: true))
        #expect(plan.actions.map(\.guest) == ["deaf"])
        try await ward.host.guest("other", does: .reboots)
        let ended = Set([before].compactMap(\.self))
        let late = try await ward.plan(PlanOptions(allowsRestart: true)).meanwhile(for: ended, besides: plan)
        #expect(late.actions.map(\.guest) == ["other"])
        #expect(late.actions.map(\.kind) == [.restart])

        // The deaf guest's time is over when the other one is back.
        let otherIsBack = Gate(), runIsOver = Gate()
        let host = SimulatedHost(
            world: try await ward.world(), now: { [time = ward.time] in time.now },
            sleep: { _ in await otherIsBack.passed() })
        let told = Mutex(false)
        let latecomers = Latecomers(
            next: {
                let isFirst = told.withLock { told in
                    defer { told = true }
                    return !told
                }
                if isFirst { return late }
                otherIsBack.open()
                await runIsOver.passed()
                return nil
            }, end: runIsOver.open)
        let saved = Mutex<RecordedState?>(nil)
        let surroundings = Surroundings(
            save: { state in saved.withLock { $0 = state } },
            now: { [time = ward.time] in Timestamp(seconds: time.now) })
        let report = await Application(host: host, surroundings: surroundings)
            .carryOut(plan, state: ward.state, on: try await host.observe(), latecomers: latecomers)

        #expect(report.outcomes.map(\.action.guest) == ["deaf"])
        #expect(report.meanwhile.map(\.action.guest) == ["other"])
        let results = Dictionary(uniqueKeysWithValues: report.whole.outcomes.map { ($0.action.guest, $0.result) })
        #expect(results["other"] == .done)
        #expect(results["deaf"]?.word == "failed")
        let domain = try await host.observe().domains.first { $0.name == "other" }
        #expect(domain?.state == .running)
        #expect(domain?.domid != before)
        for state in [report.state, saved.withLock(\.self)] {
            #expect(state?.guests.first { $0.name == "other" }?.domain?.domid == domain?.domid)
            #expect(state?.guests.count == 2)
        }
    }

    @Test("one comes back as it was, or waits: what is changed has to be weighed against the run that is under way")
    func changed() async throws {
        let ward = Ward()
        for name in ["same", "changed", "gone"] { ward.define(Ward.guest(name)) }
        try await ward.apply()
        for name in ["same", "changed", "gone"] { try await ward.host.guest(name, does: .reboots) }
        var changed = Ward.guest("changed")
        changed.features.nestedHVM = true
        ward.define(changed)
        ward.definitions.removeAll { $0.name == "gone" }
        let plan = try await ward.plan(PlanOptions(prunes: true))
        #expect(plan.actions.filter { $0.work != .nothing }.count == 3)
        let ended = Set(try await ward.host.states().keys)
        #expect(plan.meanwhile(for: ended, besides: Plan()).actions.map(\.guest) == ["same"])
    }

    @Test("one that the run is about is the run's, known by its name where it has no uuid yet")
    func ofTheRun() async throws {
        let ward = Ward()
        ward.define(Ward.guest("a"))
        var first = try await ward.plan()
        #expect(first.actions.map(\.guest) == ["a"])
        try await ward.apply()
        try await ward.host.guest("a", does: .reboots)
        let next = try await ward.plan()
        let ended = Set(try await ward.host.states().keys)
        #expect(next.meanwhile(for: ended, besides: Plan()).actions.map(\.guest) == ["a"])
        first.actions[0].uuid = nil
        #expect(next.meanwhile(for: ended, besides: first).actions.isEmpty)
        #expect(next.meanwhile(for: [], besides: Plan()).actions.isEmpty)
    }
}

/// Holds those who come until it is open.
private struct Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream() }

    func open() { continuation.finish() }

    func passed() async { for await _ in stream {} }
}
