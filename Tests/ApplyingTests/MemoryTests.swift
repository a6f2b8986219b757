import Applying
import GuestModel
import Host
import Lives
import Planning
import SimulatedHost
import Testing

@Suite("Memory that does not suffice is said before anything is stopped")
struct MemoryTests {
    private let restart = PlanOptions(allowsRestart: true)

    private func ward(memory mebibytes: UInt64, guest: UInt64) async throws -> Ward {
        let ward = Ward()
        try await ward.host.happen { world throws(HostError) in world.machine.totalMemory = mebibytes << 10 }
        ward.define(Ward.guest("a", memory: guest))
        try await ward.apply()
        return ward
    }

    @Test("a guest that the host has no room for is blocked, and the one that has its room runs on")
    func create() async throws {
        let ward = try await ward(memory: 1024, guest: 600)
        ward.define(Ward.guest("b", memory: 600))
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked])
        #expect(plan.actions[0].reason == "cannot be created: it needs 601 MiB of memory, and 423 MiB are free")
        try await ward.apply()
        #expect(try await ward.world().domains.map(\.name) == ["a"])
    }

    @Test("of two guests with room for one, the first gets it")
    func oneOfTwo() async throws {
        let ward = try await ward(memory: 1024, guest: 100)
        ward.define(Ward.guest("b", memory: 600))
        ward.define(Ward.guest("c", memory: 600))
        #expect(try await ward.plan().actions.map(\.kind) == [.create, .blocked])
        try await ward.apply()
        #expect(try await ward.world().domains.map(\.name) == ["a", "b"])
    }

    @Test(
        "a guest that is replaced by one that fits into its place is replaced, though its memory takes a while to come")
    func replace() async throws {
        let ward = try await ward(memory: 1024, guest: 900)
        var guest = Ward.guest("a", memory: 900)
        guest.features.nestedHVM = true
        ward.define(guest)
        let report = try await ward.apply(restart)
        #expect(report.isComplete, "\(report.outcomes.map(\.result))")
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.domain("a")?.domid == 2)
    }

    @Test("a guest whose successor does not fit is not stopped, not even when memory went after the plan was made")
    func replaceTooLarge() async throws {
        let ward = try await ward(memory: 1024, guest: 256)
        var guest = Ward.guest("a", memory: 1000)
        guest.features.nestedHVM = true
        ward.define(guest)
        let plan = try await ward.plan(restart)
        #expect(plan.actions.map(\.kind) == [.restart])
        try await ward.host.happen { world throws(HostError) in world.machine.totalMemory = 900 << 10 }
        #expect(try await ward.plan(restart).actions.map(\.kind) == [.blocked])
        let report = try await ward.carryOut(plan)
        #expect("\(report.outcomes[0].result)".contains("it needs 1001 MiB of memory, and 900 MiB are free"))
        #expect(try await ward.domain("a")?.domid == 1)
        #expect(try await ward.domain("a")?.state == .running)
    }
}
