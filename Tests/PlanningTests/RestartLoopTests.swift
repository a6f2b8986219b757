import GuestModel
import Host
import Planning
import Policy
import Testing

@Suite("How often a guest has crashed or rebooted, and how long it is kept waiting, can be told")
struct RestartLoopTests {
    private let now = Timestamp(seconds: 1_700_000_000)
    private let policy = GuestPolicy()

    /// A guest that crashed so many seconds ago and was started again each time, and that is down since then.
    private func record(crashed ago: [Int64], down: Int64? = nil, _ reason: ShutdownReason = .crash) -> GuestRecord {
        var record = Situation.record(Situation.guest())
        record.crashes = ago.map { now + -$0 }
        record.shutDown = down.map { .init(domid: 3, reason: reason, since: now + -$0) }
        return record
    }

    @Test("crashes count as long as the policy's time has not passed")
    func lately() {
        #expect(record(crashed: []).recentRestarts(after: .crash, policy, at: now) == 0)
        #expect(record(crashed: [700, 599, 20]).recentRestarts(after: .crash, policy, at: now) == 2)
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

    @Test("reboots wait from the limit on, each twice as long as the one before, and never for more than an hour")
    func reboots() {
        func end(after ago: [Int64]) -> Timestamp? {
            var record = record(crashed: [], down: 4, .reboot)
            record.reboots = ago.map { now + -$0 }
            return record.backOffEnd(policy, at: now)
        }
        #expect(end(after: [60, 50, 40, 30]) == nil)
        #expect(end(after: [60, 50, 40, 30, 20]) == now + 6)
        #expect(end(after: [60, 50, 40, 30, 20, 10]) == now + 16)
        #expect(end(after: [400, 350, 301, 300, 60, 50, 40, 30, 20]) == now + 6, "five within five minutes")
        #expect(end(after: Array(repeating: 10, count: 90)) == now + 3596)
    }
}
