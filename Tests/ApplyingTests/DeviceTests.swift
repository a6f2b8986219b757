import Applying
import GuestModel
import Host
import Lives
import Planning
import SimulatedHost
import Testing

@Suite("Devices come, go and change in the domain that runs")
struct DeviceTests {
    private func ward(_ change: (inout GuestConfiguration) -> Void = { _ in }) async throws -> (
        Ward, GuestConfiguration
    ) {
        var guest = Ward.guest("a")
        change(&guest)
        let ward = try await Ward.running(guest)
        return (ward, guest)
    }

    private func disk(_ vdev: String, _ path: String?, cdrom: Bool = false) -> Disk {
        var disk = Disk()
        disk.vdev = vdev
        disk.path = path
        disk.cdrom = cdrom
        disk.readWrite = !cdrom
        return disk
    }

    /// The author writes it, one run makes it so, and there is nothing left to do in the same domain.
    private func expectMade(_ guest: GuestConfiguration, _ ward: Ward) async throws {
        let domid = try await ward.domain("a")?.domid
        ward.define(guest)
        let report = try await ward.apply()
        #expect(report.isComplete, "\(report.outcomes.map(\.result))")
        #expect(try await ward.plan() == Plan(unchanged: 1))
        #expect(try await ward.domain("a")?.domid == domid)
    }

    @Test("another medium goes into the drive, and out")
    func medium() async throws {
        var (ward, guest) = try await ward {
            $0.type = .hvm(HVM())
            $0.disks.append(disk("hdc", "/iso/a.iso", cdrom: true))
        }
        for path in ["/iso/b.iso", nil] {
            guest.disks[1].path = path
            guest.disks[1].format = path == nil ? .empty : .raw
            try await expectMade(guest, ward)
            let drive = try await ward.observed("a").disks.first { $0.vdev == "hdc" }
            #expect(drive?.path == path)
            #expect(drive?.cdrom == true)
        }
    }

    @Test("a disk and an interface that change are attached anew; the interface keeps its number")
    func changed() async throws {
        var (ward, guest) = try await ward()
        guest.disks[0].path = "/dev/vg0/other"
        guest.disks[0].readWrite = false
        guest.nics[0].bridge = "xenbr1"
        try await expectMade(guest, ward)
        let seen = try await ward.observed("a")
        #expect(seen.disks.map(\.path) == ["/dev/vg0/other"])
        #expect(seen.disks[0].readWrite == false)
        #expect(seen.nics.map(\.bridge) == ["xenbr1"])
        #expect(seen.nics.map(\.devid) == [0])
    }

    @Test("a disk that the guest holds stays as it is, with the reason, and the next plan shows it again")
    func held() async throws {
        var (ward, guest) = try await ward()
        try await ward.host.guest("a", behaves: .hangs)
        guest.disks[0].path = "/dev/vg0/other"
        ward.define(guest)
        let report = try await ward.apply()
        #expect("\(report.outcomes[0].result)".contains("does not let go"))
        #expect(try await ward.plan().actions.flatMap(\.changes).map(\.change.place) == ["disks[xvda].path"])
        #expect(try await ward.observed("a").disks.map(\.path) == ["/dev/vg0/a"])
        try await ward.host.guest("a", behaves: nil)
        try await expectMade(guest, ward)
    }

