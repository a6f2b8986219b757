import Applying
import GuestModel
import Host
import LibxlJSON
import Lives
import Planning
import SimulatedHost
import Testing

/// What once went wrong, or would have.
@Suite("Mishaps lose no guest, and no change")
struct MishapTests {
    private let restart = PlanOptions(allowsRestart: true)

    private func ward(_ change: (inout GuestConfiguration) -> Void = { _ in }) async throws -> (
        Ward, GuestConfiguration
    ) {
        var guest = Ward.guest("a")
        change(&guest)
        let ward = try await Ward.running(guest)
        return (ward, guest)
    }

    private func observed(_ ward: Ward, _ name: String = "a") async throws -> GuestConfiguration {
        try await ward.observed(name)
    }

    @Test("a guest that we shut down ourselves did not power itself off")
    func ourShutdown() async throws {
        var (ward, guest) = try await ward()
        guest.boot.kernel = "/boot/new"
        ward.define(guest)
        try await ward.apply()
        await ward.host.inject(Fault(.error(.fail), in: .destroy))
        #expect(try await ward.apply(restart).isComplete == false)
        await ward.host.clearFaults()
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.plan(restart).isEmpty)
    }

    @Test("drift that could not be undone is seen again")
    func stubbornDrift() async throws {
        let (ward, _) = try await ward()
        try await ward.host.happen { world throws(HostError) in try world.setMemoryForeign("a", to: 128 << 10) }
        await ward.host.inject(Fault(.error(.fail), in: .setMemoryTarget))
        try await ward.apply()
        await ward.host.clearFaults()
        #expect(try await ward.plan().actions.flatMap(\.changes).map(\.change.place) == ["memory.target"])
        try await ward.apply()
        #expect(try await observed(ward).memory.target == 256 << 10)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a create that was said to have failed, and did not, is ours and is finished")
    func createdAfterAll() async throws {
        let ward = Ward()
        ward.define(Ward.guest("a"))
        await ward.host.inject(Fault(.errorAfterEffect(.fail), in: .create))
        #expect(try await ward.apply().isComplete == false)
        await ward.host.clearFaults()
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.world().domains.count == 1)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("two guests never write one disk, whether or not a definition speaks for both")
    func oneDisk() async throws {
        let (ward, _) = try await ward()
        var thief = Ward.guest("b")
        thief.disks[0].path = "/dev/vg0/a"
        ward.definitions = []
        ward.define(thief)
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked])
        #expect(plan.actions[0].reason.contains("disk /dev/vg0/a is written by domain 1 (a)"))
        try await ward.apply()
        #expect(try await ward.domain("b") == nil)
        // A guest that will not go keeps its disk.
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        #expect(try await ward.apply(PlanOptions(prunes: true)).isComplete == false)
        #expect(try await ward.domain("b") == nil)
        try await ward.host.guest("a", behaves: nil)
        try await ward.apply(PlanOptions(prunes: true))
        #expect(try await ward.domain("b")?.state == .running)
        #expect(try await ward.domain("a") == nil)
    }

    @Test("what went down live may come up again, to what the domain was built for")
    func downAndUp() async throws {
        var (ward, guest) = try await ward()
        let before = guest
        guest.memory.maximum = 512 << 10
        guest.vcpus.maximum = 2
        ward.define(guest)
        #expect(try await ward.apply().isComplete)
        ward.define(before)
        let plan = try await ward.plan()
        #expect(plan.actions.allSatisfy { $0.kind <= .nextBoot }, "\(plan.actions.map(\.reason))")
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.plan(restart).isEmpty)
    }

    @Test("affinity that is taken out of the definition is gone from the domain")
    func affinity() async throws {
        var (ward, guest) = try await ward { $0.vcpus.hardAffinityByVCPU = [[0], [1]] }
        #expect(try await observed(ward).vcpus.hardAffinityByVCPU.prefix(2) == [[0], [1]])
        guest.vcpus.hardAffinityByVCPU = []
        ward.define(guest)
        #expect(try await ward.apply().isComplete)
        #expect(try await observed(ward).vcpus.hardAffinityByVCPU.allSatisfy { $0.count == 8 })
        #expect(try await ward.plan().isEmpty)
    }

    @Test("an interface that is attached live keeps its MAC, and can be detached again")
    func attachedInterface() async throws {
        var (ward, guest) = try await ward { $0.nics = [] }
        guest.nics = [NetworkInterface()]
        ward.define(guest)
        #expect(try await ward.apply().isComplete)
        let mac = try ward.state.guests[0].given.decoded().nics.first?.mac
        #expect(mac != nil)
        #expect(try await observed(ward).nics.first?.mac == mac)
        guest.nics = []
        ward.define(guest)
        #expect(try await ward.apply().isComplete)
        #expect(try await observed(ward).nics.isEmpty)
    }

    @Test("protection and history stay with the guest, whoever takes its name")
    func takenName() async throws {
        let (ward, guest) = try await ward { $0.uuid = GuestUUID("6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b11") }
        ward.state.guests[0].isProtected = true
        let mac = try ward.state.guests[0].given.decoded().nics[0].mac
        try await ward.host.bootHost()
        var renamed = guest
        renamed.name = "b"
        ward.define(renamed, file: "a.cfg")
        var newcomer = Ward.guest("a")
        newcomer.uuid = GuestUUID("6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b22")
        newcomer.disks[0].path = "/dev/vg0/new"
        ward.define(newcomer, file: "new.cfg")
        try await ward.apply()
        try await ward.apply()
        let old = try #require(ward.state.guests.first { $0.uuid == guest.uuid })
        #expect(old.name == "b")
        #expect(old.isProtected)
        #expect(try old.given.decoded().nics[0].mac == mac)
        #expect(ward.state.guests.first { $0.name == "a" }?.isProtected == false)
    }

    @Test("correcting an HVM guest's memory does not creep")
    func creep() async throws {
        let (ward, _) = try await ward { $0.type = .hvm(HVM()) }
        let before = try await observed(ward).memory.target
        for _ in 0..<3 {
            try await ward.host.happen { world throws(HostError) in try world.setMemoryForeign("a", to: 128 << 10) }
            try await ward.apply()
        }
        let after = try await observed(ward).memory.target
        #expect((after ?? 0) <= (before ?? 0) + 1024, "\(before ?? 0) became \(after ?? 0)")
    }

    @Test("an effect that was said to have failed, and did not, is not tried for ever")
    func attachedAfterAll() async throws {
        var (ward, guest) = try await ward()
        var disk = Disk()
        disk.vdev = "xvdb"
        disk.path = "/dev/vg0/data"
        disk.readWrite = true
        guest.disks.append(disk)
        ward.define(guest)
        await ward.host.inject(Fault(.errorAfterEffect(.fail), in: .attach))
        try await ward.apply()
        await ward.host.clearFaults()
        try await ward.apply()
        #expect(try await ward.plan().isEmpty)
        #expect(try await observed(ward).disks.count == 2)
    }

    @Test("going back to what still runs is recorded, with or without leave to restart")
    func wayBack() async throws {
        var (ward, guest) = try await ward()
        let before = guest
        guest.boot.kernel = "/boot/new"
        ward.define(guest)
        try await ward.apply()
        ward.define(before)
        try await ward.apply(restart)
        #expect(try await ward.plan() == Plan(unchanged: 1))
        #expect(try await ward.domain("a")?.domid == 1)
    }

    @Test("drift that only a restart undoes is undone by one, when that is allowed, and seen until then")
    func foreignDevice() async throws {
        var reserving = HVM()
        reserving.rdmStrategy = .host
        var (ward, guest) = try await ward { $0.type = .hvm(reserving) }
        var device = PCIDevice()
        device.bus = 3
        try await ward.host.happen { world throws(HostError) in try world.attachForeign(.pci(device), to: "a") }
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
        guest.memory.target = 128 << 10
        ward.define(guest)
        try await ward.apply()
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked], "the device was forgotten")
        #expect(try await ward.apply(restart).isComplete)
        #expect(try await observed(ward).pciDevices.isEmpty)
        #expect(try await ward.plan(restart).isEmpty)
    }

    @Test("a core that cannot be written keeps no guest down")
    func core() async throws {
        let (ward, _) = try await ward { $0.shutdownActions.onCrash = .coredumpRestart }
        try await ward.host.guest("a", does: .crashes)
        await ward.host.inject(Fault(.error(.fail), in: .dumpCore))
        let report = try await ward.apply()
        #expect(!report.isComplete)
        #expect(report.didAnything)
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("pruning from another directory than the guests' own prunes nothing")
    func otherDirectory() async throws {
        let (ward, _) = try await ward()
        ward.state.directory = "/etc/xenward/domains.d"
        ward.definitions = []
        ward.define(Ward.guest("other"))
        ward.directory = "/somewhere/else"
        let plan = try await ward.plan(PlanOptions(prunes: true))
        #expect(plan.actions.map(\.kind) == [.create])
        ward.directory = "/etc/xenward/domains.d"
        #expect(try await ward.plan(PlanOptions(prunes: true)).actions.map(\.kind) == [.destroy, .create])
    }
}
