import Applying
import GuestModel
import Host
import Lives
import Planning
import SimulatedHost
import Testing

@Suite("A plan is carried out, and recorded")
struct ApplyTests {
    @Test("what was created runs, and the plan afterwards is empty")
    func create() async throws {
        let ward = Ward()
        ward.define(Ward.guest("a"))
        ward.define(Ward.guest("b"))
        let report = try await ward.apply()
        #expect(report.isComplete)
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.domain("b")?.state == .running)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a guest keeps the uuid and the MAC that were made up for it, through destruction and restart")
    func face() async throws {
        let ward = try await Ward.running("a")
        let uuid = try #require(try await ward.domain("a")?.uuid)
        let mac = try ward.state.guests[0].given.decoded().nics[0].mac
        #expect(mac != nil)
        try await ward.host.happen { world throws(HostError) in try world.destroyForeign("a") }
        try await ward.apply()
        #expect(try await ward.domain("a")?.uuid == uuid)
        var edited = Ward.guest("a")
        edited.features.nestedHVM = true
        ward.define(edited)
        try await ward.apply(PlanOptions(allowsRestart: true))
        #expect(try await ward.domain("a")?.uuid == uuid)
        #expect(try ward.state.guests[0].given.decoded().nics[0].mac == mac)
        #expect(ward.state.guests[0].generation == 3)
    }

    @Test("a guest whose generation ID is made up gets another one at each start, and nothing else notices")
    func generationID() async throws {
        let ward = Ward()
        var guest = Ward.guest("a")
        var hvm = HVM()
        hvm.generationID = .generated
        guest.type = .hvm(hvm)
        ward.define(guest)
        var seen: Set<GenerationID?> = [.generated]
        for _ in 0..<3 {
            try await ward.apply()
            #expect(try await ward.plan().isEmpty)
            guard case .known(let configuration)? = try await ward.domain("a")?.configuration else {
                Issue.record("nothing is known of the guest")
                return
            }
            #expect(seen.insert(generationID(try configuration.configuration.decoded())).inserted)
            #expect(generationID(try ward.state.guests[0].given.decoded()) == .generated)
            try await ward.host.happen { world throws(HostError) in try world.destroyForeign("a") }
        }
    }

    private func generationID(_ guest: GuestConfiguration) -> GenerationID? {
        if case .hvm(let hvm) = guest.type { hvm.generationID } else { nil }
    }

