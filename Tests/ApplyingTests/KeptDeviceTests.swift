import Applying
import GuestModel
import Host
import Lives
import Planning
import Policy
import SimulatedHost
import Testing

@Suite("A running guest keeps its disk and its interface until what is to come instead can come")
struct KeptDeviceTests {
    private static func interface(_ number: UInt8, bridge: String = "br0") throws -> NetworkInterface {
        var nic = NetworkInterface()
        nic.mac = try #require(MACAddress("00:16:3e:00:00:0\(number)") as MACAddress?)
        nic.bridge = bridge
        return nic
    }

    private func guest(_ name: String, _ nic: NetworkInterface) -> GuestConfiguration {
        var guest = Ward.guest(name)
        guest.nics = [nic]
        return guest
    }

    @Test("another interface whose bridge is missing does not cost the guest the one it has")
    func bridge() async throws {
        let ward = Ward()
        ward.define(guest("a", try Self.interface(1)))
        try await ward.apply()
        ward.define(guest("a", try Self.interface(2, bridge: "br9")))
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["br9"] }
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked])
        #expect(!plan.hasWork)
        #expect(plan.actions[0].changes.map(\.verdict.reason).contains { $0.hasPrefix("it stays until nics[") })
        try await ward.apply()
        #expect(try await ward.observed("a").nics.map(\.mac?.description) == ["00:16:3e:00:00:01"])
        // Nor when the bridge goes between the plan and its apply.
        try await ward.host.happen { world throws(HostError) in world.machine.missing = [] }
        let promising = try await ward.plan()
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["br9"] }
        #expect(try await !ward.carryOut(promising).isComplete)
        #expect(try await ward.observed("a").nics.map(\.mac?.description) == ["00:16:3e:00:00:01"])
        try await ward.host.happen { world throws(HostError) in world.machine.missing = [] }
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.observed("a").nics.map(\.mac?.description) == ["00:16:3e:00:00:02"])
    }

    @Test("an address that another guest keeps, since it is not asked about, does not cost the guest the one it has")
    func target() async throws {
        let ward = Ward()
        ward.define(guest("a", try Self.interface(1)))
        ward.define(guest("b", try Self.interface(2)))
        try await ward.apply()
        ward.define(guest("a", try Self.interface(2)))
        ward.define(guest("b", try Self.interface(1)))
        let only = PlanOptions(targets: ["b"])
        #expect(try await ward.plan(only).actions.map(\.kind) == [.blocked])
        try await ward.apply(only)
        #expect(try await ward.observed("b").nics.map(\.mac?.description) == ["00:16:3e:00:00:02"])
        #expect(try await ward.apply().isComplete, "asked about both, they change places")
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a disk that is to come under another name, and is missing, does not cost the guest the one it has")
    func disk() async throws {
        let ward = try await Ward.running("a")
        var other = Ward.guest("a")
        (other.disks[0].vdev, other.disks[0].path) = ("xvdq", "/dev/vg0/new")
        ward.define(other)
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/dev/vg0/new"] }
        try await ward.apply()
        #expect(try await ward.observed("a").disks.map(\.path) == Ward.guest("a").disks.map(\.path))
    }
}
