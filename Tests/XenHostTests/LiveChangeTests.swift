import GuestModel
import Host
import HypercallStandIn
import Testing

@testable import XenHost

extension XenHostTests {
    /// What each change does to the hypervisor and to xenstore, and nothing besides.
    @Suite struct LiveChanges {
        let pretended: PretendedHost
        let host: XenHost
        let web: DomainReference

        init() throws {
            pretended = try PretendedHost()
            host = try pretended.open()
            web = try pretended.add(.small(), domid: 3, nonce: "n")
        }

        @Test func renaming() async throws {
            try await host.rename(web, to: "shop")
            #expect(pretended.store["/local/domain/3/name"] == "shop")
            #expect(pretended.store["/vm/\(web.uuid)/name"] == "shop")
        }

        @Test func renamingToTheNameThatItHasIsNothing() async throws {
            let before = pretended.store.everything
            try await host.rename(web, to: "web")
            #expect(pretended.store.everything == before)
        }

        @Test func twoDomainsNeverShareAName() async throws {
            try pretended.add(.small("shop", uuid: 2), domid: 4)
            let error = await failure { () throws(HostError) in try await host.rename(web, to: "shop") }
            #expect(error?.code == .invalid)
            #expect(pretended.store["/local/domain/3/name"] == "web")
        }

        @Test func loweringMaximumMemory() async throws {
            pretended.store["/local/domain/3/memory/target"] = "32768"
            try await host.setMaximumMemory(web, to: 49152)
            #expect(pretended.store["/local/domain/3/memory/static-max"] == "49152")
            #expect(pretended.done.contains { $0.hasPrefix("max_mem 3 ") })
        }

        @Test func aMaximumBelowTheTargetIsRefused() async throws {
            let error = await failure { () throws(HostError) in try await host.setMaximumMemory(web, to: 1024) }
            #expect(error != nil)
            #expect(pretended.store["/local/domain/3/memory/static-max"] == "65536")
        }

        @Test func aMemoryTargetIsEnforced() async throws {
            try await host.setMemoryTarget(web, to: 32768)
            #expect(pretended.store["/local/domain/3/memory/target"] == "32768")
            #expect(pretended.done.contains("max_mem 3 33792"), "with the MiB that libxl leaves a guest beside it")
        }

        @Test func aTargetReachesTheMemoryThatAnHVMGuestHasNotTouched() async throws {
            let windows = try pretended.add(.small("windows", .hvm, uuid: 2), domid: 4)
            try await host.setMemoryTarget(windows, to: 32768)
            #expect(pretended.store["/local/domain/4/memory/target"] == "32768")
            #expect(pretended.done.contains("set_pod_target 4 8448"), "in pages, with that MiB")
        }

        @Test func aTargetAboveTheMaximumIsRefused() async throws {
            let error = await failure { () throws(HostError) in try await host.setMemoryTarget(web, to: 1 << 20) }
            #expect(error?.code == .invalid)
            #expect(pretended.store["/local/domain/3/memory/target"] == "65536")
        }

        @Test func onlineVCPUsAreAskedForInXenstore() async throws {
            try await host.setOnlineVCPUs(web, to: [0])
            #expect(pretended.store["/local/domain/3/cpu/0/availability"] == "online")
            #expect(pretended.store["/local/domain/3/cpu/1/availability"] == "offline")
            try await host.setOnlineVCPUs(web, to: [0, 1])
            #expect(pretended.store["/local/domain/3/cpu/1/availability"] == "online")
        }

        @Test func affinityIsSetByVCPU() async throws {
            try await host.setAffinity(web, hard: [[0, 1], [2, 3]], soft: [[0], [3]])
            #expect((0..<2).map { standin_affinity(3, $0, false) } == [0b0011, 0b1100])
            #expect((0..<2).map { standin_affinity(3, $0, true) } == [0b0001, 0b1000])
        }

        @Test func absentAffinityIsLeftAlone() async throws {
            standin_set_affinity(3, 0, true, 0b10)
            try await host.setAffinity(web, hard: [[1], [1]], soft: nil)
            #expect(standin_affinity(3, 0, true) == 0b10)
            #expect(standin_affinity(3, 1, false) == 0b10)
            #expect(!pretended.done.contains { $0.contains("soft") })
        }

        @Test func nodeAffinity() async throws {
            standin_set_places(8, 4)
            try await host.setNodeAffinity(web, to: [1, 3])
            #expect(pretended.done == ["setnodeaffinity 3 0xa"])
        }

        @Test func movingToACPUPool() async throws {
            pretended.addPool(2, "quiet")
            try await host.move(web, toCPUPool: "quiet")
            #expect(pretended.done == ["cpupool_movedomain 3 2"])
        }

        @Test func aCPUPoolThatIsNotThereIsNamed() async throws {
            let error = await failure { () throws(HostError) in try await host.move(web, toCPUPool: "nowhere") }
            #expect(error?.code == .notFound)
            #expect(error?.detail == "there is no cpupool called nowhere")
            #expect(pretended.done.isEmpty)
        }

        @Test func schedulingLeavesAloneWhatIsAbsent() async throws {
            standin_set_weight(3, 700)
            var parameters = SchedulerParameters()
            parameters.cap = 50
            try await host.setScheduling(web, to: parameters)
            #expect(pretended.done == ["scheduler_op 3 weight=700 cap=50"])
        }

        @Test func realTimeParametersGoToARealTimePool() async throws {
            pretended.addPool(1, "real", scheduler: .rtds)
            standin_set_pool(3, 1)
            var parameters = SchedulerParameters()
            parameters.period = 20000
            try await host.setScheduling(web, to: parameters)
            #expect(pretended.done == ["scheduler_op 3 period=20000 budget=4000"])
        }

        @Test func pausingAndRunningOn() async throws {
            try await host.pause(web)
            try await host.unpause(web)
            #expect(pretended.done == ["pausedomain 3", "unpausedomain 3"])
        }
    }
}
