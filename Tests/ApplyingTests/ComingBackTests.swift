import Applying
import GuestModel
import Host
import Lives
import Planning
import Policy
import SimulatedHost
import Testing

@Suite("Whoever ran, and was not told to end, runs again")
struct ComingBackTests {
    @Test("a guest left as it is found comes back from its reboot, also when it could not be built at once")
    func asFound() async throws {
        let ward = try await Ward.running("a")
        try ward.policy("defaults: {state: as-found}")
        try await ward.host.guest("a", does: .reboots)
        await ward.host.inject(Fault(.error(.fail), in: .create, of: "a", call: 1))
        #expect(try await !ward.apply().isComplete)
        #expect(try await ward.domain("a") == nil)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("killed at any moment of such a reboot, it comes back", arguments: 0...9)
    func asFoundKilled(moments: Int) async throws {
        let ward = try await Ward.running("a")
        try ward.policy("defaults: {state: as-found}")
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply(killedAfter: moments)
        try await ward.apply()
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("one left as it is found that was shut off by its policy, or destroyed by somebody, stays off")
    func asFoundStaysOff() async throws {
        let ward = try await Ward.running("a", "b")
        try ward.policy("guests: {a: {state: shutoff}}")
        try await ward.apply()
        try ward.policy("defaults: {state: as-found}")
        let domain = try #require(try await ward.domain("b"))
        try await ward.host.destroy(domain.reference)
        try await ward.apply()
        #expect(try await ward.world().domains.isEmpty)
    }

    @Test("what its policy stopped its policy starts, also when that was cut short", arguments: [nil, 1, 2, 3])
    func stoppedByPolicy(moments: Int?) async throws {
        let ward = try await Ward.running("a", policy: "defaults: {state: shutoff}")
        try ward.policy("")
        try await ward.apply()
        try ward.policy("defaults: {state: shutoff}")
        try await ward.apply(killedAfter: moments)
        try ward.policy("")
        try await ward.apply()
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("what was stopped with the host stays off until that has booted, whatever its policy or its definition says")
    func stoppedWithHost() async throws {
        let ward = try await Ward.running("a", "b", policy: "defaults: {after-poweroff: start}")
        try await ward.stopAll()
        ward.define(Ward.guest("b", memory: 300))
        let plan = try await ward.plan()
        #expect(plan.isEmpty && plan.remarks.allSatisfy { $0.text.hasPrefix("stays off: stopped with the host") })
        try await ward.host.bootHost()
        try await ward.apply()
        #expect(try await ward.world().domains.map(\.state) == [.running, .running])
    }

    @Test("a guest that was asked to shut down in vain and crashes much later is treated as its definition says")
    func muchLater() async throws {
        let ward = try await Ward.running("a", policy: "defaults: {update: restart, stop: {timeout: 5}}")
        var guest = Ward.guest("a")
        guest.shutdownActions.onCrash = .preserve
        ward.define(guest)
        try await ward.apply()
        guest.vcpus.maximum = 8
        ward.define(guest)
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        #expect(try await !ward.apply().isComplete)
        ward.time.advance(7 * 86_400)
        try await ward.host.guest("a", does: .crashes)
        let plan = try await ward.plan()
        #expect(plan.actions.isEmpty && plan.remarks.contains { $0.text.contains("is kept for a look") })
    }

    @Test("a guest that reboots comes back as it was while the host cannot have what its definition says by now")
    func fallsBack() async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.boot.kernel = "/boot/new"
        ward.define(guest)
        try await ward.apply()
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/new"] }
        try await ward.host.guest("a", does: .reboots)
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.restart])
        #expect(plan.actions[0].reason.contains("as it was, since what its definition says cannot be built: /boot/new"))
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.observed("a").boot.kernel == "/boot/vmlinuz")
        try await ward.host.happen { world throws(HostError) in world.machine.missing = [] }
        try await ward.apply()
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        #expect(try await ward.observed("a").boot.kernel == "/boot/new")
    }

    @Test("what the host lacks for a guest's next boot is said when that is planned, and not recorded")
    func nextBoot() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/boot/new"] }
        var guest = Ward.guest("a", memory: 300)
        guest.boot.kernel = "/boot/new"
        ward.define(guest)
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked] && plan.actions[0].reason.contains("/boot/new"))
        try await ward.apply()
        #expect(try await ward.observed("a").memory.target == 300 << 10, "what can be done is done")
        try await ward.host.guest("a", does: .reboots)
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("a cpupool that is not there keeps a running guest in its own, and nothing else from being recorded")
    func missingPool() async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.boot.kernel = "/boot/new"
        guest.cpupool.name = "nopool"
        ward.define(guest)
        let action = try #require(try await ward.plan().actions.first)
        #expect(action.reason.hasPrefix("cpupool.name cannot be changed: cpupool nopool"))
        #expect(action.changes.filter { !$0.isMade }.map(\.change.place) == ["cpupool.name"])
        try await ward.apply()
        #expect(try await ward.plan().actions.first?.changes.map(\.change.place) == ["cpupool.name"])
        #expect(try ward.state.guests[0].given.decoded().boot.kernel == "/boot/new")
    }

    @Test("with update: live a reboot brings in nothing that waits; else the plan shows what it brings in")
    func reach() async throws {
        let ward = try await Ward.running("a", policy: "defaults: {update: live}")
        var guest = Ward.guest("a")
        guest.boot.kernel = "/boot/new"
        ward.define(guest)
        try await ward.host.guest("a", does: .reboots)
        #expect(try await ward.plan().actions.first?.changes == [])
        try await ward.apply()
        #expect(try await ward.observed("a").boot.kernel == "/boot/vmlinuz")
        try ward.policy("")
        try await ward.host.guest("a", does: .reboots)
        #expect(try await ward.plan().actions.first?.changes.map(\.change.place) == ["boot.kernel"])
        try await ward.apply()
        #expect(try await ward.observed("a").boot.kernel == "/boot/new")
    }

    @Test("after rename-restart, too, a guest that cannot be built anew is started as it was")
    func renamed() async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.shutdownActions.onReboot = .restartRename
        ward.define(guest)
        try await ward.apply()
        guest.boot.kernel = "/boot/new"
        ward.define(guest)
        try await ward.apply()
        try await ward.host.guest("a", does: .reboots)
        await ward.host.inject(Fault(.error(.fail), in: .create, of: "a", call: 1))
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
    }

    @Test("hands are off a guest whose own policy says so also while its file cannot be read")
    func leftAlone() async throws {
        let ward = try await Ward.running("a", "b")
        try ward.policy("guests: {a: {suspend: true}}")
        try await ward.apply()
        ward.rejected = [RejectedDefinition(file: "a.cfg", name: "a")]
        ward.definitions.removeAll { $0.name == "a" }
        // Its own policy went with its file.
        try ward.policy("")
        try await ward.host.guest("a", does: .reboots)
        #expect(try await ward.plan(PlanOptions(prunes: true)).actions.isEmpty)
        try await ward.command(.resume, "a")
        #expect(try await ward.plan().actions.map(\.kind) == [.restart])
    }

    @Test("a guest that powers itself off and is started by its policy again and again is slowed down")
    func powerOffLoop() async throws {
        let ward = try await Ward.running(
            "a", policy: "defaults: {after-poweroff: start, reboot: {limit: 2, delay: 30}}")
        for _ in 1...2 {
            try await ward.host.guest("a", does: .powersOff)
            try await ward.apply()
            #expect(try await ward.domain("a")?.state == .running)
        }
        try await ward.host.guest("a", does: .powersOff)
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
    }

    @Test("while the directory is being written no guest is taken for one without a definition")
    func unsettled() async throws {
        let ward = try await Ward.running("a", "b", policy: "defaults: {prune: true}")
        ward.definitions.removeAll { $0.name == "a" }
        var options = PlanOptions(prunes: true)
        options.removesNothing = true
        #expect(try await ward.plan(options).actions.isEmpty)
        #expect(try await ward.plan().actions.map(\.kind) == [.destroy])
    }

    @Test("a file in another directory does not rename the guest of a file that has its name")
    func anotherDirectory() async throws {
        let ward = Ward()
        ward.directory = "/a"
        ward.define(Ward.guest("web"), file: "web.cfg")
        try await ward.apply()
        ward.directory = "/b"
        ward.define(Ward.guest("shop"), file: "web.cfg")
        #expect(try await ward.plan().actions.map(\.kind) == [.create])
    }

    @Test("evidence that is kept for a look stays when its guest is started or stopped by hand")
    func evidence() async throws {
        let ward = try await Ward.running("a")
        var guest = Ward.guest("a")
        guest.shutdownActions.onCrash = .preserve
        ward.define(guest)
        try await ward.apply()
        try await ward.host.guest("a", does: .crashes)
        try await ward.command(.stop(AskedStopping()), "a")
        #expect(try await ward.world().domains.count == 1)
        try await ward.command(.start, "a")
        #expect(try await ward.world().domains.map(\.state) == [.shutDown(.crash), .running])
        #expect(try await ward.plan().isEmpty)
    }
}

