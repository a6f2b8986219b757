import Applying
import GuestModel
import Host
import Lives
import Planning
import SimulatedHost
import Testing

@Suite("A domain of somebody else's is taken over, and not touched")
struct AdoptTests {
    /// A definition, and a domain that somebody made from it, or from something like it.
    private func ward(_ change: (inout GuestConfiguration) -> Void = { _ in }) async throws -> Ward {
        let ward = Ward()
        ward.define(Ward.guest("a"))
        var theirs = Ward.guest("a")
        change(&theirs)
        let guest = theirs
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(guest) }
        return ward
    }

    private func adopted() async throws -> Ward {
        let ward = try await ward()
        #expect(try await ward.adopt("a").isComplete)
        return ward
    }

    @Test("nothing happens to it, and a plan finds nothing to do")
    func adopt() async throws {
        let ward = try await ward()
        let before = try await ward.world()
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
        #expect(try await ward.adopt("a").isComplete)
        #expect(try await ward.world() == before)
        #expect(await ward.host.history == [])
        #expect(try await ward.plan() == Plan(unchanged: 1))
        let record = ward.state.guests[0]
        #expect(record.origin == .adopted && record.nonce == nil)
        #expect(record.uuid == before.domains[0].uuid)
        #expect(record.digest != nil, "the definition need not be read again")
    }

    @Test("what differs is its author's change; it is made in the domain that runs, once somebody applies it")
    func differences() async throws {
        let ward = try await ward {
            $0.memory.target = 128 << 10
            $0.disks[0].readWrite = false
        }
        try await ward.adopt("a")
        let changes = try await ward.plan().actions.flatMap(\.changes)
        #expect(changes.map(\.change.place) == ["memory.target", "disks[xvda].readWrite"])
        #expect(changes.allSatisfy { $0.cause == .author })
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.plan() == Plan(unchanged: 1))
        #expect(try await ward.domain("a")?.domid == 1)
        #expect(try await ward.observed("a").memory.target == 256 << 10)
    }

    @Test("what somebody else changes afterwards is drift, and goes back")
    func drift() async throws {
        let ward = try await adopted()
        try await ward.host.happen { world throws(HostError) in try world.setMemoryForeign("a", to: 128 << 10) }
        #expect(try await ward.plan().actions.flatMap(\.changes).map(\.cause) == [.drift])
        try await ward.apply()
        #expect(try await ward.observed("a").memory.target == 256 << 10)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a domain that is another one by now is not adopted, and neither is one that cannot be looked at")
    func another() async throws {
        let ward = try await ward()
        let plan = Plan.adopting("a", try await ward.input())
        try await ward.host.happen { world throws(HostError) in
            try world.destroyForeign("a")
            _ = try world.createForeign(Ward.guest("a"))
        }
        #expect(try await ward.carryOut(plan).isComplete == false)
        #expect(ward.state.guests == [])
        await ward.host.inject(Fault(.error(.fail), in: .domain))
        #expect(try await ward.adopt("a").isComplete == false)
        #expect(ward.state.guests == [])
    }

    @Test("whoever watches it may act first; what nobody acted on for 30 s is xenward's to act on")
    func reboots() async throws {
        let ward = try await adopted()
        try await ward.host.guest("a", does: .reboots)
        #expect(try await ward.apply().isComplete == false)
        #expect(try await ward.world().domains[0].state == .shutDown(.reboot))
        ward.time.advance(30)
        #expect(try await ward.apply().isComplete)
        let domain = try #require(try await ward.domain("a"))
        #expect(domain.state == .running)
        #expect(domain.nonce != nil, "the new domain is xenward's own")
        #expect(try await ward.plan() == Plan(unchanged: 1))
        // From now on nobody else watches it.
        try await ward.host.guest("a", does: .reboots)
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("a guest that is gone while another toolstack reboots it is not built a second time")
    func comesBack() async throws {
        let ward = try await adopted()
        let host = ward.host
        let guest = try await ward.observed("a")
        try await host.happen { world throws(HostError) in try world.destroyForeign("a") }
        #expect(try await ward.plan().actions.map(\.kind) == [.create])
        ward.whileWaiting = {
            try? await host.happen { world throws(HostError) in _ = try world.createForeign(guest) }
        }
        let report = try await ward.apply()
        #expect("\(report.outcomes[0].result)".contains("started it again, as domain 2; nothing was done"))
        #expect(try await ward.world().domains.map(\.domid) == [2])
        #expect(try await ward.plan().isEmpty, "it is the guest that was adopted")
    }

    @Test("a guest that stays gone is built again after 5 s, with its face")
    func staysGone() async throws {
        let ward = try await adopted()
        let before = try await ward.observed("a")
        let time = ward.time.now
        try await ward.host.happen { world throws(HostError) in try world.destroyForeign("a") }
        #expect(try await ward.apply().isComplete)
        #expect(ward.time.now - time >= 5)
        let after = try await ward.observed("a")
        #expect(after.uuid == before.uuid)
        #expect(after.nics.map(\.mac) == before.nics.map(\.mac))
    }

    @Test("a guest that powered itself off is ended after 30 s, and stays off")
    func poweredOff() async throws {
        let ward = try await adopted()
        try await ward.host.guest("a", does: .powersOff)
        try await ward.apply()
        ward.time.advance(30)
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.world().domains.isEmpty)
        #expect(try await ward.plan().isEmpty)
        #expect(ward.state.guests[0].shutDown == nil)
    }

    @Test("a guest that somebody else started in the place of xenward's is adopted with its protection")
    func again() async throws {
        let ward = try await Ward.running("a")
        ward.state.guests[0].isProtected = true
        try await ward.host.happen { world throws(HostError) in
            try world.destroyForeign("a")
            _ = try world.createForeign(Ward.guest("a"))
        }
        #expect(try await ward.adopt("a").isComplete)
        #expect(ward.state.guests.count == 1)
        #expect(ward.state.guests[0].isProtected)
        #expect(try await ward.plan() == Plan(unchanged: 1))
    }

    @Test("an adopted guest is pruned like any other, and only by its own uuid and domid")
    func prune() async throws {
        let ward = try await adopted()
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(Ward.guest("theirs")) }
        ward.definitions = []
        ward.define(Ward.guest("other"))
        #expect(try await ward.apply(PlanOptions(prunes: true)).isComplete)
        #expect(try await ward.world().domains.map(\.name).sorted() == ["other", "theirs"])
    }
}
