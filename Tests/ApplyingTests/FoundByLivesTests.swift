import Applying
import GuestModel
import Host
import LibxlJSON
import Lives
import Planning
import SimulatedHost
import Testing

/// What random lives have found, each as short as it can be told.
@Suite("What once broke a promise does not do so again")
struct FoundByLivesTests {
    private let restart = PlanOptions(allowsRestart: true)
    private let prune = PlanOptions(prunes: true)

    private func disk(_ path: String, as vdev: String = "xvdc") -> Disk {
        var disk = Disk()
        disk.vdev = vdev
        disk.path = path
        disk.readWrite = true
        return disk
    }

    /// Two guests run, and by now a disk is defined for b that the other one has.
    private func moving(from giver: String) async throws -> Ward {
        var (from, to) = (Ward.guest(giver), Ward.guest("b"))
        from.disks.append(disk("/dev/vg0/data"))
        let ward = try await Ward.running(from, to)
        to.disks.append(from.disks.removeLast())
        ward.define(from)
        ward.define(to)
        return ward
    }

    @Test("a guest that its policy suspends is not pruned when its definition goes")
    func suspendedOrphan() async throws {
        let ward = try await Ward.running("a", "b")
        try ward.policy("guests: {b: {suspend: true}}")
        ward.definitions.removeAll { $0.name == "b" }
        try await ward.apply(prune)
        #expect(try await ward.domain("b") != nil)
        #expect(try await ward.plan(prune).remarks.map(\.text) == ["no longer defined, and suspended by its policy"])
    }

