import GuestModel
import Host
import HypercallStandIn
import Testing

@testable import XenHost

extension XenHostTests {
    /// A configuration is the domain's as it runs, not as it was created.
    @Suite struct Configuration {
        let pretended: PretendedHost

        init() throws { pretended = try PretendedHost() }

        private func seen() async throws -> ObservedDomain {
            try #require(await pretended.open().domain(3))
        }

        @Test func affinityIsThatOfNow() async throws {
            var guest = GuestConfiguration.small()
            guest.vcpus.hardAffinityByVCPU = [[7], [7]]
            try pretended.add(guest, domid: 3)
            standin_set_affinity(3, 0, false, 0b0011)
            standin_set_affinity(3, 1, false, 0b1100)
            standin_set_affinity(3, 1, true, 0b0100)
            let vcpus = try await seen().guest().vcpus
            #expect(vcpus.hardAffinityByVCPU == [[0, 1], [2, 3]])
            #expect(vcpus.softAffinityByVCPU.last == [2])
        }

        @Test func nodeAffinityIsThatOfNow() async throws {
            standin_set_places(8, 2)
            var guest = GuestConfiguration.small()
            guest.vcpus.nodeAffinity = [0]
            try pretended.add(guest, domid: 3)
            standin_set_node_affinity(3, 0b10)
            #expect(try await seen().guest().vcpus.nodeAffinity == [1])
        }

        @Test func theCPUPoolIsThatOfNow() async throws {
            pretended.addPool(1, "quiet")
            try pretended.add(.small(), domid: 3)
            standin_set_pool(3, 1)
            #expect(try await seen().guest().cpupool.name == "quiet")
        }

        @Test func theWeightIsThatOfNow() async throws {
            try pretended.add(.small(), domid: 3)
            standin_set_weight(3, 700)
            #expect(try await seen().guest().scheduling.weight == 700)
        }

        @Test func memoryAndOnlineVCPUsAreThoseOfNow() async throws {
            try pretended.add(.small(), domid: 3)
            pretended.store["/local/domain/3/memory/target"] = "32768"
            pretended.store["/local/domain/3/memory/static-max"] = "49152"
            pretended.store["/local/domain/3/cpu/1/availability"] = "offline"
            let guest = try await seen().guest()
            #expect(guest.memory.target == 32768)
            #expect(guest.memory.maximum == 49152)
            #expect(guest.vcpus.online == [0])
        }

        @Test func aDiskThatOnlyXenstoreKnowsIsThere() async throws {
            try pretended.add(.small(), domid: 3)
            pretended.addDisk("xvda", 51712, "/dev/vg/web", to: 3)
            let disk = try #require(await seen().guest().disks.first)
            #expect(disk.vdev == "xvda")
            #expect(disk.path == "/dev/vg/web")
            #expect(disk.readWrite)
        }

        @Test func aDiskThatXenstoreHasNoMoreIsGone() async throws {
            var guest = GuestConfiguration.small()
            var disk = Disk()
            (disk.vdev, disk.path) = ("xvdb", "/dev/vg/gone")
            guest.disks = [disk]
            try pretended.add(guest, domid: 3)
            #expect(try await seen().guest().disks == [])
        }

        @Test func anInterfaceThatOnlyXenstoreKnowsIsThere() async throws {
            try pretended.add(.small(), domid: 3)
            pretended.addNIC("00:16:3e:00:00:07", to: 3)
            let nic = try #require(await seen().guest().nics.first)
            #expect(nic.mac == MACAddress("00:16:3e:00:00:07"))
            #expect(nic.bridge == "xenbr0")
        }

        @Test func theNonceIsNoPartOfIt() async throws {
            var guest = GuestConfiguration.small()
            guest.creation.xenstoreData = [KeyValue("vm-data/role", "web"), KeyValue("xenward/nonce", "n")]
            try pretended.add(guest, domid: 3, nonce: "n")
            let domain = try await seen()
            #expect(domain.nonce == "n")
            #expect(try domain.guest().creation.xenstoreData == [KeyValue("vm-data/role", "web")])
        }
    }
}
