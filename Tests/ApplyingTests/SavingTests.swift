import Applying
import GuestModel
import Host
import Lives
import Planning
import Policy
import SimulatedHost
import Testing

@Suite("A guest whose memory is saved goes on from there, once, or not at all")
struct SavingTests {
    private func record(_ name: String, _ ward: Ward) throws -> GuestRecord {
        try #require(ward.state.guests.first { $0.name == name })
    }

    @Test(
        "a guest that does not shut down is saved where its policy says so, stays off, and goes on when it is started")
    func deaf() async throws {
        let ward = try await Ward.running("a", "b", policy: "defaults: {stop: {timeout: 5, then: save}}")
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        #expect(try await ward.command(.stop(AskedStopping(timeout: 5, then: .save)), "a").report.isComplete)
        #expect(try await ward.domain("a") == nil)
        let path = try #require(try record("a", ward).saved?.path)
        #expect(try await ward.world().savedMemories[path] != nil)
        #expect(try await ward.plan().isEmpty, "it is off by hand")
        let started = try await ward.command(.start, "a")
        #expect(started.plan.actions[0].reason.contains("it goes on from its memory, saved at"))
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try record("a", ward).saved == nil)
        #expect(try await ward.world().savedMemories.isEmpty, "what is older than its disks is removed")
        #expect(await ward.host.history.filter { $0.operation == .create && $0.guest == "a" }.count == 1)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("one that shuts down in time is not saved")
    func obedient() async throws {
        let ward = try await Ward.running("a", "b", policy: "")
        try await ward.command(.stop(AskedStopping(timeout: 5, then: .save)), "a")
        #expect(try record("a", ward).saved == nil)
        #expect(try await ward.world().savedMemories.isEmpty)
    }

    @Test("a restart and a removal need a guest that shuts down, so nothing is saved for them, and it runs on")
    func notForRestarts() async throws {
        let ward = try await Ward.running(
            "a", "b", policy: "defaults: {stop: {timeout: 5, then: save}, update: restart}")
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        var guest = Ward.guest("a")
        guest.vcpus.maximum = 8
        ward.define(guest)
        #expect(try await !ward.apply().isComplete)
        ward.define(Ward.guest("a"))
        ward.definitions.removeAll { $0.name == "a" }
        #expect(try await !ward.apply(PlanOptions(prunes: true)).isComplete)
        #expect(try await ward.domain("a")?.state == .running)
        #expect(await !ward.host.history.contains { $0.operation == .saveMemory })
    }

