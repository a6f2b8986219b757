import Applying
import GuestModel
import Host
import Lives
import Planning
import Policy
import SimulatedHost
import Testing

@Suite("What a person asks of a guest by name is done, and remembered")
struct ByHandTests {
    @Test("a guest that somebody stopped stays off, also when its definition changes and the host boots")
    func stopped() async throws {
        let ward = try await Ward.running("a")
        #expect(try await ward.command(.stop(AskedStopping()), "a").report.isComplete)
        #expect(try await ward.domain("a") == nil)
        #expect(try await ward.plan().isEmpty)
        ward.define(Ward.guest("a", memory: 300))
        #expect(try await ward.plan().isEmpty)
        try await ward.host.bootHost()
        let plan = try await ward.plan()
        #expect(plan.isEmpty)
        #expect(plan.remarks.map(\.text).contains { $0.hasPrefix("stays off: stopped at") })
    }

    @Test("start runs it again, as its definition is now, and then there is nothing to do")
    func started() async throws {
        let ward = try await Ward.running("a")
        try await ward.command(.stop(AskedStopping()), "a")
        ward.define(Ward.guest("a", memory: 300))
        #expect(try await ward.command(.start, "a").plan.actions.map(\.kind) == [.create])
        #expect(try await ward.observed("a").memory.target == 300 << 10)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("start brings back a guest that powered itself off")
    func startedAfterPoweroff() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.guest("a", does: .powersOff)
        try await ward.apply()
        #expect(try await ward.plan().isEmpty)
        try await ward.command(.start, "a")
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a deaf guest is not stopped, and is to run as before; its power is cut only when that was asked for")
    func deaf() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.guest("a", behaves: .ignoresShutdown)
        let failed = try await ward.command(.stop(AskedStopping(timeout: 5)), "a").report
        #expect(!failed.isComplete)
        #expect(try await ward.domain("a")?.state == .running)
        #expect(try await ward.plan().isEmpty)
        #expect(try await ward.command(.stop(AskedStopping(timeout: 5, then: .destroy)), "a").report.isComplete)
        #expect(try await ward.domain("a") == nil)
    }

    @Test("restart takes what waits for the next boot")
    func restarted() async throws {
        let ward = try await Ward.running("a")
        var changed = Ward.guest("a")
        changed.boot.kernel = "/boot/vmlinuz.new"
        ward.define(changed)
        try await ward.apply()
        let before = try await ward.domain("a")?.domid
        let plan = try await ward.command(.restart(AskedStopping()), "a").plan
        #expect(plan.actions.map(\.kind) == [.restart])
        #expect(plan.actions.first?.changes.map(\.change.place) == ["boot.kernel"])
        #expect(try await ward.domain("a")?.domid != before)
        #expect(try await ward.observed("a").boot.kernel == "/boot/vmlinuz.new")
        #expect(try await ward.plan().isEmpty)
    }

    @Test("a forgotten guest runs on, and is somebody else's from then on")
    func forgotten() async throws {
        let ward = try await Ward.running("a")
        try await ward.command(.forget, "a")
        #expect(try await ward.domain("a")?.state == .running)
        #expect(ward.state.guests == [])
        #expect(try await ward.plan().actions.map(\.kind) == [.blocked])
        ward.definitions = []
        #expect(try await ward.plan(PlanOptions(prunes: true)).isEmpty)
    }

    @Test("protection outlives the definition, and is lifted by name")
    func protected() async throws {
        let ward = try await Ward.running("a")
        ward.define(Ward.guest("b"))
        try await ward.apply()
        try await ward.command(.protect, "a")
        ward.definitions.removeAll { $0.name == "a" }
        #expect(try await ward.plan(PlanOptions(prunes: true)).actions.map(\.kind) == [.blocked])
        #expect(try await ward.command(.forget, "a").plan.actions.map(\.kind) == [.blocked])
        try await ward.command(.unprotect, "a")
        #expect(try await ward.plan(PlanOptions(prunes: true)).actions.map(\.kind) == [.destroy])
    }

    @Test("nothing is done to a suspended guest, whatever happens")
    func suspended() async throws {
        let ward = try await Ward.running("a")
        try await ward.command(.suspend, "a")
        ward.define(Ward.guest("a", memory: 300))
        #expect(try await ward.plan().isEmpty)
        try await ward.host.guest("a", does: .crashes)
        #expect(try await ward.plan().isEmpty)
        #expect(try await ward.command(.restart(AskedStopping()), "a").plan.actions.map(\.kind) == [.blocked])
        try await ward.command(.resume, "a")
        #expect(try await ward.plan().isEmpty == false)
    }

    @Test("what is so already is said, and nothing is done", arguments: [GuestCommand.start, .unprotect, .resume])
    func already(command: GuestCommand) async throws {
        let ward = try await Ward.running("a")
        let saves = ward.saves
        let plan = try await ward.command(command, "a").plan
        #expect(plan.isEmpty && plan.bookkeeping.isEmpty)
        #expect(plan.remarks.count == 1)
        #expect(ward.saves == saves)
    }

    @Test("while names wait to be swapped, a guest is called what its definition says, as in plans")
    func names() async throws {
        var (a, b) = (Ward.guest("a"), Ward.guest("b"))
        (a.uuid, b.uuid) = (GuestUUID(high: 1, low: 1), GuestUUID(high: 2, low: 2))
        let ward = try await Ward.running(a, b)
        ward.definitions = []
        (a.name, b.name) = ("b", "a")
        ward.define(a)
        ward.define(b)
        let plan = try await ward.command(.stop(AskedStopping()), "a").plan
        #expect(try await ward.world().domains.map(\.uuid) == [GuestUUID(high: 1, low: 1)])
        #expect(plan.remarks.map(\.text) == ["it is domain 2, which is still called b"])
    }

    @Test("a domain that xenward made and remembers nothing of is no stranger's: the way back is told")
    func madeAndForgotten() async throws {
        let ward = try await Ward.running("a")
        try await ward.command(.forget, "a")
        let repair =
            #"domain 1 has its name, and xenward made it and remembers nothing of it; "xenward state repair" does"#
        #expect(try await ward.command(.suspend, "a").plan.actions.map(\.reason) == [repair])
        ward.definitions = []
        let stop = try await ward.command(.stop(AskedStopping()), "a").plan
        #expect(stop.actions[0].reason.contains("xenward state repair"))
    }

    @Test("a guest that nobody knows is refused")
    func unknown() async throws {
        let plan = try await Ward.running("a").command(.stop(AskedStopping()), "b").plan
        #expect(plan.actions.map(\.reason) == ["no guest is called b: neither defined nor remembered"])
    }
}

@Suite("A run that is interrupted ends what it has begun, and begins nothing more")
struct InterruptionTests {
    @Test("guests whose turn had not come are told of, and the next run does the rest")
    func interrupted() async throws {
        let ward = Ward()
        for name in ["a", "b", "c"] { ward.define(Ward.guest(name)) }
        // Asked for before each action: the second one is not begun.
        let asked = SharedClock()
        ward.isInterrupted = {
            asked.advance(1)
            return asked.now > 1_700_000_002
        }
        let report = try await ward.apply()
        #expect(report.outcomes.map(\.result) == [.done, .notReached, .notReached])
        #expect(!report.isComplete && report.didAnything)
        ward.isInterrupted = { false }
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.world().domains.count == 3)
    }
}
