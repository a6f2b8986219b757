import Applying
import GuestModel
import Host
import Lives
import Planning
import Policy
import SimulatedHost
import Testing

@Suite("One disk that several guests want is one guest's at a time, and nobody is down or bare for it")
struct ContendedDiskTests {
    /// Guests whose disks are what only another boot can change.
    private func ward(_ names: String..., policy: String = "") async throws -> Ward {
        let ward = Ward()
        try ward.policy(policy)
        for name in names { ward.define(guest(name, disk: "/dev/vg0/\(name)")) }
        try await ward.apply()
        return ward
    }

    private func guest(_ name: String, disk path: String) -> GuestConfiguration {
        var guest = Ward.guest(name)
        guest.type = .hvm(HVM())
        guest.boot = Boot()
        guest.disks[0].path = path
        guest.disks[0].vdev = "hda"
        return guest
    }

    private func disks(_ ward: Ward) async throws -> [String: String] {
        var paths: [String: String] = [:]
        for domain in try await ward.world().domains where domain.state == .running {
            paths[domain.name] = try await ward.observed(domain.name).disks.first?.path
        }
        return paths
    }

    @Test("guests that hand a disk on are built anew in the order in which they let go of it")
    func chain() async throws {
        let ward = try await ward("a", "b", "c", policy: "defaults: {update: restart}")
        ward.define(guest("a", disk: "/dev/vg0/b"))
        ward.define(guest("b", disk: "/dev/vg0/c"))
        ward.define(guest("c", disk: "/dev/vg0/new"))
        #expect(try await ward.plan().inOrder.map(\.guest) == ["c", "b", "a"])
        #expect(try await ward.apply().isComplete)
        #expect(try await disks(ward) == ["a": "/dev/vg0/b", "b": "/dev/vg0/c", "c": "/dev/vg0/new"])
        #expect(try await ward.plan().isEmpty)
    }