    @Test(
        "when the host goes down guests are saved, and go on when it has booted, with what was changed while they ran")
    func hostShutdown() async throws {
        let ward = try await Ward.running("a", "b", policy: "guests: {a: {host-shutdown: save}}")
        ward.define(Ward.guest("a", memory: 512))
        try await ward.apply()
        #expect(try await ward.stopAll().isComplete)
        #expect(await ward.host.history.filter { $0.operation == .saveMemory }.compactMap(\.guest) == ["a"])
        #expect(await ward.host.history.filter { $0.operation == .shutDown }.compactMap(\.guest) == ["b"])
        #expect(try await ward.plan().actions.isEmpty, "until it boots they stay off")
        try await ward.host.bootHost()
        try await ward.apply()
        #expect(await ward.host.history.filter { $0.operation == .restore }.compactMap(\.guest) == ["a"])
        #expect(try await ward.observed("a").memory.target == 512 << 10)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a guest that cannot be saved is asked to shut down, and that is told")
    func cannotBeSaved() async throws {
        let ward = try await Ward.running("a", "b", policy: "defaults: {host-shutdown: save}")
        await ward.host.inject(Fault(.error(.fail), in: .saveMemory, of: "a"))
        let report = try await ward.stopAll()
        guard case .failed(let reasons, _) = report.outcomes.first(where: { $0.action.guest == "a" })?.result else {
            Issue.record("nothing is told")
            return
        }
        #expect(reasons.joined().contains("it has been shut down, since its memory could not be saved"))
        #expect(try await ward.world().domains.isEmpty)
        try await ward.host.bootHost()
        try await ward.apply()
        #expect(await ward.host.history.filter { $0.operation == .restore }.compactMap(\.guest) == ["b"])
    }

    @Test("what its definition says by then comes once it runs")
    func changedMeanwhile() async throws {
        let ward = try await Ward.running("a", "b", policy: "")
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        try await ward.command(.stop(AskedStopping(timeout: 5, then: .save)), "a")
        ward.define(Ward.guest("a", memory: 300))
        try await ward.command(.start, "a")
        #expect(try await ward.observed("a").memory.target == 256 << 10)
        #expect(try await ward.plan().actions.map(\.kind) == [.live])
        try await ward.apply()
        #expect(try await ward.observed("a").memory.target == 300 << 10)
    }

    @Test("without its memory it is not started by itself; by hand it is, afresh")
    func memoryIsGone() async throws {
        let ward = try await Ward.running("a", "b", policy: "")
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        try await ward.command(.stop(AskedStopping(timeout: 5, then: .save)), "a")
        let path = try #require(try record("a", ward).saved?.path)
        try await ward.host.happen { world throws(HostError) in world.machine.missing = [path] }
        let refused = try await ward.command(.start, "a").plan
        #expect(refused.actions.map(\.kind) == [.blocked] && refused.actions[0].reason.contains(path))
        #expect(refused.actions[0].reason.contains("xenward start --afresh a"))
        #expect(try record("a", ward).saved != nil)
        try await ward.command(.startAfresh, "a")
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try record("a", ward).saved == nil)
        #expect(try await ward.world().savedMemories.isEmpty)
    }