@Suite("Interfaces are known by their MACs, whatever their order")
struct InterfaceOrderTests {
    private static func guest(_ macs: String...) throws -> GuestConfiguration {
        var guest = Ward.guest("a")
        guest.nics = try macs.enumerated().map { index, mac in
            var nic = NetworkInterface()
            nic.mac = try #require(MACAddress(mac) as MACAddress?)
            // As xl.cfg has it: by the place in the list.
            nic.devid = Int32(index)
            return nic
        }
        return guest
    }

    @Test(
        "another order is no change; one that goes leaves the others as they are, and one that comes takes nobody's devid"
    )
    func order() async throws {
        let (a, b, c) = ("00:16:3e:00:00:01", "00:16:3e:00:00:02", "00:16:3e:00:00:03")
        let ward = Ward()
        ward.define(try Self.guest(a, b))
        try await ward.apply()
        ward.define(try Self.guest(b, a))
        #expect(try await ward.plan().isEmpty)
        ward.define(try Self.guest(b, c))
        let changes = try await ward.plan().actions.flatMap(\.changes).map(\.change.place)
        #expect(Set(changes) == ["nics[\(a)]", "nics[\(c)]"])
        #expect(try await ward.apply().isComplete)
        #expect(try await Set(ward.observed("a").nics.compactMap { $0.mac?.description }) == [b, c])
        #expect(try await ward.plan().isEmpty)
    }

    @Test(
        "a guest of a host that has booted starts as it was made while its file cannot be used",
        arguments: [false, true])
    func brokenFileAtBoot(isStopped: Bool) async throws {
        let ward = Ward()
        for name in ["a", "b"] { ward.define(Ward.guest(name)) }
        try await ward.apply()
        if isStopped { try await ward.stopAll() }
        ward.rejected = [RejectedDefinition(file: "a.cfg", name: "a")]
        ward.definitions.removeAll { $0.file == "a.cfg" }
        if isStopped { #expect(try await ward.plan().isEmpty, "the host is still going down") }
        try await ward.host.bootHost()
        let plan = try await ward.plan()
        #expect(plan.actions[0].reason == "the host has booted; as it was made: a.cfg cannot be used")
        try await ward.apply()
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.plan().isEmpty)
    }
}
