import Applying
import GuestModel
import Host
import Lives
import Planning
import Policy
import SimulatedHost
import Synchronization
import Testing

@Suite("Guests come up after those that they need, and go down before them")
struct DependencyTests {
    /// a needs b, and b needs c.
    private func ward(_ policy: String = "guests: {a: {after: [b]}, b: {after: [c]}}") throws -> Ward {
        let ward = Ward()
        for name in ["a", "b", "c"] { ward.define(Ward.guest(name)) }
        try ward.policy(policy)
        return ward
    }

    private func effects(_ ward: Ward, _ operation: HostOperation) async -> [String] {
        await ward.host.history.filter { $0.operation == operation }.compactMap(\.guest)
    }

    @Test("they are built in that order, whatever their names, and stopped in the other")
    func order() async throws {
        let ward = try ward()
        #expect(try await ward.apply().isComplete)
        #expect(await effects(ward, .create) == ["c", "b", "a"])
        try ward.policy("defaults: {state: shutoff}\nguests: {a: {after: [b]}, b: {after: [c]}}")
        try await ward.apply()
        #expect(await effects(ward, .destroy) == ["a", "b", "c"])
    }

    @Test("a guest is not started while one that it needs does not run")
    func blocked() async throws {
        let ward = try ward("guests: {a: {after: [b]}, b: {after: [c]}, c: {state: shutoff}}")
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked, .blocked])
        #expect(plan.actions[0].reason == "cannot be created: it comes after b, which is blocked")
        #expect(plan.actions[1].reason == "cannot be created: it comes after c, which does not run")
    }

    @Test("a guest that the host has not the means for keeps those off that need it, and the plan says so")
    func unmet() async throws {
        let ward = try ward()
        var guest = Ward.guest("c")
        guest.boot.kernel = "/boot/gone"
        ward.define(guest)
        ward.define(Ward.guest("d"))
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/gone"] }
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked, .blocked, .blocked, .create])
        #expect(plan.actions[0].reason == "cannot be created: it comes after b, which is blocked")
        #expect(plan.actions[1].reason == "cannot be created: it comes after c, which is blocked")
    }

    @Test("a guest that is not restarted for want of something keeps its disk, and nobody else is restarted to have it")
    func keeps() async throws {
        let ward = Ward()
        for name in ["a", "b"] { ward.define(Ward.guest(name)) }
        try ward.policy("defaults: {update: restart}")
        try await ward.apply()
        var a = Ward.guest("a"), b = Ward.guest("b")
        (a.boot.kernel, b.boot.kernel) = ("/boot/gone", "/boot/new")
        (a.disks[0].path, b.disks) = ("/dev/vg0/new", a.disks)
        ward.define(a)
        ward.define(b)
        #expect(try await ward.plan().actions.map(\.kind) == [.restart, .restart])
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/gone"] }
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked, .blocked])
        #expect(plan.actions[1].reason.contains("disk") && plan.actions[1].reason.contains("(a)"))
        let before = try await ward.domain("b")
        try await ward.apply()
        #expect(try await ward.domain("b") == before)
    }

    @Test("when one cannot be built, those that need it are not built either, and say why")
    func failed() async throws {
        let ward = try ward()
        await ward.host.inject(Fault(.error(.fail), in: .create, of: "b"))
        let report = try await ward.apply()
        let results = Dictionary(uniqueKeysWithValues: report.outcomes.map { ($0.action.guest, $0.result) })
        #expect(results["c"] == .done)
        #expect(results["a"] == .failed(["it comes after b, which does not run"], changedSomething: false))
    }

    @Test("guests that need each other are blocked, with the reason")
    func circle() async throws {
        let ward = try ward("guests: {a: {after: [b]}, b: {after: [a]}}")
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked, .blocked, .create])
        #expect(plan.actions[0].reason.hasSuffix("it comes after itself: a after b after a"))
        #expect(plan.actions[1].reason.hasSuffix("it comes after itself: b after a after b"))
    }

    @Test("as are those that come after them")
    func behindCircle() async throws {
        let ward = try ward("guests: {a: {after: [b]}, b: {after: [c]}, c: {after: [{guest: d, running: 0}, c]}}")
        let reasons = try await ward.plan().actions.map(\.reason)
        #expect(reasons[0].hasSuffix("it comes after b, which comes after c, which comes after itself: c after c"))
        #expect(reasons[2].hasSuffix("it comes after itself: c after c"))
    }

    @Test("it is waited for until they have been running for so long")
    func running() async throws {
        let ward = try ward("guests: {a: {after: [{guest: b, running: 30}]}}")
        let start = ward.time.now
        #expect(try await ward.apply().isComplete)
        #expect(ward.time.now - start >= 30)
        #expect(ward.waits == ["a: it comes after b, which is not ready (running for 30 s)"], "told once")
    }

    @Test("a domain that somebody else made may be needed, too, and is counted from when it was first seen")
    func foreign() async throws {
        let ward = try ward("guests: {a: {after: [{guest: driver, running: 400}]}}")
        #expect(try await ward.plan().actions[0].reason.contains("it comes after driver, which does not run"))
        let driver = Ward.guest("driver")
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(driver) }
        let start = ward.time.now
        #expect(try await ward.apply().isComplete)
        #expect(ward.time.now - start >= 400)
    }

    @Test("it is waited for until they say so in xenstore, and not for ever")
    func xenstore() async throws {
        let ward = try ward("guests: {a: {after: [{guest: b, xenstore: data/ready}]}}")
        let host = ward.host
        ward.whileWaiting = { try? await host.guest("b", publishes: "data/ready", as: "1") }
        #expect(try await ward.apply().isComplete)
        let silent = try self.ward("guests: {a: {after: [{guest: b, xenstore: data/ready}]}}")
        let report = try await silent.apply()
        #expect(!report.isComplete)
        guard case .failed(let reasons, _) = report.outcomes.first(where: { $0.action.guest == "a" })?.result else {
            Issue.record("a was built")
            return
        }
        #expect(reasons == ["it comes after b, which is not ready (data/ready in xenstore)"])
    }

    @Test("who asks that nothing more is begun does not wait for others, and what waited was not reached")
    func interrupted() async throws {
        let ward = try ward("guests: {a: {after: [{guest: b, xenstore: data/ready}]}}")
        let waits = Mutex(0)
        ward.whileWaiting = { waits.withLock { $0 += 1 } }
        ward.isInterrupted = { waits.withLock { $0 > 1 } }
        let report = try await ward.apply()
        #expect(report.outcomes.first { $0.action.guest == "a" }?.result == .notReached)
        #expect(report.isCutShort && waits.withLock { $0 } == 2)
        #expect(try await ward.domain("a") == nil)
    }

    @Test("who comes by again puts off what would have to be waited for, and says until when")
    func postponed() async throws {
        let ward = try ward("guests: {a: {after: [{guest: b, running: 40}]}}")
        func postponed() async throws -> Plan {
            try await ward.plan().postponingUnready(try await ward.input(), on: ward.host)
        }
        var plan = try await postponed()
        #expect(plan.actions.map(\.kind) == [.blocked, .create, .create])
        #expect(plan.waitsUntil == Timestamp(seconds: ward.time.now + 41))
        try await ward.carryOut(plan)
        plan = try await postponed()
        #expect(plan.actions.map(\.kind) == [.blocked])
        let since = try #require(try await ward.input().recorded.guests.first { $0.name == "b" }).changed
        ward.time.advance(since.seconds + 40 - ward.time.now)
        plan = try await postponed()
        #expect(plan.actions.map(\.kind) == [.blocked], "the second in which it started counts once it is over")
        ward.time.advance(1)
        plan = try await postponed()
        #expect(plan.actions.map(\.kind) == [.create])

        let other = try self.ward("guests: {a: {after: [{guest: b, xenstore: data/ready}]}}")
        try await other.carryOut(try await other.plan().postponingUnready(try await other.input(), on: other.host))
        #expect(try await other.world().domains.map(\.name) == ["b", "c"])
        try await other.host.guest("b", publishes: "data/ready", as: "1")
        plan = try await other.plan().postponingUnready(try await other.input(), on: other.host)
        #expect(plan.actions.map(\.kind) == [.create])
    }

    @Test("a guest that reboots waits for nobody, though what it comes after is gone")
    func reboot() async throws {
        let ward = try ward("guests: {a: {after: [b]}}")
        try await ward.apply()
        try await ward.command(.stop(AskedStopping()), "b")
        try await ward.host.guest("a", does: .reboots)
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("levels are told at once, however many ways lead to a guest")
    func manyWays() async throws {
        let ward = Ward()
        var policy = "guests:\n"
        for tier in 0..<40 {
            for side in ["l", "r"] {
                ward.define(Ward.guest("\(side)\(tier)"))
                if tier > 0 { policy += "  \(side)\(tier): {after: [l\(tier - 1), r\(tier - 1)]}\n" }
            }
        }
        try ward.policy(policy)
        #expect(try await ward.plan().actions.map(\.level).max() == 39)
    }
}
