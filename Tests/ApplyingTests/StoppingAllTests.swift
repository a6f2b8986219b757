import Applying
import GuestModel
import Host
import Lives
import Planning
import Policy
import SimulatedHost
import Testing

@Suite("Before the host goes down its guests are stopped, and they come back with it")
struct StoppingAllTests {
    /// a needs b, b needs c, and d was stopped by hand.
    private func ward(_ more: String = "") async throws -> Ward {
        let ward = Ward()
        for name in ["a", "b", "c", "d"] { ward.define(Ward.guest(name)) }
        try ward.policy("guests: {a: {after: [b]}, b: {after: [c]}\(more)}")
        try await ward.apply()
        try await ward.command(.stop(AskedStopping()), "d")
        return ward
    }

    private func stopAll(_ ward: Ward, killedAfter moments: Int? = nil) async throws -> ApplyReport {
        try await ward.carryOut(.stoppingAll(try await ward.input()), killedAfter: moments)
    }

    private func names(_ ward: Ward) async throws -> [String] {
        try await ward.host.observe().domains.filter { $0.state == .running }.compactMap(\.name).sorted()
    }

    @Test("those that others need go last; all stay off until the host boots, and one stopped by hand also then")
    func orderly() async throws {
        let ward = try await ward()
        let before = await ward.host.history.count
        #expect(try await stopAll(ward).isComplete)
        let ended = await ward.host.history.dropFirst(before).filter { $0.operation == .destroy }.compactMap(\.guest)
        #expect(ended == ["a", "b", "c"])
        #expect(try await names(ward) == [])
        #expect(try await ward.plan().isEmpty, "nothing brings them back while the host goes down")
        try await ward.host.bootHost()
        #expect(try await ward.plan().actions.map(\.guest) == ["a", "b", "c"])
        try await ward.apply()
        #expect(try await names(ward) == ["a", "b", "c"])
        #expect(try await ward.plan().isEmpty)
    }

    @Test("each has its policy's time; a deaf one runs on, and is to run as before, unless its power may be cut")
    func deaf() async throws {
        let ward = try await ward(", c: {stop: {timeout: 5, then: destroy}}")
        for name in ["b", "c"] { try await ward.host.guest(name, behaves: .ignoresShutdown) }
        let report = try await stopAll(ward)
        #expect(!report.isComplete && report.didAnything)
        #expect(try await names(ward) == ["b"])
        #expect(ward.state.guests.first { $0.name == "b" }?.intent == .running)
        try await ward.host.bootHost()
        #expect(try await ward.plan().actions.map(\.guest) == ["a", "b", "c"])
    }

    @Test("a suspended guest and one that nothing defines any more are stopped, too; a domain of others is not")
    func suspended() async throws {
        let ward = try await ward()
        try await ward.command(.suspend, "a")
        ward.definitions.removeAll { $0.name == "b" }
        try await ward.command(.forget, "c")
        #expect(try await stopAll(ward).isComplete)
        #expect(try await names(ward) == ["c"])
    }

    @Test("however early it is cut short, every guest that ran is wanted when the host has booted", arguments: 0..<12)
    func cutShort(moments: Int) async throws {
        let ward = try await ward()
        _ = try await stopAll(ward, killedAfter: moments)
        try await ward.host.bootHost()
        try await ward.apply()
        #expect(try await names(ward) == ["a", "b", "c"])
        #expect(try await ward.plan().isEmpty)
    }

    @Test(
        "cut short, and the host stays up after all: a guest that still runs is looked after as before",
        arguments: 0..<12)
    func calledOff(moments: Int) async throws {
        let ward = try await ward()
        _ = try await stopAll(ward, killedAfter: moments)
        let running = try await names(ward)
        try await ward.apply()
        #expect(try await ward.plan().isEmpty)
        for name in running { #expect(try await names(ward).contains(name)) }
    }
}
