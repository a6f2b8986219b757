import Applying
import GuestModel
import Host
import LibxlJSON
import Lives
import Planning
import Policy
import SimulatedHost
import Testing

/// What readers of the engine have found, each as short as it can be told.
@Suite("What readers found is so no more")
struct FoundByReadersTests {
    private let restart = PlanOptions(allowsRestart: true)
    private let prune = PlanOptions(prunes: true)

    @Test("a file that cannot be used may define a guest under another name, and keeps it from being pruned")
    func renamedAndBroken() async throws {
        let ward = try await Ward.running("a", "b")
        ward.definitions.removeAll { $0.name == "b" }
        ward.rejected = [RejectedDefinition(file: "b2.cfg", name: "b2")]
        try await ward.apply(prune)
        #expect(try await ward.domain("b") != nil)
        #expect(
            try await ward.plan(prune).remarks.map(\.text)
                == ["no longer defined, but b2.cfg cannot be used and may be its definition"])
    }

    @Test("a guest whose definition moved and cannot be used does not become the one that its file defines now")
    func movedAndBroken() async throws {
        let ward = try await Ward.running("a")
        let uuid = ward.state.guests.first?.uuid
        ward.rejected = [RejectedDefinition(file: "old/a.cfg", name: "a")]
        ward.definitions = []
        ward.define(Ward.guest("b"), file: "a.cfg")
        try await ward.apply(restart)
        #expect(try await ward.domain("a")?.uuid == uuid)
        #expect(try await ward.domain("b")?.uuid != uuid)
    }

    @Test("protection that comes together with a change outlives the definition")
    func protectedWithChange() async throws {
        let ward = try await Ward.running("a", "b")
        var guest = Ward.guest("b")
        guest.features.nestedHVM = true
        ward.define(guest)
        try ward.policy("guests: {b: {protect: true}}")
        try await ward.apply()
        try ward.policy("")
        ward.definitions.removeAll { $0.name == "b" }
        try await ward.apply(prune)
        #expect(try await ward.domain("b") != nil)
    }

    @Test("a guest is not started as it was beside the one that was built after all")
    func builtAfterAll() async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.features.nestedHVM = true
        ward.define(guest)
        await ward.host.inject(Fault(.error(.fail), in: .unpause))
        try await ward.apply(restart)
        await ward.host.clearFaults()
        #expect(await ward.host.history.count { $0.operation == .create } == 2)
        try await ward.apply(restart)
        #expect(try await ward.observed("a").features.nestedHVM == true)
        #expect(try await ward.plan(restart).isEmpty)
    }

    @Test("a suspended domain is nobody's to destroy, and keeps its disks", arguments: ["shutoff", "absent"])
    func asleep(state: String) async throws {
        let ward = try await Ward.running("a", "b")
        try await ward.host.guest("a", does: .suspends)
        try ward.policy("guests: {a: {state: \(state)}}")
        try await ward.apply(prune)
        #expect(try await ward.domain("a") != nil)
        #expect(try await ward.command(.start, "a").plan.actions.map(\.kind) == [.blocked])
        ward.definitions.removeAll { $0.name == "a" }
        try ward.policy("")
        try await ward.apply(prune)
        #expect(try await ward.domain("a") != nil)
        var heir = Ward.guest("c")
        heir.disks = Ward.guest("a").disks
        ward.define(heir)
        try await ward.apply()
        #expect(try await ward.domain("c") == nil)
    }

    @Test("a protected guest does not become another one when it reboots, and comes back as it was")
    func protectedReboot() async throws {
        let ward = try await Ward.running("a")
        try await ward.command(.protect, "a")
        var guest = Ward.guest("a")
        guest.type = .hvm(HVM())
        ward.define(guest)
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.observed("a").type.kind == Ward.guest("a").type.kind)
        #expect(try await ward.plan(restart).actions.map(\.kind) == [.blocked])
    }

    @Test("what could not be built is not tried again when the guest reboots or stays off")
    func refusedStaysRefused() async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.boot.kernel = "/boot/other"
        ward.define(guest)
        await ward.host.inject(Fault(.error(.fail), in: .create, call: 1))
        try await ward.apply(restart)
        #expect(try await ward.observed("a").boot.kernel == "/boot/vmlinuz")
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        #expect(try await ward.observed("a").boot.kernel == "/boot/vmlinuz")
        try await ward.host.guest("a", does: .powersOff)
        try await ward.apply(restart)
        #expect(try await ward.domain("a") == nil)
        #expect(try await ward.plan(restart).actions.filter { $0.kind != .blocked }.isEmpty)
    }

    @Test("a guest that its policy suspends is left alone by hand, too, and makes way for nobody")
    func suspendedByPolicy() async throws {
        let ward = try await Ward.running("a", "b")
        try ward.policy("guests: {a: {suspend: true}}")
        #expect(try await ward.command(.restart(.init()), "a").plan.actions.map(\.kind) == [.blocked])
    }

    @Test("a guest is not restarted by hand into a name that another domain has")
    func takenName() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.happen { world throws(HostError) in
            _ = try world.createForeign(Ward.guest("taken", memory: 64))
        }
        var guest = Ward.guest("a")
        guest.name = "taken"
        ward.define(guest, file: "a.cfg")
        for name in ["a", "taken"] {
            #expect(try await ward.command(.restart(AskedStopping()), name).plan.actions.map(\.kind) == [.blocked])
        }
        #expect(try await ward.domain("a")?.state == .running)
    }

    // MARK: What ends by itself

    @Test("a guest that crashes again and again is given its time also where its new definition cannot be built")
    func crashLoopBesideEdit() async throws {
        let ward = Ward()
        try ward.policy("defaults: {crash: {delay: 100, limit: 2, within: 100000}}")
        var guest = Ward.guest("a")
        guest.shutdownActions.onCrash = .restart
        ward.define(guest)
        try await ward.apply()
        guest.boot.kernel = "/boot/missing"
        ward.define(guest)
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/missing"] }
        try await ward.host.guest("a", does: .crashes)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running, "the first time it comes back at once, as it was")
        try await ward.host.guest("a", does: .crashes)
        try await ward.apply()
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
        ward.time.advance(150)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running, "and then after a while")
        try await ward.host.guest("a", does: .crashes)
        for _ in 0..<3 {
            ward.time.advance(200)
            try await ward.apply()
        }
        #expect(try await ward.domain("a")?.state == .shutDown(.crash), "in the end it stays off")
    }

    @Test("one that powered itself off is not started for changes that its policy does not allow")
    func poweredOffBesideForbiddenEdit() async throws {
        let ward = Ward()
        try ward.policy("defaults: {update: live}")
        ward.define(Ward.guest("a"))
        try await ward.apply()
        var guest = Ward.guest("a")
        guest.memory.maximum = 2 << 20
        ward.define(guest)
        try await ward.host.guest("a", does: .powersOff)
        for _ in 0..<3 { try await ward.apply() }
        #expect(try await ward.domain("a") == nil)
        #expect(try await ward.plan().remarks.contains { $0.text.hasPrefix("stays off: it powered itself off") })
    }

    @Test("a domain that is kept for a look is kept also when its guest is to be off", arguments: ["", "shutoff"])
    func evidenceOfOneThatIsOff(state: String) async throws {
        var guest = Ward.guest("a")
        guest.shutdownActions.onCrash = .preserve
        let ward = try await Ward.running(guest)
        try await ward.host.guest("a", does: .crashes)
        if state.isEmpty {
            try await ward.command(.stop(AskedStopping()), "a")
        } else {
            try ward.policy("defaults: {state: \(state)}")
        }
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .shutDown(.crash))
    }

    @Test("a restart after a crash that is cut short leaves the core, or the domain, that was to be left")
    func evidenceOfOneCutShort() async throws {
        for (action, isLeft) in [(ShutdownAction.restartRename, true), (.coredumpRestart, false)] {
            let ward = Ward()
            var guest = Ward.guest("a")
            guest.shutdownActions.onCrash = action
            ward.define(guest)
            try await ward.apply()
            try await ward.host.guest("a", does: .crashes)
            // The disk is full once the run has said what it is about to do.
            _ = try await ward.carryOut(try await ward.plan(), savesUntilFull: 1)
            #expect(try await ward.apply().isComplete)
            #expect(try await ward.domain("a")?.state == .running)
            let left = try await ward.world().domains.contains { $0.name.hasPrefix("a-") }
            #expect(left == isLeft)
            #expect(await ward.host.history.contains { $0.operation == .dumpCore } == !isLeft)
            #expect(ward.state.guests[0].crashes.count == 1, "\(action): it counts")
        }
    }

    @Test("a guest without a definition whose end was cut short is cleared away")
    func endCutShortWithoutDefinition() async throws {
        let ward = try await Ward.running("a", "b")
        try await ward.host.guest("a", does: .powersOff)
        await ward.host.inject(Fault(.error(.fail), in: .destroy, of: "a", call: 1))
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .shutDown(.poweroff))
        ward.definitions.removeAll { $0.name == "a" }
        try await ward.apply()
        #expect(try await ward.domain("a") == nil)
    }

    // MARK: Saved memory

    @Test("memory is not gone back to once somebody else has written the guest's disk")
    func spoiltMemory() async throws {
        let ward = Ward()
        try ward.policy("defaults: {host-shutdown: save}")
        ward.define(Ward.guest("a"))
        try await ward.apply()
        try await ward.stopAll()
        try await ward.host.bootHost()
        let other = Ward.guest("a")
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(other) }
        try await ward.apply()
        try await ward.host.happen { world throws(HostError) in try world.destroyForeign("a") }
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.create] && plan.actions[0].builds?.savedMemory == nil, "\(plan.actions)")
    }

    @Test("memory stays what a guest goes on from, though a domain of its own that crashed before is kept")
    func memoryBesideEvidence() async throws {
        let ward = Ward()
        try ward.policy("defaults: {host-shutdown: save}")
        var guest = Ward.guest("a")
        guest.shutdownActions.onCrash = .restartRename
        ward.define(guest)
        try await ward.apply()
        try await ward.host.guest("a", does: .crashes)
        try await ward.apply()
        try await ward.stopAll()
        try await ward.apply()
        #expect(ward.state.guests.map(\.isSaved) == [true])
    }

    @Test("a guest that cannot go on from its memory is not booted instead, whatever has changed meanwhile")
    func memoryBesideEdit() async throws {
        let ward = Ward()
        try ward.policy("defaults: {host-shutdown: save}")
        var guest = Ward.guest("a")
        ward.define(guest)
        try await ward.apply()
        try await ward.stopAll()
        try await ward.host.bootHost()
        guest.boot.kernel = "/boot/other"
        ward.define(guest)
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/dev/vg0/a"] }
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
        try await ward.apply()
        #expect(ward.state.guests.map(\.isSaved) == [true])
    }

    // MARK: Names

    @Test("a guest whose new name is somebody else's comes back under the old one when it reboots")
    func rebootBesideTakenName() async throws {
        var a = Ward.guest("a"), b = Ward.guest("b")
        (a.uuid, b.uuid) = (GuestUUID(high: 1, low: 1), GuestUUID(high: 2, low: 2))
        let ward = try await Ward.running(a, b)
        (a.name, b.name) = ("b", "a")
        ward.define(a, file: "a.cfg")
        ward.define(b, file: "b.cfg")
        try await ward.host.guest("a", does: .reboots)
        try await ward.host.guest("b", does: .reboots)
        try await ward.apply()
        try await ward.apply()
        let domains = try await ward.world().domains
        #expect(domains.count == 2 && domains.allSatisfy { $0.state == .running }, "\(domains.map(\.name))")
        #expect(try await ward.domain("b")?.uuid == a.uuid, "and gets the other one when it runs")
    }

    @Test("a name is not free as long as nobody has its holder give it up")
    func nameThatIsKept() async throws {
        let ward = try await Ward.running("a")
        try ward.policy("defaults: {drift: report}")
        try await ward.host.happen { world throws(HostError) in try world.renameForeign("a", to: "b") }
        ward.define(Ward.guest("b"))
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked])
        #expect(plan.actions[0].reason == "cannot be created: domain 1 has the name b, and keeps it")
        try ward.policy("")
        try await ward.apply()
        try await ward.apply()
        #expect(try await ward.world().domains.map(\.name).sorted() == ["a", "b"])
    }

    @Test("a guest does not go down for a name whose holder is left out of the plan")
    func holderLeftOut() async throws {
        var a = Ward.guest("a"), b = Ward.guest("b")
        (a.uuid, b.uuid) = (GuestUUID(high: 1, low: 1), GuestUUID(high: 2, low: 2))
        let ward = try await Ward.running(a, b)
        (a.name, b.name) = ("b", "c")
        a.boot.kernel = "/boot/other"
        ward.define(a, file: "a.cfg")
        ward.define(b, file: "b.cfg")
        let before = try await ward.world().domains.map(\.domid)
        try await ward.apply(PlanOptions(allowsRestart: true, targets: ["a"]))
        #expect(try await ward.world().domains.map(\.domid) == before)
        try await ward.apply(restart)
        #expect(try await ward.domain("b")?.uuid == a.uuid)
        #expect(try await ward.domain("c")?.uuid == b.uuid)
    }

    @Test(
        "nothing is done where a file may mean the guest that it defined, or one that is remembered by the new name",
        arguments: [true, false])
    func renamedToRememberedName(runs: Bool) async throws {
        let ward = try await Ward.running("a", "b")
        if !runs { try await ward.command(.stop(AskedStopping()), "b") }
        ward.definitions = [ward.definitions[0]]
        try await ward.apply()
        let before = try await ward.world().domains
        var renamed = Ward.guest("a")
        renamed.name = "b"
        ward.define(renamed, file: "a.cfg")
        for _ in 0..<3 { try await ward.apply(prune) }
        #expect(try await ward.world().domains == before)
        #expect(try await ward.plan(prune).actions.map(\.kind) == [.blocked])
        renamed.uuid = try await ward.domain("a")?.uuid
        ward.define(renamed, file: "a.cfg")
        for _ in 0..<2 { try await ward.apply(prune) }
        #expect(try await ward.world().domains.map(\.uuid) == [renamed.uuid], "its uuid tells which one is meant")
    }

    @Test("a guest is not pruned for a uuid that was pasted into its file")
    func pastedUUID() async throws {
        let ward = try await Ward.running("a", "b")
        let other = try #require(ward.state.guests.first { $0.name == "b" }?.uuid)
        try await ward.command(.stop(AskedStopping()), "b")
        ward.definitions.removeAll { $0.name == "b" }
        try await ward.apply()
        var pasted = Ward.guest("a")
        pasted.uuid = other
        ward.define(pasted)
        try await ward.apply(prune)
        #expect(try await ward.domain("a")?.state == .running)
        #expect(
            try await ward.plan(prune).remarks.contains {
                $0.text.contains("a.cfg makes another guest of a")
            })
    }

    // MARK: Effects that fail

    @Test("an interface that cannot be attached anew is put back as it was")
    func deviceThatFails() async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.nics[0].bridge = "xenbr1"
        ward.define(guest)
        await ward.host.inject(Fault(.error(.fail), in: .attach, of: "a", call: 1))
        let report = try await ward.apply()
        guard case .failed(let reasons, _) = report.outcomes.first?.result else {
            Issue.record("it was attached")
            return
        }
        #expect(reasons[0].contains("it has its old one again"), "\(reasons)")
        #expect(try await ward.observed("a").nics.count == 1)
        try await ward.apply()
        #expect(try await ward.observed("a").nics.map(\.bridge) == ["xenbr1"])
    }

    // MARK: A state that is lost, or older than the host

    @Test("a state that was restored is brought up to the domains that are there, and protection holds")
    func olderState() async throws {
        let ward = try await Ward.running("a")
        try await ward.command(.protect, "a")
        let older = ward.state
        try await ward.command(.restart(AskedStopping()), "a")
        ward.state = older
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked] && plan.actions[0].reason.contains("xenward state repair"))
        #expect(try await ward.carryOut(try await ward.repair.plan).isComplete)
        #expect(try await ward.plan().isEmpty)
        #expect(ward.state.guests.map(\.isProtected) == [true])
    }

    @Test("what another state on the same host looks after is its own")
    func otherState() async throws {
        let ward = try await Ward.running("a")
        let theirs = ward.state
        ward.state = RecordedState(lineage: "another")
        ward.definitions = []
        ward.define(Ward.guest("b"))
        try await ward.apply()
        let repair = try await ward.repair
        #expect(repair.findings.isEmpty)
        #expect(repair.problems[0].contains("state repair --lineage \(theirs.lineage)"), "\(repair.problems)")
    }

    @Test("guests remember the directory that they are from when the state is lost")
    func directoryInMark() async throws {
        let ward = Ward()
        ward.directory = "/d"
        ward.define(Ward.guest("a"))
        try await ward.apply()
        ward.state = RecordedState(lineage: "another")
        ward.directory = "/e"
        #expect(try await ward.repair.findings.map(\.record.directory) == ["/d"])
    }

    // MARK: Found by a user of what readers had found

    @Test("an older state takes no evidence for the guest, and is brought up to the domain that runs")
    func olderStateThanEvidence() async throws {
        var guest = Ward.guest("a")
        guest.shutdownActions.onCrash = .restartRename
        let ward = try await Ward.running(guest)
        let older = ward.state
        try await ward.host.guest("a", does: .crashes)
        try await ward.apply()
        let kept = try await ward.world().domains.first { $0.name.hasPrefix("a-") }?.domid
        ward.state = older
        #expect(try await ward.plan().actions[0].reason.contains("xenward state repair"))
        #expect(try await ward.carryOut(try await ward.repair.plan).isComplete)
        #expect(try await ward.plan().isEmpty)
        try await ward.command(.stop(AskedStopping()), "a")
        #expect(try await ward.world().domains.map(\.domid) == [try #require(kept)])
    }

    @Test(
        "both guests that a file may mean live on, when they reboot, and when the host does; neither is started by name"
    )
    func ambiguousGuestsLiveOn() async throws {
        let ward = try await Ward.running("a", "b")
        ward.definitions = [ward.definitions[0]]
        try await ward.apply()
        var renamed = Ward.guest("a")
        renamed.name = "b"
        ward.define(renamed, file: "a.cfg")
        try await ward.apply()
        #expect(ward.state.guests.map(\.source) == ["a.cfg", "b.cfg"])
        for name in ["a", "b"] {
            try await ward.host.guest(name, does: .reboots)
            try await ward.apply()
            #expect(try await ward.domain(name)?.state == .running, "\(name)")
        }
        try await ward.host.bootHost()
        try await ward.apply()
        #expect(try await ward.world().domains.map(\.name).sorted() == ["a", "b"])
        try await ward.command(.stop(AskedStopping()), "b")
        let plan = try await ward.command(.start, "b").plan
        #expect(plan.actions.map(\.kind) == [.blocked] && plan.actions[0].reason.contains("a.cfg may mean a"))
    }

    @Test("a start that was refused for a foreign domain on its disk does not go on from its memory later")
    func spoiltBeforeStart() async throws {
        let ward = Ward()
        try ward.policy("defaults: {host-shutdown: save}")
        ward.define(Ward.guest("a"))
        try await ward.apply()
        try await ward.stopAll()
        var other = Ward.guest("zz")
        other.disks = Ward.guest("a").disks
        let foreign = other
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(foreign) }
        let refused = try await ward.command(.start, "a").plan
        #expect(refused.actions.map(\.kind) == [.blocked])
        #expect(
            refused.remarks.contains {
                $0.text.contains("its saved memory is good for nothing any more: domain 2 (zz)")
            })
        try await ward.host.happen { world throws(HostError) in try world.destroyForeign("zz") }
        let plan = try await ward.command(.start, "a").plan
        #expect(plan.actions[0].builds?.savedMemory == nil && plan.actions[0].builds != nil)
    }

    @Test("names that somebody exchanged by hand are put right, also when one of the guests has rebooted")
    func exchangedByHand() async throws {
        let ward = try await Ward.running("a", "b")
        let uuids = try await ward.world().domains.map(\.uuid)
        try await ward.host.happen { world throws(HostError) in
            try world.renameForeign("a", to: "c")
            try world.renameForeign("b", to: "a")
            try world.renameForeign("c", to: "b")
        }
        try await ward.host.guest("b", does: .reboots)
        for _ in 0..<3 { try await ward.apply() }
        #expect(try await ward.domain("a")?.uuid == uuids[0])
        #expect(try await ward.domain("b")?.uuid == uuids[1])
        #expect(try await ward.world().domains.allSatisfy { $0.state == .running })
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a guest that is off counts as blocked where its new name is somebody else's")
    func offBesideTakenName() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.guest("a", does: .powersOff)
        try await ward.apply()
        let foreign = Ward.guest("b")
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(foreign) }
        var renamed = Ward.guest("a")
        renamed.name = "b"
        ward.define(renamed, file: "a.cfg")
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
    }

    @Test("a lost state takes the guests of its own directory, and is told of others")
    func lostStateBesideAnother() async throws {
        let ward = Ward()
        ward.directory = "/d"
        ward.define(Ward.guest("a"))
        try await ward.apply()
        (ward.state, ward.directory, ward.definitions) = (RecordedState(lineage: "another"), "/e", [])
        ward.define(Ward.guest("b"))
        try await ward.apply()
        let repair = await StateRepair(
            of: RecordedState(lineage: "new"), on: ward.host, try await ward.host.observe(), directory: "/e",
            now: Timestamp(seconds: ward.time.now))
        #expect(repair.findings.map(\.record.name) == ["b"])
        #expect(repair.problems.count == 1)
    }
}