    @Test("guests that want each other's disk at their next boot are told so, and nobody is stopped for it")
    func circle() async throws {
        let ward = try await ward("a", "b", policy: "defaults: {update: restart}")
        ward.define(guest("a", disk: "/dev/vg0/b"))
        ward.define(guest("b", disk: "/dev/vg0/a"))
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked, .blocked])
        #expect(
            plan.actions[0].reason.hasSuffix(
                "it and b each wait for what another of them has; stop one of them, apply, and start it again"))
        try await ward.apply()
        #expect(try await ward.world().domains.map(\.domid) == [1, 2])
        // What the reason says to do.
        try await ward.command(.stop(AskedStopping()), "a")
        #expect(try await ward.apply().isComplete)
        try await ward.command(.start, "a")
        #expect(try await disks(ward) == ["a": "/dev/vg0/b", "b": "/dev/vg0/a"])
        #expect(try await ward.plan().isEmpty)
    }

    /// A guest whose further disk comes and goes while it runs.
    private func paravirtual(_ name: String, also path: String, as vdev: String = "xvdb") -> GuestConfiguration {
        var guest = Ward.guest(name)
        var disk = guest.disks[0]
        (disk.path, disk.vdev) = (path, vdev)
        guest.disks.append(disk)
        return guest
    }

    @Test(
        "a guest that runs and one that is built anew cannot change disks, and the plan says so; one after the other they can"
    )
    func mixedCircle() async throws {
        let ward = try await ward("b", policy: "defaults: {update: restart}")
        ward.define(paravirtual("a", also: "/dev/vg0/y"))
        try await ward.apply()
        ward.define(paravirtual("a", also: "/dev/vg0/b", as: "xvdc"))
        ward.define(guest("b", disk: "/dev/vg0/y"))
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked, .blocked])
        #expect(plan.actions[1].reason.contains("it and a each wait for what another of them has"))
        try await ward.apply()
        #expect(try await ward.observed("a").disks.map(\.path).contains("/dev/vg0/y"))
        try await ward.command(.stop(AskedStopping()), "b")
        #expect(try await ward.apply().isComplete)
        try await ward.command(.start, "b")
        #expect(try await ward.plan().isEmpty)
        #expect(try await disks(ward)["b"] == "/dev/vg0/y")
    }

    @Test("a guest that runs gets the disk of one that is built anew, in the same run")
    func liveAfterRestart() async throws {
        let ward = try await ward("b", policy: "defaults: {update: restart}")
        ward.define(Ward.guest("a"))
        try await ward.apply()
        ward.define(paravirtual("a", also: "/dev/vg0/b"))
        ward.define(guest("b", disk: "/dev/vg0/new"))
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.observed("a").disks.map(\.path).contains("/dev/vg0/b"))
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a circle is told of to one that is in it, and not to one that only waits for it")
    func beside() async throws {
        let ward = try await ward("a", "b", "c", policy: "defaults: {update: restart}")
        ward.define(guest("a", disk: "/dev/vg0/b"))
        ward.define(guest("b", disk: "/dev/vg0/c"))
        ward.define(guest("c", disk: "/dev/vg0/b"))
        let reasons = try await ward.plan().actions.map(\.reason)
        #expect(!reasons[0].contains("each wait"), "\(reasons)")
        #expect(reasons[1].contains("it and c each wait"), "\(reasons)")
    }

    @Test("a device that is held back is promised to nobody")
    func heldBack() async throws {
        let ward = try await ward("b")
        ward.define(paravirtual("a", also: "/dev/vg0/x"))
        try await ward.apply()
        var other = paravirtual("a", also: "/dev/vg0/gone", as: "xvdc")
        other.disks += [paravirtual("a", also: "/dev/vg0/ok", as: "xvdd").disks[1]]
        ward.define(other)
        ward.define(guest("c", disk: "/dev/vg0/x"))
        try await ward.host.happen { world throws(HostError) in world.machine.missing = ["/dev/vg0/gone"] }
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.kind) == [.blocked, .blocked])
        #expect(plan.actions[1].reason == "cannot be created: disk /dev/vg0/x is written by domain 2 (a)")
    }

    @Test("a guest is no obstacle to itself while it waits for another name")
    func renamed() async throws {
        let ward = try await ward("a")
        var other = guest("b", disk: "/dev/vg0/a")
        other.uuid = try await ward.domain("a")?.uuid
        ward.definitions = []
        ward.define(other, file: "a.cfg")
        #expect(try await ward.command(.restart(AskedStopping()), "a").report.isComplete)
    }

    @Test("a guest that reboots comes back as it was while another one clings to what its definition wants")
    func clinging() async throws {
        let ward = try await ward("a", "b", policy: "defaults: {update: restart, stop: {timeout: 5}}")
        try await ward.host.guest("b", behaves: .ignoresShutdown)
        ward.define(guest("a", disk: "/dev/vg0/b"))
        ward.define(guest("b", disk: "/dev/vg0/new"))
        try await ward.host.guest("a", does: .reboots)
        let report = try await ward.apply()
        let result = try #require(report.outcomes.first { $0.action.guest == "a" }?.result)
        guard case .failed(let reasons, changedSomething: true) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(reasons == ["disk /dev/vg0/b is written by domain 2 (b)", "it has come back as it was"])
        #expect(try await disks(ward) == ["a": "/dev/vg0/a", "b": "/dev/vg0/b"])
    }

    @Test(
        "nobody is promised a disk that somebody plugged into another guest, where the policy leaves it there",
        arguments: ["{a: {drift: report}}", "{a: {ignore: [disks]}}"])
    func pluggedIn(_ policy: String) async throws {
        let ward = try await ward("a", "b", policy: "guests: \(policy)")
        var disk = Ward.guest("a").disks[0]
        (disk.path, disk.vdev) = ("/dev/vg0/z", "xvdb")
        try await ward.host.happen { [disk] world throws(HostError) in try world.attachForeign(.disk(disk), to: "a") }
        ward.define(guest("b", disk: "/dev/vg0/z"))
        ward.define(guest("c", disk: "/dev/vg0/z"))
        try await ward.host.guest("b", does: .reboots)
        let plan = try await ward.plan()
        #expect(plan.actions.map(\.guest) == ["b", "c"])
        #expect(
            plan.actions[0].reason.contains(
                "as it was, since what its definition says cannot be built: disk /dev/vg0/z"))
        #expect(plan.actions[1].reason == "cannot be created: disk /dev/vg0/z is written by domain 1 (a)")
        try await ward.apply()
        #expect(try await disks(ward) == ["a": "/dev/vg0/a", "b": "/dev/vg0/b"])
    }

    @Test(
        "a guest that shares a disk comes back with it though its definition is gone, or cannot be used",
        arguments: [true, false])
    func shared(isGone: Bool) async throws {
        let ward = Ward()
        for name in ["a", "b"] { ward.define(guest(name, disk: "/dev/vg0/s"), sharing: ["hda"]) }
        #expect(try await ward.apply().isComplete)
        ward.definitions.removeAll { $0.name == "b" }
        if !isGone { ward.rejected = [RejectedDefinition(file: "b.cfg", name: "b")] }
        try await ward.host.guest("b", does: .reboots)
        #expect(try await ward.apply().isComplete)
        #expect(try await disks(ward) == ["a": "/dev/vg0/s", "b": "/dev/vg0/s"])
    }

    @Test("one disk in several spellings is one disk", arguments: ["vg0/a", "/dev//vg0/a", "/dev/./vg0/a"])
    func spellings(_ path: String) async throws {
        let ward = try await ward("a")
        ward.define(guest("b", disk: path))
        ward.definitions.removeAll { $0.name == "a" }
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
    }
}
