import GuestModel
import Host
import Planning
import Policy
import Testing

@Suite("How often a guest has crashed, and how long it is kept waiting, can be told")
struct CrashLoopTests {
    private let now = Timestamp(seconds: 1_700_000_000)
    private let policy = CrashPolicy()

    /// A guest that crashed so many seconds ago and was started again each time, and that is down since then.
    private func record(crashed ago: [Int64], down: Int64? = nil, _ reason: ShutdownReason = .crash) -> GuestRecord {
        var record = Situation.record(Situation.guest())
        record.crashes = ago.map { now + -$0 }
        record.shutDown = down.map { .init(domid: 3, reason: reason, since: now + -$0) }
        return record
    }

    @Test("crashes count as long as the policy's time has not passed")
    func lately() {
        #expect(record(crashed: []).recentCrashes(policy, at: now) == 0)
        #expect(record(crashed: [700, 599, 20]).recentCrashes(policy, at: now) == 2)
    }

    @Test("the second restart waits, each later one twice as long, and after the last nothing waits")
    func backOff() {
        #expect(record(crashed: [], down: 1).backOffEnd(policy, at: now) == nil)
        #expect(record(crashed: [60], down: 4).backOffEnd(policy, at: now) == now + 6)
        #expect(record(crashed: [60], down: 4, .watchdog).backOffEnd(policy, at: now) == now + 6)
        #expect(record(crashed: [90, 60], down: 4).backOffEnd(policy, at: now) == now + 16)
        #expect(record(crashed: [60], down: 11).backOffEnd(policy, at: now) == nil, "its time has come")
        #expect(record(crashed: [5, 4, 3, 2, 1], down: 0).backOffEnd(policy, at: now) == nil, "it stays off")
        #expect(record(crashed: [60], down: 4, .reboot).backOffEnd(policy, at: now) == nil)
        #expect(record(crashed: [60]).backOffEnd(policy, at: now) == nil, "it runs")
    }
}
