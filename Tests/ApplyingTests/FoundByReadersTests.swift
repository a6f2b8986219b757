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

    private func ward(_ names: String...) async throws -> Ward {
        let ward = Ward()
        for name in names { ward.define(Ward.guest(name)) }
        try await ward.apply()
        return ward
    }

    @Test("a file that cannot be used may define a guest under another name, and keeps it from being pruned")
    func renamedAndBroken() async throws {
        let ward = try await ward("a", "b")
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
        let ward = try await ward("a")
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
        let ward = try await ward("a", "b")
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
        let ward = try await ward("a")
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
        let ward = try await ward("a", "b")
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
        let ward = try await ward("a")
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
        let ward = try await ward("a")
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
        let ward = try await ward("a", "b")
        try ward.policy("guests: {a: {suspend: true}}")
        #expect(try await ward.command(.restart(.init()), "a").plan.actions.map(\.kind) == [.blocked])
    }

    @Test("a guest is not restarted by hand into a name that another domain has")
    func takenName() async throws {
        let ward = try await ward("a")
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
}
