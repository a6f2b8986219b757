import Applying
import GuestModel
import Host
import LibxlJSON
import Lives
import Planning
import Policy
import SimulatedHost
import Testing

/// What users of the program have found, each as short as it can be told.
@Suite("What users found is so no more")
struct FoundByUsersTests {
    private let restart = PlanOptions(allowsRestart: true)

    private func guest(_ name: String, disk path: String) -> GuestConfiguration {
        var guest = Ward.guest(name)
        guest.disks[0].path = path
        return guest
    }

    /// It passes every check there is before something is stopped, and cannot be built.
    private func unbuildable(_ name: String, disk path: String) -> GuestConfiguration {
        var guest = guest(name, disk: path)
        guest.type = .hvm(HVM())
        guest.memory.target = 4 << 10
        guest.memory.maximum = 4 << 10
        return guest
    }

    /// Who writes the disk.
    private func writers(of path: String, _ ward: Ward) async throws -> [String] {
        var names: [String] = []
        for domain in try await ward.world().domains {
            guard try await ward.observed(domain.name).disks.contains(where: { $0.path == path }) else { continue }
            names.append(domain.name)
        }
        return names
    }

    // MARK: One disk, two guests

    @Test("no guest gets the disk of one that goes on from its saved memory with it")
    func savedWithItsDisk() async throws {
        let ward = try await Ward.running("db", policy: "defaults: {host-shutdown: save}")
        let data = try #require(Ward.guest("db").disks[0].path)
        try await ward.stopAll()
        ward.define(guest("db", disk: "/dev/vg0/new"))
        ward.define(guest("web", disk: data))
        try await ward.host.bootHost()
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.create, .blocked])
        #expect(plan.actions[1].reason == "cannot be created: disk \(data) is written by db, which comes back")
        try await ward.apply()
        #expect(try await writers(of: data, ward) == ["db"])
    }

    @Test("nor of one whose memory waits for somebody to start it: what goes on from there knows the disk as it was")
    func savedAndOff() async throws {
        let ward = try await Ward.running("db")
        let data = try #require(Ward.guest("db").disks[0].path)
        try await ward.host.guest("db", behaves: .ignoresShutdown)
        try await ward.command(.stop(AskedStopping(timeout: 5, then: .save)), "db")
        ward.define(guest("web", disk: data))
        let plan = try await ward.plan()
        try await ward.apply()
        #expect(
            plan.actions.map(\.reason) == [
                "cannot be created: disk \(data) is written by db, whose memory is saved "
                    + #"("xenward start db" goes on from it, with --afresh gives it up, and so does "xenward forget db")"#
            ])
        // Nor does one get it that runs.
        ward.define(guest("web", disk: "/dev/vg0/web"))
        try await ward.apply()
        var greedy = guest("web", disk: "/dev/vg0/web")
        greedy.disks += Ward.guest("db").disks
        greedy.disks[1].vdev = "xvdz"
        ward.define(greedy)
        try await ward.apply()
        #expect(try await writers(of: data, ward) == [])
        try await ward.command(.startAfresh, "db")
        try await ward.command(.stop(AskedStopping(timeout: 5, then: .destroy)), "db")
        try await ward.apply()
        #expect(try await writers(of: data, ward) == ["web"], "its memory was given up, and it is off")
    }

    @Test("nor in the run in which it is saved; and who has written the disk already goes on with it")
    func savedMeanwhile() async throws {
        let ward = Ward()
        try ward.policy("guests: {db: {state: shutoff, stop: {timeout: 5, then: save}}}")
        ward.define(Ward.guest("db"))
        try ward.policy("")
        try await ward.apply()
        let data = try #require(Ward.guest("db").disks[0].path)
        try await ward.host.guest("db", behaves: .ignoresShutdown)
        try ward.policy("guests: {db: {state: shutoff, stop: {timeout: 5, then: save}}}")
        ward.define(guest("db", disk: "/dev/vg0/new"))
        ward.define(guest("web", disk: data))
        try await ward.apply()
        #expect(try await writers(of: data, ward) == [])
        // An earlier version let it happen.
        let web = try #require(ward.definitions.first { $0.name == "web" }?.document?.configuration)
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(web) }
        try await ward.adopt("web")
        try await ward.host.guest("web", does: .reboots)
        // Whoever made it may bring it back, and is given time to.
        try await ward.apply()
        ward.time.advance(60)
        try await ward.apply()
        #expect(try await writers(of: data, ward) == ["web"])
        #expect(try await ward.domain("web")?.state == .running)
    }

    @Test("its memory can be given up also when its definition gives it another uuid by now")
    func savedAsAnother() async throws {
        let ward = try await Ward.running("db")
        try await ward.host.guest("db", behaves: .ignoresShutdown)
        try await ward.command(.stop(AskedStopping(timeout: 5, then: .save)), "db")
        var another = Ward.guest("db")
        another.uuid = GuestUUID(high: 1, low: 2)
        ward.define(another)
        let (plan, report) = try await ward.command(.startAfresh, "db")
        #expect(report.isComplete, "\(plan.actions.map(\.reason))")
    }

    @Test("nor of one that comes back as it was, since its definition could not be built")
    func refusedWithItsDisk() async throws {
        let ward = try await Ward.running("db")
        let data = try #require(Ward.guest("db").disks[0].path)
        ward.define(unbuildable("db", disk: "/dev/vg0/new"))
        #expect(try await !ward.apply(restart).isComplete)
        #expect(try await writers(of: data, ward) == ["db"])
        ward.define(guest("web", disk: data))
        try await ward.host.bootHost()
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.create, .blocked])
        #expect(plan.actions[0].reason == "the host has booted; as it was, since db.cfg could not be built")
        try await ward.apply()
        #expect(try await writers(of: data, ward) == ["db"])
    }

    @Test("nor does a guest go on from its memory with a disk that another has by now")
    func takenMeanwhile() async throws {
        let ward = try await Ward.running("db", policy: "defaults: {stop: {timeout: 5, then: save}}")
        let data = try #require(Ward.guest("db").disks[0].path)
        try await ward.host.guest("db", behaves: .ignoresShutdown)
        #expect(try await ward.command(.stop(AskedStopping(timeout: 5, then: .save)), "db").report.isComplete)
        let other = guest("other", disk: data)
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(other) }
        #expect(try await !ward.command(.start, "db").report.isComplete)
        #expect(try await writers(of: data, ward) == ["other"])
    }

    // MARK: Who is who

    @Test("a guest that was stopped by hand stays off under another name, and who gets its old name is another guest")
    func renamedWhileOff() async throws {
        let ward = try await Ward.running("db")
        let uuid = try #require(ward.state.guests.first?.uuid)
        try await ward.command(.stop(AskedStopping()), "db")
        ward.define(guest("old", disk: "/dev/vg0/data"), file: "db.cfg")
        try await ward.apply()
        #expect(ward.state.guests.map(\.name) == ["old"])
        ward.define(guest("db", disk: "/dev/vg0/new"), file: "new.cfg")
        try await ward.apply()
        #expect(try await ward.domain("old") == nil)
        #expect(try await ward.domain("db")?.state == .running)
        #expect(try await ward.domain("db")?.uuid != uuid)
    }

    // MARK: Guests that stay down

    @Test("a guest that shuts down after its restart's time was over is built anew, whoever has looked meanwhile")
    func lateShutdown() async throws {
        let ward = try await Ward.running("a", policy: "defaults: {stop: {timeout: 5}}")
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        #expect(try await !ward.command(.restart(AskedStopping()), "a").report.isComplete)
        try await ward.apply()
        ward.define(Ward.guest("a", memory: 512))
        try await ward.apply()
        try await ward.host.guest("a", does: .powersOff)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        // What it does much later it does by itself.
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        _ = try await ward.command(.restart(AskedStopping()), "a")
        ward.time.advance(700)
        try await ward.apply()
        try await ward.host.guest("a", does: .powersOff)
        try await ward.apply()
        #expect(try await ward.domain("a") == nil)
    }

    @Test("a protected guest whose definition is another guest's by now stays off where it would, and boots as it was")
    func protectedAndOff() async throws {
        let ward = try await Ward.running("a")
        try await ward.command(.protect, "a")
        var guest = Ward.guest("a")
        guest.type = .hvm(HVM())
        ward.define(guest)
        try await ward.host.guest("a", does: .powersOff)
        try await ward.apply()
        #expect(try await ward.plan().actions.isEmpty)
        #expect(try await ward.domain("a") == nil)
        try await ward.host.bootHost()
        let reason = try #require(try await ward.plan().actions.first?.reason)
        #expect(
            reason.hasSuffix("; as it was, since a.cfg makes another guest of it, and it is protected"), "\(reason)")
        try await ward.apply()
        #expect(try await ward.observed("a").type.kind == Ward.guest("a").type.kind)
    }

    @Test(
        "what a policy says of pausing is done, whatever becomes of drift", arguments: ["report", "adopt", "correct"])
    func pausing(drift: String) async throws {
        let ward = try await Ward.running("a", policy: "defaults: {drift: \(drift)}")
        try ward.policy("defaults: {drift: \(drift), state: paused}")
        #expect(try await ward.plan().actions.first?.reason == "its policy says paused")
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .paused)
        #expect(try await ward.plan().isEmpty)
        try ward.policy("defaults: {drift: \(drift)}")
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        // What somebody else does is drift, and started by hand it runs.
        try await ward.host.happen { world throws(HostError) in try world.pauseForeign("a") }
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == (drift == "correct" ? .running : .paused))
        try await ward.command(.start, "a")
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("a rollback that was cut short is made by the next run", arguments: 0...14)
    func rollbackCutShort(moments: Int) async throws {
        let ward = try await Ward.running("a")
        ward.define(unbuildable("a", disk: "/dev/vg0/a"))
        try await ward.apply(restart, killedAfter: moments)
        for _ in 0..<2 { try await ward.apply(restart) }
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.observed("a").memory.target == Ward.guest("a").memory.target)
        #expect(try await ward.plan(restart).actions.map(\.kind) == [.blocked])
    }

    @Test("a paused guest that is started by hand takes its changed definition afterwards, as any other")
    func startedWithChange() async throws {
        let ward = try await Ward.running("a", policy: "defaults: {drift: report}")
        try await ward.host.happen { world throws(HostError) in try world.pauseForeign("a") }
        ward.define(Ward.guest("a", memory: 512))
        try await ward.command(.start, "a")
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.observed("a").memory.target == 256 << 10)
        try await ward.apply()
        #expect(try await ward.observed("a").memory.target == 512 << 10)
    }

    @Test("what a run that was cut short had half built is built anew by a start, too", arguments: 3...6)
    func startedAfterCutShort(moments: Int) async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.features.nestedHVM = true
        ward.define(guest)
        try await ward.apply(restart, killedAfter: moments)
        let before = try await ward.domain("a")
        let isHalfBuilt = before?.state == .paused && ward.state.guests.first?.domain == nil
        try await ward.command(.start, "a")
        let after = try #require(try await ward.domain("a"))
        #expect(after.state == .running)
        if isHalfBuilt { #expect(after.domid != before?.domid) }
        #expect(try await ward.observed("a").features.nestedHVM == true)
        #expect(try await ward.plan(restart).isEmpty)
    }

    @Test("a domain of somebody else's with the guest's uuid and disk, and another name, keeps it from being built")
    func sameUUID() async throws {
        let ward = try await Ward.running("a")
        var copy = try await ward.observed("a")
        copy.name = "copy"
        let domain = try #require(try await ward.domain("a"))
        try await ward.host.guest("a", does: .reboots)
        try await ward.host.happen { [copy] world throws(HostError) in _ = try world.createForeign(copy) }
        try await ward.apply()
        #expect(try await writers(of: copy.disks[0].path ?? "", ward).contains("copy"))
        #expect(try await ward.domain("a")?.domid == domain.domid, "it waits")
    }

    // MARK: Directories

    @Test("a guest that moved is its new directory's also while its change waits")
    func movedAndBlocked() async throws {
        let ward = Ward()
        ward.directory = "/old"
        for name in ["a", "b"] { ward.define(Ward.guest(name)) }
        try await ward.apply()
        ward.directory = "/new"
        ward.definitions = []
        var guest = Ward.guest("a")
        guest.type = .hvm(HVM())
        ward.define(guest)
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
        try await ward.apply()
        ward.directory = "/old"
        ward.definitions = []
        ward.define(Ward.guest("b"))
        try await ward.apply(PlanOptions(prunes: true))
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("a guest of another directory that was built as it was is still that one's")
    func builtForAnother() async throws {
        let ward = Ward()
        ward.directory = "/one"
        ward.define(Ward.guest("a"))
        try await ward.apply()
        ward.directory = "/two"
        ward.definitions = []
        ward.define(Ward.guest("b"))
        try await ward.apply()
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        try await ward.apply(PlanOptions(prunes: true))
        #expect(try await ward.domain("a")?.state == .running)
    }

    // MARK: A state that was lost

    @Test(
        "a guest that has shut down is remembered again, too; what is kept for a look is not", arguments: [true, false])
    func repairOfShutDown(isKept: Bool) async throws {
        let ward = try await Ward.running("a")
        if isKept {
            var guest = Ward.guest("a")
            guest.shutdownActions.onCrash = .restartRename
            ward.define(guest)
            try await ward.apply()
            try await ward.host.guest("a", does: .crashes)
            try await ward.apply()
        }
        try await ward.host.guest("a", does: .reboots)
        ward.state = RecordedState(lineage: "lineage")
        let repair = try await ward.repair
        #expect(repair.findings.map(\.record.name) == ["a"] && repair.problems.isEmpty)
        #expect(try await ward.carryOut(repair.plan).isComplete)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.plan().isEmpty)
    }

    @Test(
        "a domain that somebody renamed before the state was lost is remembered by its guest's name, and called so again"
    )
    func repairOfRenamed() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.happen { world throws(HostError) in try world.renameForeign("a", to: "b") }
        ward.state = RecordedState(lineage: "lineage")
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked], "it is not made a second time meanwhile")
        #expect(
            plan.actions[0].reason == """
                domain 1 (b) was made for it, which the state has forgotten; "xenward state repair" remembers it
                """)
        let repair = try await ward.repair
        #expect(repair.findings.map(\.record.name) == ["a"])
        #expect(try await ward.carryOut(repair.plan).isComplete)
        #expect(try await ward.plan().actions.flatMap(\.changes).map(\.change.place) == ["name"])
        try await ward.apply()
        #expect(try await ward.domain("a")?.domid == 1)
        #expect(try await ward.plan().isEmpty)
    }

    // MARK: Guests that are started again

    @Test("a protected guest is started as itself, by hand too, whatever its definition makes of it by now")
    func protectedAndStarted() async throws {
        let ward = try await Ward.running("a")
        try await ward.command(.protect, "a")
        var other = Ward.guest("a")
        other.type = .pvh(PVH())
        ward.define(other)
        try await ward.command(.stop(AskedStopping()), "a")
        let plan = try await ward.command(.start, "a").plan
        #expect(
            plan.actions[0].reason
                == "started by hand; as it was, since a.cfg makes another guest of it, and it is protected")
        #expect(try await ward.observed("a").type.kind == .pv)
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked], "its definition is still another guest's")
    }

    @Test(
        "a guest that was seen to power itself off stays off when whoever watches its domain clears it away",
        arguments: [GuestAct.powersOff, .crashes])
    func clearedAway(act: GuestAct) async throws {
        let ward = Ward()
        var guest = Ward.guest("a")
        guest.shutdownActions.onCrash = .destroy
        ward.define(guest)
        let theirs = guest
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(theirs) }
        #expect(try await ward.adopt("a").isComplete)
        try await ward.host.guest("a", does: act)
        try await ward.apply()
        try await ward.host.happen { world throws(HostError) in try world.destroyForeign("a") }
        try await ward.apply()
        #expect(try await ward.domain("a") == nil)
        let remark = try await ward.plan().remarks.first?.text ?? ""
        #expect(remark.hasPrefix("stays off: ") && remark.contains("\"xenward start a\""), "\(remark)")
        try await ward.command(.start, "a")
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test(
        "one that was seen to reboot comes back when its domain is cleared away, and one that was destroyed out of hand"
    )
    func clearedAwayWhileItReboots() async throws {
        let ward = Ward()
        ward.define(Ward.guest("a"))
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(Ward.guest("a")) }
        try await ward.adopt("a")
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        try await ward.host.happen { world throws(HostError) in try world.destroyForeign("a") }
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        try await ward.host.happen { world throws(HostError) in try world.destroyForeign("a") }
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("a clock that was ahead and is set back keeps no guest waiting", arguments: [GuestAct.reboots, .crashes])
    func clockSetBack(act: GuestAct) async throws {
        let ward = Ward()
        try ward.policy("defaults: {reboot: {limit: 1, delay: 60}, crash: {delay: 60}}")
        var guest = Ward.guest("a")
        guest.shutdownActions.onCrash = .restart
        ward.define(guest)
        try await ward.apply()
        for _ in 1...2 {
            try await ward.host.guest("a", does: act)
            try await ward.apply()
        }
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked], "it is kept waiting")
        let week: Int64 = 7 * 86400
        for index in ward.state.guests.indices {
            ward.state.guests[index].crashes = ward.state.guests[index].crashes.map { $0 + week }
            ward.state.guests[index].reboots = ward.state.guests[index].reboots.map { $0 + week }
            ward.state.guests[index].shutDown?.since = Timestamp(seconds: ward.time.now + week)
        }
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("a plan that restarts too many says so of those that it would have touched, and in words that fit them")
    func limitsInWords() async throws {
        let ward = try await Ward.running("a", "b", "c", policy: "{max-restart: 0, guests: {c: {update: restart}}}")
        for name in ["a", "b", "c"] {
            var guest = Ward.guest(name)
            if name == "a" { guest.memory.target = 128 << 10 } else { guest.vcpus.maximum = 8 }
            ward.define(guest)
        }
        let reasons = try await ward.plan().keepingLimits().actions.map(\.reason)
        #expect(reasons.count == 3)
        #expect(reasons[0].hasPrefix("cannot be changed: this plan restarts 1 guest at once, and 0 are allowed"))
        #expect(!reasons[1].contains("at once"), "it was in nobody's way before: \(reasons[1])")
        #expect(reasons[2].hasPrefix("cannot be restarted: this plan"))
    }

    @Test("where a directory prunes nothing, no hint promises that --prune would")
    func prunePromise() async throws {
        let ward = try await Ward.running("a", "b")
        ward.definitions.removeAll { $0.name == "b" }
        #expect(try await ward.plan().remarks.map(\.text).first?.contains("--prune would destroy it") == true)
        ward.rejected = [RejectedDefinition(file: "q.cfg")]
        let remark = try await ward.plan().remarks.map(\.text).first ?? ""
        #expect(remark.contains("--prune would leave it: q.cfg cannot be used"), "\(remark)")
    }

    @Test("a disk of dom0's is the same disk, however its backend is written", arguments: ["0", "Domain-0"])
    func backendIsDom0(backend: String) async throws {
        let ward = try await Ward.running("a")
        var other = Ward.guest("b")
        other.disks[0].path = Ward.guest("a").disks[0].path
        other.disks[0].backendDomain = backend
        ward.define(other)
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked], "\(plan.actions.map(\.reason))")
    }

    @Test("an older state that was repaired takes the guest that runs for the guest, not the one that was pruned")
    func repairedToTheOneThatRuns() async throws {
        let ward = try await Ward.running("a", "b")
        let old = ward.state
        let definitions = ward.definitions
        ward.definitions.removeAll { $0.name == "a" }
        try await ward.apply(PlanOptions(prunes: true))
        ward.definitions = definitions
        try await ward.apply()
        let uuid = try #require(try await ward.domain("a")?.uuid)
        ward.state = old
        try await ward.carryOut(try await ward.repair.plan)
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        #expect(try await ward.domain("a")?.uuid == uuid)
        #expect(try await ward.domain("a")?.state == .running)
        let domains = try await ward.world().domains
        #expect(domains.count == 2, "\(domains.map(\.name))")
    }

    @Test(
        "a guest that has ended for good is not started as it was because its definition asks for what is not there",
        arguments: [true, false])
    func endedForGood(powersOff: Bool) async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.boot.kernel = "/boot/gone"
        ward.define(guest)
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/gone"] }
        try await ward.apply()
        try await ward.host.guest("a", does: powersOff ? .powersOff : .crashes)
        let action = try #require(try await ward.plan().actions.first)
        #expect(action.kind == .stop && action.reason.contains("it stays off, since"), "\(action.reason)")
        try await ward.apply()
        try await ward.apply()
        #expect(try await ward.domain("a") == nil)
        try await ward.host.happen { world throws(HostError) in world.machine.missing = [] }
        try await ward.apply()
        #expect(try await ward.observed("a").boot.kernel == "/boot/gone", "its definition has changed")
    }

    @Test("a file that cannot be used and has another guest's name may be the definition of any guest")
    func nameThatMoved() async throws {
        let ward = try await Ward.running("x", "y", "z")
        ward.definitions.removeAll { $0.name == "x" || $0.name == "y" }
        ward.rejected = [RejectedDefinition(file: "w.cfg", name: "x")]
        try await ward.apply(PlanOptions(prunes: true))
        #expect(try await ward.domain("x") != nil)
        #expect(try await ward.domain("y") != nil)
    }

    @Test("protection that a policy gives a guest without a definition outlives that policy, too")
    func protectedWithoutDefinition() async throws {
        let ward = try await Ward.running("a", "b")
        ward.definitions.removeAll { $0.name == "a" }
        try ward.policy("guests: {a: {protect: true}}")
        try await ward.apply()
        try ward.policy("")
        #expect(try await ward.plan(PlanOptions(prunes: true)).actions.map(\.kind) == [.blocked])
    }

    @Test("a guest that was kept paused is kept paused when the host has booted and its file cannot be used")
    func pausedWithoutDefinition() async throws {
        let ward = try await Ward.running("a", policy: "guests: {a: {state: paused}}")
        try await ward.stopAll()
        try await ward.host.bootHost()
        // As its own file had said it.
        try ward.policy("")
        ward.definitions = []
        ward.rejected = [RejectedDefinition(file: "a.cfg", name: "a")]
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .paused)
    }

    @Test("a guest without a definition comes back as it ran where what waited for its next boot is not there")
    func waitingForWhatIsGone() async throws {
        let ward = try await Ward.running("a", "b")
        var guest = Ward.guest("a")
        guest.boot.kernel = "/boot/new"
        ward.define(guest)
        try await ward.apply()
        ward.definitions.removeAll { $0.name == "a" }
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/new"] }
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        #expect(try await ward.observed("a").boot.kernel == "/boot/vmlinuz")
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("no plan promises to bring a guest back as it was where that cannot be had either")
    func neitherWay() async throws {
        let ward = try await Ward.running("a")
        ward.define(Ward.guest("a", memory: 128))
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/vmlinuz"] }
        try await ward.host.guest("a", does: .reboots)
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
    }

    @Test("what a definition has come to say of what its domain has anyway changes nothing but the record")
    func saidAfterwards() async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.nics[0].devid = 0
        ward.define(guest)
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.live])
        #expect(
            plan.actions[0].changes.filter { $0.change.field.name.hasPrefix("nics") }.map(\.verdict) == [
                .init(.live(.remember), "the domain has it already")
            ])
        try await ward.apply()
        #expect(await !ward.host.history.contains { [.attach, .detach].contains($0.operation) })
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a maximum below the memory that others have given a guest waits for its next boot")
    func maximumBelowTarget() async throws {
        let ward = try await Ward.running("a", policy: "guests: {a: {ignore: [memory.target]}}")
        try await ward.host.happen { world throws(HostError) in try world.setMemoryForeign("a", to: 768 << 10) }
        var guest = Ward.guest("a")
        guest.memory.maximum = 512 << 10
        ward.define(guest)
        #expect(try await ward.plan().actions.map(\.kind) == [.nextBoot])
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("dom0 is asked for the disks that it serves, and for no others")
    func servedByWhom() {
        func asked(_ change: (inout Disk) -> Void) -> Bool {
            var guest = Ward.guest("a")
            change(&guest.disks[0])
            return guest.requirements.contains(.writable(path: "/dev/vg0/a", purpose: "disk"))
        }
        #expect(asked { $0.backend = .phy })
        #expect(asked { $0.backendDomain = "Domain-0" })
        #expect(!asked { $0.backendDomain = "storage" })
        #expect(!asked { ($0.backendDomain, $0.backend) = ("storage", .phy) })
    }

    @Test("who comes after a guest that stays off is not promised to be built")
    func afterOneThatStaysOff() async throws {
        let ward = try await Ward.running("a", policy: "guests: {b: {after: [a]}}")
        var guest = Ward.guest("a")
        guest.boot.kernel = "/boot/gone"
        ward.define(guest)
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/gone"] }
        try await ward.apply()
        try await ward.host.guest("a", does: .powersOff)
        ward.define(Ward.guest("b"))
        #expect(try await ward.plan().actions.map(\.kind) == [.stop, .blocked])
    }

    @Test("a directory protects no guests of another one")
    func protectedElsewhere() async throws {
        let ward = try await Ward.running("a", "b")
        for index in ward.state.guests.indices { ward.state.guests[index].directory = "/elsewhere" }
        ward.directory = "/here"
        ward.definitions = []
        try ward.policy("defaults: {protect: true}")
        try await ward.apply()
        #expect(ward.state.guests.allSatisfy { !$0.isProtected })
    }

    @Test("removing a maximum above which others have put a guest's memory waits for its next boot")
    func maximumRemoved() async throws {
        let ward = try await Ward.running("a", policy: "defaults: {drift: report}")
        try await ward.host.happen { world throws(HostError) in try world.setMemoryForeign("a", to: 768 << 10) }
        var guest = Ward.guest("a")
        guest.memory.maximum = nil
        ward.define(guest)
        #expect(try await ward.plan().actions.map(\.kind) == [.nextBoot])
        #expect(try await ward.apply().isComplete)
    }
}