    @Test("memory, vcpus and name change while the guest runs: it is the same domain afterwards")
    func live() async throws {
        var guest = Ward.guest("a")
        let ward = try await Ward.running(guest)
        let domid = try await ward.domain("a")?.domid
        guest.memory.target = 512 << 10
        guest.vcpus.online = [0, 1, 2]
        guest.name = "renamed"
        guest.scheduling.weight = 512
        var disk = Disk()
        disk.vdev = "xvdb"
        disk.path = "/dev/vg0/data"
        guest.disks.append(disk)
        ward.define(guest, file: "a.cfg")
        let report = try await ward.apply()
        #expect(report.isComplete, "\(report.outcomes)")
        let domain = try #require(try await ward.domain("renamed"))
        #expect(domain.domid == domid)
        guard case .known(let configuration) = domain.configuration else {
            Issue.record("no configuration")
            return
        }
        let seen = try configuration.configuration.decoded()
        #expect(seen.memory.target == 512 << 10)
        #expect(seen.vcpus.online == [0, 1, 2])
        #expect(seen.scheduling.weight == 512)
        #expect(seen.disks.count == 2)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("the weight that a definition gives goes along to another cpupool, whose scheduler has never heard of it")
    func weightInAnotherPool() async throws {
        let ward = Ward()
        try await ward.host.happen { world throws(HostError) in world.machine.cpupools = ["Pool-0", "fast"] }
        var guest = Ward.guest("a")
        guest.scheduling.weight = 512
        ward.define(guest)
        try await ward.apply()
        guest.cpupool.name = "fast"
        ward.define(guest)
        #expect(try await ward.apply().isComplete)
        let configuration = try #require(try await ward.domain("a")?.configuration)
        guard case .known(let seen) = configuration else {
            Issue.record("no configuration")
            return
        }
        #expect(try seen.configuration.decoded().cpupool.name == "fast")
        #expect(try seen.configuration.decoded().scheduling.weight == 512)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a kernel is recorded, waits, and is there after the restart")
    func nextBoot() async throws {
        var guest = Ward.guest("a")
        let ward = try await Ward.running(guest)
        guest.boot.kernel = "/boot/new"
        ward.define(guest)
        try await ward.apply()
        let waiting = try await ward.plan()
        #expect(waiting.isEmpty)
        #expect(waiting.remarks.count == 1)
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        let after = try await ward.plan()
        #expect(after == Plan(unchanged: 1))
        #expect(try await ward.world().domains[0].stored.decoded().boot.kernel == "/boot/new")
    }

    @Test("drift goes back")
    func drift() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.happen { world throws(HostError) in try world.setMemoryForeign("a", to: 128 << 10) }
        try await ward.host.happen { world throws(HostError) in try world.renameForeign("a", to: "stolen") }
        #expect(try await ward.plan().actions.first?.changes.allSatisfy { $0.cause == .drift } == true)
        try await ward.apply()
        #expect(try await ward.plan().isEmpty)
        #expect(try await ward.domain("a") != nil)
    }

    @Test("one guest that fails does not stop the others, and is tried again")
    func oneFails() async throws {
        let ward = Ward()
        for name in ["a", "b", "c"] { ward.define(Ward.guest(name)) }
        await ward.host.inject(Fault(.error(.fail), in: .create, of: "b"))
        let report = try await ward.apply()
        #expect(!report.isComplete)
        #expect(report.didAnything)
        #expect(try await ward.world().domains.map(\.name) == ["a", "c"])
        #expect(ward.state.guests.map(\.name) == ["a", "c"], "what never was is not remembered")
        await ward.host.clearFaults()
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a domain whose creation was said to have failed, or was cut short, is known for ours and finished")
    func cutShort() async throws {
        for operation in [HostOperation.unpause, .domain] {
            let ward = Ward()
            ward.define(Ward.guest("a"))
            await ward.host.inject(Fault(.error(.fail), in: operation))
            #expect(try await ward.apply().isComplete == false)
            await ward.host.clearFaults()
            #expect(try await ward.plan().actions.map(\.kind) == [.live])
            #expect(try await ward.apply().isComplete)
            #expect(try await ward.world().domains.count == 1)
            #expect(try await ward.plan().isEmpty)
        }
    }

    @Test("when the state cannot be written, nothing is done to the host")
    func fullDisk() async throws {
        let ward = Ward()
        ward.define(Ward.guest("a"))
        ward.define(Ward.guest("b"))
        let report = try await ward.apply(savesUntilFull: 0)
        #expect(report.recordingFailure == "No space left on device")
        #expect(try await ward.world().domains.isEmpty)
        #expect(report.outcomes.allSatisfy { $0.result == .notReached })
    }

    @Test("a guest that ignores shutdown is left running")
    func ignoresShutdown() async throws {
        var guest = Ward.guest("a")
        let ward = try await Ward.running(guest)
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        let domid = try await ward.domain("a")?.domid
        guest.features.nestedHVM = true
        ward.define(guest)
        let report = try await ward.apply(PlanOptions(allowsRestart: true))
        guard case .failed(let reasons, changedSomething: false) = report.outcomes.first?.result else {
            Issue.record("\(report.outcomes)")
            return
        }
        // Whoever reports an outcome names its guest.
        #expect(reasons.count == 1 && reasons.allSatisfy { !$0.hasPrefix("a: ") })
        #expect(try await ward.domain("a")?.domid == domid)
        ward.define(Ward.guest("other"))
        ward.definitions.removeAll { $0.name == "a" }
        #expect(try await ward.apply(PlanOptions(prunes: true)).isComplete == false)
        #expect(try await ward.domain("a")?.domid == domid)
    }

    @Test("what a new configuration needs is asked for before the old domain is stopped")
    func requirements() async throws {
        var guest = Ward.guest("a")
        let ward = try await Ward.running(guest)
        let domid = try await ward.domain("a")?.domid
        guest.boot.kernel = "/boot/missing"
        ward.define(guest)
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/missing"] }
        let plan = try await ward.plan(PlanOptions(allowsRestart: true))
        #expect(plan.actions.map(\.kind) == [.blocked])
        try await ward.apply(PlanOptions(allowsRestart: true))
        #expect(try await ward.domain("a")?.domid == domid)
    }

    @Test("a guest that powered itself off stays off, until the host boots")
    func poweroff() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.guest("a", does: .powersOff)
        #expect(try await ward.plan().actions.map(\.kind) == [.stop])
        try await ward.apply()
        #expect(try await ward.plan().isEmpty)
        #expect(try await ward.world().domains.isEmpty)
        try await ward.host.bootHost()
        #expect(try await ward.plan().actions.map(\.kind) == [.create])
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("a guest that reboots comes back with a new domain; one that crashes is kept under another name if so said")
    func comesBack() async throws {
        var guest = Ward.guest("a")
        guest.shutdownActions.onCrash = .restartRename
        let ward = try await Ward.running(guest)
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        try await ward.host.guest("a", does: .crashes)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.world().domains.count == 2)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("pruning takes the guest and nothing else")
    func prune() async throws {
        let ward = try await Ward.running("a", "b")
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(Ward.guest("theirs")) }
        ward.definitions.removeAll { $0.name == "a" }
        try await ward.apply(PlanOptions(prunes: true))
        #expect(try await ward.world().domains.map(\.name).sorted() == ["b", "theirs"])
        #expect(ward.state.guests.map(\.name) == ["b"])
        #expect(try await ward.plan(PlanOptions(prunes: true)).isEmpty)
    }

    @Test("a run that finds nothing to do writes nothing")
    func idle() async throws {
        let ward = try await Ward.running("a")
        let saves = ward.saves
        let history = await ward.host.history.count
        try await ward.apply()
        #expect(ward.saves == saves)
        #expect(await ward.host.history.count == history)
    }
}
