import Applying
import GuestModel
import Host
import Lives
import Planning
import Policy
import SeededNumbers
import SimulatedHost
import Testing

@Suite("A policy says how a guest is to be, and how far anybody may go")
struct PolicyTests {
    private func ward(_ policy: String, _ change: (inout GuestConfiguration) -> Void = { _ in }) async throws -> Ward {
        var guest = Ward.guest("a")
        change(&guest)
        let ward = try await Ward.running(guest)
        try ward.policy(policy)
        return ward
    }

    @Test("shutoff stops a guest that runs, and does not create one")
    func shutoff() async throws {
        let ward = try await ward("defaults: {state: shutoff}")
        ward.define(Ward.guest("b"))
        #expect(try await ward.plan().actions.map(\.kind) == [.stop])
        try await ward.apply()
        #expect(try await ward.world().domains.isEmpty)
        #expect(try await ward.plan().isEmpty)
        try ward.policy("")
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.domain("b")?.state == .running)
    }

    @Test("what was stopped by hand stays off, also when its policy said shutoff in between")
    func stoppedByHand() async throws {
        let ward = try await ward("")
        try await ward.command(.stop(AskedStopping()), "a")
        try ward.policy("defaults: {state: shutoff}")
        try await ward.apply()
        try ward.policy("")
        try await ward.apply()
        #expect(try await ward.domain("a") == nil)
    }

    @Test("absent destroys and forgets a guest, unless it is protected")
    func absent() async throws {
        let ward = try await ward("defaults: {state: absent, protect: true}")
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
        try ward.policy("defaults: {state: absent}")
        #expect(try await ward.plan().actions.map(\.kind) == [.destroy])
        try await ward.apply()
        #expect(try await ward.world().domains.isEmpty)
        #expect(ward.state.guests == [])
        #expect(try await ward.plan().isEmpty)
    }

    @Test("paused pauses a guest, and builds one that stays paused")
    func paused() async throws {
        let ward = try await ward("defaults: {state: paused}")
        ward.define(Ward.guest("b"))
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .paused)
        #expect(try await ward.domain("b")?.state == .paused)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("as-found looks after what runs, and starts only what is in auto, when the host boots")
    func asFound() async throws {
        let ward = try await ward("defaults: {state: as-found}")
        ward.define(Ward.guest("b"))
        #expect(try await ward.plan().isEmpty)
        ward.define(Ward.guest("a", memory: 300))
        #expect(try await ward.plan().actions.map(\.kind) == [.live])
        try await ward.apply()
        let domain = try #require(try await ward.domain("a"))
        try await ward.host.destroy(domain.reference)
        #expect(try await ward.plan().isEmpty, "somebody destroyed it: as found")
        try await ward.host.bootHost()
        #expect(try await ward.plan().isEmpty)
        ward.definitions[0].startsWithHost = true
        #expect(try await ward.plan().actions.map(\.kind) == [.create])
    }

    @Test(
        "a change goes no further than the policy lets it",
        arguments: [
            ("live", PlannedAction.Kind.blocked, PlannedAction.Kind.blocked),
            ("next-boot", .nextBoot, .blocked), ("restart", .restart, .restart),
        ])
    func reach(word: String, kernel: PlannedAction.Kind, vcpus: PlannedAction.Kind) async throws {
        let ward = try await ward("defaults: {update: \(word)}")
        var guest = Ward.guest("a")
        guest.boot.kernel = "/boot/other"
        ward.define(guest)
        #expect(try await ward.plan().actions.map(\.kind) == [kernel])
        guest = Ward.guest("a")
        guest.vcpus.maximum = 8
        ward.define(guest)
        #expect(try await ward.plan().actions.map(\.kind) == [vcpus])
    }

    @Test("drift is corrected, reported or adopted, as the policy says")
    func drift() async throws {
        let ward = try await ward("")
        let domain = try #require(try await ward.domain("a"))
        try await ward.host.setMemoryTarget(domain.reference, to: 128 << 10)
        #expect(try await ward.plan().actions.map(\.kind) == [.live])
        try ward.policy("defaults: {ignore: [memory.target]}")
        #expect(try await ward.plan().isEmpty)
        try ward.policy("defaults: {ignore: [memory]}")
        #expect(try await ward.plan().isEmpty)
        try ward.policy("defaults: {drift: report}")
        let plan = try await ward.plan()
        #expect(plan.isEmpty && plan.remarks.map(\.text).contains { $0.contains("memory.target") })
        try await ward.apply()
        #expect(try await ward.plan().remarks.count == 1, "it is reported as long as it is so")
        try ward.policy("defaults: {drift: adopt}")
        try await ward.apply()
        try ward.policy("")
        #expect(try await ward.plan().isEmpty, "it is how the guest is now")
        #expect(try await ward.observed("a").memory.target == 128 << 10)
    }

    @Test("a refresh records what is, and changes nothing")
    func refresh() async throws {
        let ward = try await ward("")
        let domain = try #require(try await ward.domain("a"))
        try await ward.host.setMemoryTarget(domain.reference, to: 128 << 10)
        let plan = Plan.refreshing(try await ward.input())
        #expect(plan.isEmpty && plan.bookkeeping.count == 1)
        #expect(plan.remarks.map(\.text) == ["to be recorded: memory.target: 256 MiB -> 128 MiB"])
        try await ward.carryOut(plan)
        #expect(try await ward.observed("a").memory.target == 128 << 10)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a policy prunes by guest, without being asked")
    func prune() async throws {
        let ward = try await ward("guests: {a: {prune: true}}")
        ward.define(Ward.guest("b"))
        try await ward.apply()
        ward.define(Ward.guest("c"))
        ward.definitions.removeAll { $0.name != "c" }
        #expect(try await ward.plan().actions.map(\.guest) == ["a", "c"])
        #expect(try await ward.plan().actions.map(\.kind) == [.destroy, .create])
    }

    @Test("after it powered itself off, a guest is started where the policy says so")
    func afterPoweroff() async throws {
        let ward = try await ward("defaults: {after-poweroff: start}")
        try await ward.host.guest("a", does: .powersOff)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a crash loop is slowed down, and ends with the guest off, which is said")
    func crashLoop() async throws {
        let ward = try await ward("defaults: {crash: {limit: 3, within: 1000, delay: 20}}") {
            $0.shutdownActions.onCrash = .restart
        }
        var waits: [Int64] = []
        for _ in 1...3 {
            try await ward.host.guest("a", does: .crashes)
            let start = ward.time.now
            while try await ward.domain("a")?.state != .running {
                try await ward.apply()
                guard ward.time.now < start + 900 else { break }
            }
            waits.append(ward.time.now - start)
        }
        #expect(waits[0] <= 5 && waits[1] >= 20 && waits[2] >= 40, "\(waits)")
        try await ward.host.guest("a", does: .crashes)
        #expect(try await ward.plan().actions.map(\.kind) == [.stop])
        try await ward.apply()
        #expect(try await ward.domain("a") == nil)
        let plan = try await ward.plan()
        #expect(plan.isEmpty && plan.remarks.contains { $0.text.hasPrefix("stays off: it crashed") })
    }

    @Test("a storm of reboots is slowed down, ends with no guest off, and delays no other one")
    func rebootStorm() async throws {
        let ward = try await ward("defaults: {reboot: {limit: 3, within: 1000, delay: 20}}")
        ward.define(Ward.guest("b"))
        try await ward.apply()
        var waits: [Int64] = []
        for _ in 1...5 {
            try await ward.host.guest("a", does: .reboots)
            let start = ward.time.now
            while try await ward.domain("a")?.state != .running, ward.time.now < start + 900 { try await ward.apply() }
            waits.append(ward.time.now - start)
        }
        #expect(waits[0] <= 5 && waits[1] <= 5 && waits[2] <= 5 && waits[3] >= 20 && waits[4] >= 40, "\(waits)")
        try await ward.host.guest("a", does: .reboots)
        try await ward.host.guest("b", does: .reboots)
        try await ward.apply()
        #expect(try await ward.domain("b")?.state == .running)
        let waiting = try await ward.plan().actions
        #expect(waiting.map(\.kind) == [.blocked])
        #expect(
            waiting.allSatisfy { $0.reason.contains("it has rebooted 5 times within 1000 s; it is started again at") })
        var guest = Ward.guest("a")
        guest.vcpus.maximum = 8
        ward.define(guest)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running, "another definition may end it")
    }

    /// Defines guest a anew, with 8 vcpus, which the host fails to build the first time.
    @discardableResult
    private func unbuildable(_ ward: Ward) async -> GuestConfiguration {
        var guest = Ward.guest("a")
        guest.vcpus.maximum = 8
        ward.define(guest)
        await ward.host.inject(Fault(.error(.fail), in: .create, call: 1))
        return guest
    }

    @Test("a guest whose new configuration cannot be built is started again as it was, and not tried again by itself")
    func rollback() async throws {
        let ward = try await ward("defaults: {update: restart}")
        await unbuildable(ward)
        let report = try await ward.apply()
        #expect(!report.isComplete)
        guard case .failed(let reasons, _) = report.outcomes.first?.result else {
            Issue.record("it did not fail")
            return
        }
        #expect(reasons.joined().contains("started again as it was"))
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.observed("a").vcpus.maximum == 4)
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked])
        #expect(plan.actions.first?.reason.contains("xenward restart a") == true)
        try await ward.command(.restart(AskedStopping()), "a")
        #expect(try await ward.observed("a").vcpus.maximum == 8)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a guest that has ended for good stays off while its new configuration cannot be built")
    func noWayBackForTheEnded() async throws {
        let ward = try await ward("{}")
        try await ward.host.guest("a", does: .powersOff)
        let guest = await unbuildable(ward)
        let report = try await ward.apply()
        #expect(!report.isComplete)
        #expect(try await ward.domain("a") == nil, "nobody has asked for it as it was")
        #expect(try await ward.plan().actions.map(\.reason) == ["a.cfg has changed since it ended"])
        ward.define(Ward.guest("a"))
        #expect(try await ward.plan().actions.isEmpty, "off is what it was to be")
        ward.define(guest)
        try await ward.apply()
        #expect(try await ward.observed("a").vcpus.maximum == 8)
    }

    @Test("it stays off, however often that fails, also where a change waited for its next boot when it ended")
    func noWayBackForTheEndedLater() async throws {
        let ward = try await ward("{}")
        var guest = Ward.guest("a")
        guest.boot.kernel = "/boot/waits"
        ward.define(guest)
        try await ward.apply()
        #expect(ward.state.guests.first?.booted != nil, "its domain has another kernel")
        try await ward.host.guest("a", does: .powersOff)
        guest.vcpus.maximum = 8
        ward.define(guest)
        for _ in 1...2 {
            await ward.host.inject(Fault(.error(.fail), in: .create, call: 1))
            #expect(try await !ward.apply().isComplete)
            #expect(try await ward.domain("a") == nil, "nobody has asked for it as it was")
        }
        try await ward.apply()
        #expect(try await ward.observed("a").vcpus.maximum == 8)
    }

    @Test("without rollback it stays off until the next run, which tries the new configuration")
    func noRollback() async throws {
        let ward = try await ward("defaults: {update: restart, rollback: off}")
        await unbuildable(ward)
        try await ward.apply()
        #expect(try await ward.domain("a") == nil)
        try await ward.apply()
        #expect(try await ward.observed("a").vcpus.maximum == 8)
    }

    @Test("a plan that destroys or restarts more than is allowed is refused")
    func limits() async throws {
        let ward = try await ward("max-destroy: 1")
        for name in ["b", "c"] { ward.define(Ward.guest(name)) }
        try await ward.apply()
        ward.definitions.removeAll { $0.name != "a" }
        #expect(try await ward.plan(PlanOptions(prunes: true)).refusal?.contains("--max-destroy 2") == true)
        #expect(try await ward.plan(PlanOptions(prunes: true, destroyLimit: 2)).refusal == nil)
    }

    @Test("guests that a plan restarts are counted, those that reboot by themselves are not")
    func restartLimit() async throws {
        let ward = try await ward("{max-restart: 1, defaults: {update: restart}}")
        for name in ["b", "c"] { ward.define(Ward.guest(name)) }
        try await ward.apply()
        for name in ["a", "b", "c"] { try await ward.host.guest(name, does: .reboots) }
        #expect(try await ward.plan().refusal == nil)
        try await ward.apply()
        for name in ["a", "b"] {
            var guest = Ward.guest(name)
            guest.vcpus.maximum = 8
            ward.define(guest)
        }
        try await ward.host.guest("c", does: .reboots)
        let plan = try await ward.plan()
        #expect(plan.refusal?.contains("restarts 2 guests at once, and 1 is allowed") == true)
        let kept = plan.keepingLimits()
        #expect(kept.refusal == nil && kept.actions.map(\.kind) == [.blocked, .blocked, .restart])
    }

    @Test("a guest that took longer to shut down than was waited for is still replaced, not taken for off")
    func slowShutdown() async throws {
        let ward = try await ward("defaults: {update: restart, stop: {timeout: 5}}")
        var guest = Ward.guest("a")
        guest.vcpus.maximum = 8
        ward.define(guest)
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        try await ward.apply()
        try await ward.host.guest("a", does: .powersOff)
        try await ward.apply()
        #expect(try await ward.observed("a").vcpus.maximum == 8)
    }

    @Test("vcpus that the domain lacks until its next boot are not pinned meanwhile")
    func pins() async throws {
        let ward = try await ward("")
        var guest = Ward.guest("a")
        guest.vcpus.hardAffinityByVCPU = [[0], [1], [2], [3], [4], [5]]
        guest.vcpus.maximum = 6
        ward.define(guest)
        let report = try await ward.apply()
        #expect(!report.outcomes.contains { if case .failed = $0.result { true } else { false } })
        #expect(try await ward.observed("a").vcpus.hardAffinityByVCPU == [[0], [1], [2], [3]])
    }

    @Test("two guests swap their names while they run, and three pass theirs on")
    func names() async throws {
        for names in [["b", "a"], ["b", "c", "a"], ["b", "c", "d"]] {
            let ward = Ward()
            let old = ["a", "b", "c"].prefix(names.count)
            for name in old {
                var guest = Ward.guest(name)
                guest.uuid = ward.uuid(name)
                ward.define(guest, file: "\(name).cfg")
            }
            try await ward.apply()
            let domids = try await ward.domids(Array(old))
            for (name, new) in zip(old, names) {
                var guest = Ward.guest(new)
                guest.uuid = ward.uuid(name)
                guest.disks = Ward.guest(name).disks
                ward.define(guest, file: "\(name).cfg")
            }
            #expect(try await ward.plan().actions.allSatisfy { $0.kind == .live })
            #expect(try await ward.apply().isComplete)
            #expect(try await ward.domids(names) == domids)
            #expect(try await ward.plan().isEmpty)
        }
    }

    @Test("a guest that is to be off and runs as somebody else's domain is told of", arguments: [true, false])
    func standIn(wasOurs: Bool) async throws {
        let ward = Ward()
        let guest = Ward.guest("a")
        ward.define(guest)
        if wasOurs {
            try await ward.apply()
            try await ward.command(.stop(AskedStopping()), "a")
        } else {
            try ward.policy("guests: {a: {state: shutoff}}")
        }
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(guest) }
        let plan = try await ward.plan()
        #expect(plan.isEmpty && plan.unchanged == 0)
        let domid = wasOurs ? 2 : 1
        #expect(
            plan.remarks.map(\.text) == ["is to be off; domain \(domid), which xenward did not create, has its name"])
    }
}

extension Ward {
    /// The same for the same name.
    fileprivate func uuid(_ name: String) -> GuestUUID {
        var generator = SeededNumbers(seed: UInt64(name.utf8.first ?? 0))
        return .random(using: &generator)
    }

    fileprivate func domids(_ names: [String]) async throws -> [Domid] {
        var domids: [Domid] = []
        for name in names { domids.append(try #require(try await domain(name)).domid) }
        return domids
    }
}