    @Test("a directory in which no definition can be used prunes nothing")
    func nothingUsable() async throws {
        let ward = try await Ward.running("a", "b")
        ward.definitions = []
        ward.rejected = [RejectedDefinition(file: "b.cfg", name: "b")]
        #expect(try await ward.plan(prune).isEmpty)
        #expect(
            try await ward.plan(prune).remarks.map(\.text).contains(
                "no longer defined, but the directory holds no definition that can be used, which prunes nothing"))
    }

    @Test("what somebody changed right after a creation that was cut short is seen")
    func changedAfterCutShort() async throws {
        let ward = Ward()
        ward.define(Ward.guest("a"))
        // Recorded, created, let run; what it looks like was to be recorded next.
        try await ward.apply(killedAfter: 4)
        #expect(try await ward.domain("a")?.state == .running)
        try await ward.host.happen { world throws(HostError) in
            try world.renameForeign("a", to: "b")
            try world.setMemoryForeign("b", to: 64 << 10)
        }
        try await ward.apply()
        #expect(try await ward.observed("a").memory.target == 256 << 10)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a paused guest runs again although nothing else of its domain can be told")
    func pausedAndSick() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.guest("a", behaves: .deviceModelHangs)
        try await ward.host.happen { world throws(HostError) in try world.pauseForeign("a") }
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("what waited for a restart and was taken back is not done by a later one")
    func takenBack() async throws {
        var guest = Ward.guest("a")
        let ward = try await Ward.running(guest)
        guest.boot.kernel = "/boot/other"
        ward.define(guest)
        try await ward.apply()
        guest.boot.kernel = "/boot/vmlinuz"
        guest.scheduling.weight = 512
        ward.define(guest)
        try await ward.apply(restart)
        #expect(try await ward.plan(restart).isEmpty)
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        #expect(try await ward.observed("a").boot.kernel == "/boot/vmlinuz")
    }

    @Test("a disk goes from one running guest to another in one run, whatever their names", arguments: ["a", "c"])
    func moves(giver: String) async throws {
        let ward = try await moving(from: giver)
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.observed("b").disks.map(\.path) == ["/dev/vg0/b", "/dev/vg0/data"])
        let effects = await ward.host.history.filter { $0.operation != .storeUserdata }.suffix(2)
        #expect(effects.map(\.operation) == [.detach, .attach])
        #expect(effects.map(\.guest) == [giver, "b"])
    }

    @Test("a disk does not come to a running guest while another one, that was to let go of it, still has it")
    func staysAway() async throws {
        let ward = try await moving(from: "a")
        await ward.host.inject(Fault(.error(.fail), in: .detach))
        let report = try await ward.apply()
        #expect("\(report.outcomes.map(\.result))".contains("disk /dev/vg0/data is written by domain 1 (a)"))
        #expect(try await ward.observed("b").disks.count == 1)
        await ward.host.clearFaults()
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.observed("b").disks.count == 2)
    }

    @Test("the disks of a guest of ours are known also when its domain cannot be looked into")
    func remembered() async throws {
        let ward = try await Ward.running("a", "b")
        try await ward.host.guest("a", behaves: .deviceModelHangs)
        ward.definitions.removeAll { $0.name == "a" }
        var thief = Ward.guest("b")
        thief.disks.append(disk("/dev/vg0/a"))
        ward.define(thief)
        try await ward.apply()
        #expect(try await ward.observed("b").disks.count == 1)
        #expect(try await ward.plan().actions.first?.reason.contains("is written by domain 1 (a)") == true)
    }

    @Test(
        "what others changed, and the policy leaves to them, is still a difference after an update of something else",
        arguments: ["defaults: {ignore: [memory]}", "defaults: {drift: report}"])
    func stays(policy: String) async throws {
        var guest = Ward.guest("a")
        let ward = try await Ward.running(guest)
        try ward.policy(policy)
        try await ward.host.happen { world throws(HostError) in try world.setMemoryForeign("a", to: 128 << 10) }
        guest.scheduling.weight = 512
        ward.define(guest)
        try await ward.apply()
        #expect(try await ward.observed("a").memory.target == 128 << 10)
        try ward.policy("")
        try await ward.apply()
        #expect(try await ward.observed("a").memory.target == 256 << 10)
    }

    @Test("a file's new name goes to the guest that it defined last, not to one that it defined before")
    func renamedTwice() async throws {
        let ward = Ward()
        ward.define(Ward.guest("keep"))
        ward.define(Ward.guest("old"), file: "guest.cfg")
        try await ward.apply()
        ward.define(Ward.guest("new"), file: "other.cfg")
        try await ward.apply()
        // other.cfg goes, guest.cfg takes its name: the old one is without a definition from now on.
        ward.definitions.removeAll { $0.file == "other.cfg" }
        ward.define(Ward.guest("new"), file: "guest.cfg")
        try await ward.apply()
        let uuid = ward.state.guests.first { $0.name == "new" }?.uuid
        var renamed = Ward.guest("new")
        renamed.name = "newest"
        ward.define(renamed, file: "guest.cfg")
        try await ward.apply()
        #expect(ward.state.guests.first { $0.name == "newest" }?.uuid == uuid)
        #expect(try await ward.domain("old") != nil)
    }

    @Test("a guest that could not be let run again is said to have failed")
    func staysPaused() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.happen { world throws(HostError) in try world.pauseForeign("a") }
        await ward.host.inject(Fault(.error(.fail), in: .unpause))
        #expect(try await ward.apply().isComplete == false)
    }

    @Test("what somebody changed is still seen after a soft reset")
    func changedBeforeReset() async throws {
        var guest = Ward.guest("a")
        guest.type = .hvm(HVM())
        guest.shutdownActions.onSoftReset = .softReset
        let ward = try await Ward.running(guest)
        try await ward.host.guest("a", does: .asksForSoftReset)
        try await ward.host.happen { world throws(HostError) in try world.renameForeign("a", to: "b") }
        try await ward.apply()
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("a guest that runs is asked to shut down before it is pruned, also when its creation was cut short")
    func prunedAfterCutShort() async throws {
        let ward = try await Ward.running("keep")
        ward.define(Ward.guest("a"))
        try await ward.apply(killedAfter: 2)
        #expect(ward.state.guests.first { $0.name == "a" }?.domain == nil)
        try await ward.host.unpause(try #require(try await ward.domain("a")).reference)
        ward.definitions.removeAll { $0.name == "a" }
        try await ward.apply(prune)
        #expect(await ward.host.history.suffix(2).map(\.operation) == [.shutDown, .destroy])
    }

    @Test("what somebody changes between a plan and its apply is still seen afterwards")
    func changedAfterThePlan() async throws {
        let ward = try await Ward.running("a")
        ward.define(Ward.guest("a", memory: 300))
        let plan = try await ward.plan()
        try await ward.host.happen { world throws(HostError) in try world.renameForeign("a", to: "b") }
        #expect(try await ward.carryOut(plan).isComplete)
        #expect(try await ward.plan().actions.flatMap(\.changes).map(\.change.place) == ["name"])
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("what somebody had changed on a guest is still seen when it goes on from its saved memory", arguments: 0...9)
    func changedBeforeSaving(moments: Int) async throws {
        let ward = Ward()
        try ward.policy("defaults: {host-shutdown: save}")
        ward.define(Ward.guest("a"))
        try await ward.apply()
        try await ward.host.happen { world throws(HostError) in try world.setMemoryForeign("a", to: 128 << 10) }
        try await ward.stopAll()
        try await ward.host.bootHost()
        if moments < 2 { try await ward.apply(killedAfter: moments) }
        try await ward.apply()
        try await ward.apply()
        #expect(try await ward.observed("a").memory.target == 256 << 10)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a guest that a run was killed in the middle of starting runs, whatever is done about what others change")
    func cutShortBeforeItRan() async throws {
        for moments in 0...9 {
            let ward = Ward()
            try ward.policy("defaults: {drift: report}")
            ward.define(Ward.guest("a"))
            try await ward.apply(killedAfter: moments)
            try await ward.apply()
            #expect(try await ward.domain("a")?.state == .running, "killed after \(moments)")
        }
    }

    @Test("an adopted guest that somebody rebooted, and whose renaming was not recorded, is found under its new name")
    func renamedAndNotRecorded() async throws {
        let ward = Ward()
        let theirs = Ward.guest("c")
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(theirs) }
        ward.define(theirs)
        #expect(try await ward.adopt("c").isComplete)
        try await ward.rebootForeign("c")
        var renamed = theirs
        renamed.name = "e"
        ward.define(renamed, file: "c.cfg")
        try await ward.host.happen { world throws(HostError) in try world.renameForeign("c", to: "e") }
        let plan = try await ward.plan()
        #expect(plan.actions.allSatisfy { $0.kind != .blocked }, "\(plan.actions.map(\.reason))")
        try await ward.apply()
        #expect(try await ward.plan().isEmpty)
    }
}