    @Test(
        "a disk that went and did not come is missed, also when its author thinks better of it",
        arguments: [true, false], [1, 2, 3])
    func lost(goesBack: Bool, failures: Int) async throws {
        var (ward, guest) = try await ward()
        let before = guest
        guest.disks[0].path = "/dev/vg0/other"
        ward.define(guest)
        await ward.host.inject(Fault(.error(.fail), in: .attach))
        for _ in 1...failures { #expect(try await ward.apply().isComplete == false) }
        await ward.host.clearFaults()
        #expect(try await ward.observed("a").disks.isEmpty)
        #expect(try await ward.plan().isEmpty == false)
        try await expectMade(goesBack ? before : guest, ward)
        #expect(try await ward.observed("a").disks.map(\.path) == [goesBack ? "/dev/vg0/a" : "/dev/vg0/other"])
    }

    @Test("a disk is not let go of for one that is not there, not even when it went after the plan was made")
    func missing() async throws {
        var (ward, guest) = try await ward()
        guest.disks[0].path = "/dev/vg0/gone"
        guest.memory.target = 128 << 10
        ward.define(guest)
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.live])
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/dev/vg0/gone"] }
        for plan in [plan, try await ward.plan()] {
            let report = try await ward.carryOut(plan)
            #expect(!report.isComplete)
            #expect(try await ward.observed("a").disks.map(\.path) == ["/dev/vg0/a"])
            #expect(try await ward.observed("a").memory.target == 128 << 10, "the rest is done all the same")
        }
        let blocked = try await ward.plan().actions
        #expect(
            blocked.map(\.reason) == ["disks[xvda].path cannot be changed: /dev/vg0/gone: No such file or directory"])
        #expect(blocked.map(\.work) == [.nothing])
    }

    @Test("a disk that somebody else writes does not come to a guest that runs")
    func occupied() async throws {
        var (ward, guest) = try await ward()
        try await ward.host.happen { world throws(HostError) in _ = try world.createForeign(Ward.guest("theirs")) }
        guest.disks.append(disk("xvdb", "/dev/vg0/theirs"))
        ward.define(guest)
        #expect(
            try await ward.plan().actions.map(\.reason) == [
                "disks[xvdb] cannot be changed: disk /dev/vg0/theirs is written by domain 2 (theirs)"
            ])
        try await ward.apply()
        #expect(try await ward.observed("a").disks.count == 1)
        try await ward.host.happen { world throws(HostError) in try world.destroyForeign("theirs") }
        try await expectMade(guest, ward)
    }

    @Test("a USB controller is the first device to come and the last to go")
    func controllerOutlasts() async throws {
        var (ward, guest) = try await ward { $0.creation.passthrough = .enabled }
        let bare = guest
        guest.usbControllers = [USBController()]
        var device = USBDevice()
        device.host = USBHostAddress(bus: 1, address: 4)
        guest.usbDevices = [device]
        guest.pciDevices = [PCIDevice()]
        ward.define(guest)
        await ward.host.inject(Fault(.error(.fail), in: .attach, call: 1))
        try await ward.apply()
        #expect(try await ward.observed("a").usbControllers == [])
        await ward.host.clearFaults()
        try await expectMade(guest, ward)
        ward.define(bare)
        await ward.host.inject(Fault(.error(.fail), in: .detach, call: 3))
        try await ward.apply()
        #expect(try await ward.observed("a").usbControllers.count == 1)
        #expect(try await ward.observed("a").usbDevices == [])
        await ward.host.clearFaults()
        try await expectMade(bare, ward)
    }

    @Test("USB controllers and devices, keyboards and PCI devices come and go")
    func plugged() async throws {
        var (ward, guest) = try await ward { $0.creation.passthrough = .enabled }
        let bare = guest
        guest.usbControllers = [USBController()]
        var device = USBDevice()
        device.host = USBHostAddress(bus: 1, address: 4)
        guest.usbDevices = [device]
        guest.keyboards = [VirtualKeyboard()]
        guest.pciDevices = [PCIDevice()]
        try await expectMade(guest, ward)
        let seen = try await ward.observed("a")
        #expect(seen.usbDevices == [device])
        #expect(seen.usbControllers.count == 1 && seen.pciDevices.count == 1)
        #expect(try await ward.world().domains[0].runtime.keyboards == [0])
        try await expectMade(bare, ward)
        let after = try await ward.observed("a")
        #expect(after.usbDevices.isEmpty && after.usbControllers.isEmpty && after.pciDevices.isEmpty)
        #expect(try await ward.world().domains[0].runtime.keyboards == [])
    }

    @Test("affinity for all vcpus is for each of them, and gone when it is taken out")
    func affinityForAll() async throws {
        var (ward, guest) = try await ward()
        guest.vcpus.hardAffinity = [1, 2]
        ward.define(guest)
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.observed("a").vcpus.hardAffinityByVCPU == Array(repeating: [1, 2], count: 4))
        guest.vcpus.hardAffinity = []
        ward.define(guest)
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.observed("a").vcpus.hardAffinityByVCPU.allSatisfy { $0.count == 8 })
    }

    @Test("a guest that leaves its cpupool runs in the host's first one, whatever that is called")
    func cpupool() async throws {
        var (ward, guest) = try await ward { _ in }
        try await ward.host.happen { world throws(HostError) in world.machine.cpupools = ["everyone", "fast"] }
        guest.cpupool.name = "fast"
        try await expectMade(guest, ward)
        #expect(try await ward.world().domains[0].runtime.cpupool == "fast")
        guest.cpupool.name = nil
        try await expectMade(guest, ward)
        #expect(try await ward.world().domains[0].runtime.cpupool == "everyone")
    }
}