    @Test("one that has run since is never restored, whoever had it run")
    func ranSince() async throws {
        let ward = try await Ward.running("a", "b", policy: "defaults: {host-shutdown: save}")
        try await ward.stopAll()
        let saved = try record("a", ward)
        let path = try #require(saved.saved?.path)
        let guest = try #require(try await ward.world().savedMemories[path]).domain.stored.decoded()
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(guest) }
        try await ward.apply()
        try await ward.host.happen { world throws(HostError) in try world.destroyForeign("a") }
        try await ward.host.bootHost()
        try await ward.apply()
        #expect(try await ward.world().staleRestores.isEmpty)
    }

    @Test("killed at any moment of saving or going on, it loses nothing and goes on once", arguments: 0...14)
    func killed(moments: Int) async throws {
        let ward = try await Ward.running("a", "b", policy: "defaults: {host-shutdown: save}")
        try await ward.stopAll(killedAfter: moments)
        try await ward.host.bootHost()
        try await ward.apply(killedAfter: moments)
        try await ward.apply()
        try await ward.apply()
        let plan = try await ward.plan()
        #expect(plan.isEmpty, "\(plan.actions.map(\.reason)) \(plan.bookkeeping.map(\.name))")
        #expect(try await ward.world().domains.map(\.state) == [.running, .running])
        #expect(try await ward.world().staleRestores.isEmpty)
    }

    @Test("killed while it is saved by a host that stays up, it is off with its memory, or runs", arguments: 0...9)
    func killedAndUp(moments: Int) async throws {
        let ward = try await Ward.running("a", "b", policy: "defaults: {host-shutdown: save}")
        try await ward.stopAll(killedAfter: moments)
        try await ward.apply()
        #expect(try await ward.plan().isEmpty)
        for record in ward.state.guests {
            let state = try await ward.domain(record.name)?.state
            #expect(
                state == .running || state == nil && record.isSaved, "\(record.name) is \(String(describing: state))")
        }
    }

    /// A guest, a, that is off with its memory saved, beside b.
    private func saved() async throws -> Ward {
        let ward = try await Ward.running("a", "b")
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        try await ward.command(.stop(AskedStopping(timeout: 5, then: .save)), "a")
        #expect(try record("a", ward).isSaved)
        return ward
    }

    /// The disk of a, as another guest has it.
    private var diskOfA: Disk {
        var disk = Ward.guest("a").disks[0]
        disk.vdev = "xvdb"
        return disk
    }

    /// Starting it, it boots.
    private func expectFreshStart(_ ward: Ward) async throws {
        #expect(try record("a", ward).saved == nil)
        var moved = Ward.guest("a")
        moved.disks[0].path = "/dev/vg0/elsewhere"
        ward.define(moved)
        try await ward.command(.start, "a")
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.world().staleRestores.isEmpty)
    }

    @Test(
        "nobody goes on from memory that is older than a disk, though another guest of xenward's has written it",
        arguments: [false, true])
    func spoiltByOneOfOurs(isRebuilt: Bool) async throws {
        let ward = try await saved()
        let disk = diskOfA
        try await ward.host.happen { world throws(HostError) in try world.attachForeign(.disk(disk), to: "b") }
        if isRebuilt {
            var guest = Ward.guest("b")
            guest.disks.append(disk)
            ward.define(guest)
            try await ward.command(.restart(AskedStopping()), "b")
        } else {
            try await ward.apply()
            #expect(try await ward.observed("b").disks.count == 1, "what somebody attached is detached")
        }
        try await ward.command(.stop(AskedStopping()), "b")
        try await expectFreshStart(ward)
    }

    @Test("adopting a domain, or the host's going down, makes nobody forget what it has written")
    func spoiltAndAdopted() async throws {
        for isAdopted in [true, false] {
            let ward = try await saved()
            var rescue = Ward.guest("rescue")
            rescue.disks[0].path = Ward.guest("a").disks[0].path
            let foreign = rescue
            try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(foreign) }
            if isAdopted {
                ward.define(rescue)
                try await ward.adopt("rescue")
            } else {
                try await ward.stopAll()
            }
            try await ward.host.happen { world throws(HostError) in try world.destroyForeign("rescue") }
            ward.definitions.removeAll { $0.name == "rescue" }
            try await expectFreshStart(ward)
        }
    }

    @Test(
        "what is asked of a guest is done though its memory is given up with that, and nobody else is said to have been asked"
    )
    func askedWhileSpoilt() async throws {
        let ward = try await saved()
        var rescue = Ward.guest("rescue")
        rescue.disks[0].path = Ward.guest("a").disks[0].path
        let foreign = rescue
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(foreign) }
        let input = try await ward.input()
        let plan = Plan.commanded(.protect, ["a", "b"], input)
        #expect(plan.bookkeeping.map(\.name) == ["a", "b"] && plan.bookkeeping.allSatisfy(\.isProtected))
        #expect(plan.remarks.map(\.guest) == ["a"])
        #expect(Plan.commanded(.protect, ["b"], input).bookkeeping.map(\.name) == ["b"])
        try await ward.carryOut(plan)
        #expect(try record("a", ward).saved == nil && record("a", ward).isProtected)
        #expect(try await ward.world().savedMemories.isEmpty, "nobody needs the file any more")
    }

    @Test("memory is good though an older domain of ours that is kept for a look had the disk before")
    func evidenceIsOlder() async throws {
        var old = Ward.guest("old")
        old.shutdownActions.onCrash = .preserve
        let ward = try await Ward.running(old, Ward.guest("new"))
        try await ward.host.guest("old", does: .crashes)
        try await ward.apply()
        let disk = old.disks[0]
        old.disks[0].path = "/dev/vg0/empty"
        ward.define(old)
        var new = Ward.guest("new")
        new.disks[0].path = disk.path
        ward.define(new)
        try await ward.apply(PlanOptions(allowsRestart: true))
        try await ward.host.guest("new", behaves: .ignoresShutdown)
        try await ward.command(.stop(AskedStopping(timeout: 5, then: .save)), "new")
        #expect(try record("new", ward).isSaved)
        let started = try await ward.command(.start, "new")
        #expect(started.plan.actions[0].reason.contains("it goes on from its memory"), "\(started.plan.remarks)")
    }
}
