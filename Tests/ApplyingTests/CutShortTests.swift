import Applying
import GuestModel
import Host
import LibxlJSON
import Lives
import Planning
import SimulatedHost
import Testing

/// A run that ends between an effect and its record, or an effect that ends halfway.
@Suite("What is cut short is finished by the next run")
struct CutShortTests {
    @Test("a guest that powered itself off stays off, even when the run ended right after its domain was destroyed")
    func poweredOff() async throws {
        let ward = try await Ward.running("a")
        try await ward.host.guest("a", does: .powersOff)
        let report = try await ward.carryOut(try await ward.plan(), savesUntilFull: 1)
        #expect(report.recordingFailure != nil)
        #expect(try await ward.domain("a") == nil)
        #expect(try await ward.plan().actions.isEmpty)
        #expect(try await ward.plan().remarks.map(\.text).first?.hasPrefix("stays off") == true)
    }

    @Test("a domain whose creation was cut short is pruned without being let run")
    func pruneHalfBuilt() async throws {
        let ward = Ward()
        ward.define(Ward.guest("keep"))
        ward.define(Ward.guest("a"))
        let plan = try await ward.plan()
        // The disk is full once the guest's uuid and nonce are on it.
        _ = try await ward.carryOut(plan, savesUntilFull: 1)
        #expect(try await ward.domain("a")?.state == .paused)
        ward.definitions.removeAll { $0.file == "a.cfg" }
        let report = try await ward.apply(PlanOptions(prunes: true))
        #expect(report.isComplete, "\(report.outcomes)")
        #expect(try await ward.domain("a") == nil)
        let done = await ward.host.history.filter { $0.guest == "a" }.map(\.operation)
        #expect(!done.contains(.unpause), "\(done)")
        #expect(try await ward.plan().isEmpty)
    }

    @Test("nobody's leave is needed to take away what is left of making a guest that nobody defines any more")
    func halfBuiltAndGone() async throws {
        let ward = Ward()
        for name in ["keep", "a"] { ward.define(Ward.guest(name)) }
        _ = try await ward.carryOut(try await ward.plan(), savesUntilFull: 1)
        #expect(try await ward.domain("a")?.state == .paused)
        ward.definitions.removeAll { $0.file == "a.cfg" }
        #expect(try await ward.apply().isComplete)
        #expect(try await ward.domain("a") == nil)
        #expect(try await ward.plan().isEmpty)
    }

    @Test(
        "a guest that has run before is not taken away for that, nor by a directory that is empty, nor one that is protected",
        arguments: ["rebuilt", "empty", "protected"])
    func halfBuiltAndKept(how: String) async throws {
        let ward = Ward()
        for name in ["keep", "a"] { ward.define(Ward.guest(name)) }
        if how == "rebuilt" {
            try await ward.apply()
            try await ward.host.guest("a", does: .reboots)
            var moments = 1
            while try await ward.domain("a")?.state != .paused, moments < 20 {
                _ = try? await ward.apply(killedAfter: moments)
                moments += 1
            }
        } else {
            _ = try await ward.carryOut(try await ward.plan(), savesUntilFull: 1)
        }
        #expect(try await ward.domain("a")?.state == .paused)
        if how == "protected" { try ward.policy("guests: {a: {protect: true}}") }
        if how == "empty" { ward.definitions = [] } else { ward.definitions.removeAll { $0.file == "a.cfg" } }
        try await ward.apply()
        #expect(try await ward.domain("a") != nil)
        #expect(ward.state.guests.contains { $0.name == "a" })
    }

    @Test("a guest that was stopped and could not be built again counts as changed")
    func stoppedAndNotBuilt() async throws {
        var guest = Ward.guest("a")
        let ward = try await Ward.running(guest)
        guest.features.nestedHVM = true
        ward.define(guest)
        await ward.host.inject(Fault(.error(.fail), in: .create))
        let report = try await ward.apply(PlanOptions(allowsRestart: true))
        #expect(try await ward.domain("a") == nil)
        #expect(report.didAnything)
        await ward.host.clearFaults()
        #expect(try await ward.apply().isComplete)
    }

    @Test("a guest is not built on a disk that another one was to let go of, and did not")
    func diskThatStays() async throws {
        var holder = Ward.guest("a")
        var disk = Disk()
        disk.vdev = "xvdb"
        disk.path = "/dev/vg0/data"
        disk.readWrite = true
        holder.disks.append(disk)
        let ward = try await Ward.running(holder)
        holder.disks.removeLast()
        ward.define(holder)
        var heir = Ward.guest("b")
        heir.disks.append(disk)
        ward.define(heir)
        await ward.host.inject(Fault(.error(.fail), in: .detach))
        let report = try await ward.apply()
        #expect(report.outcomes.count == 2)
        #expect(try await ward.domain("b") == nil)
        #expect("\(report.outcomes[1].result)".contains("disk /dev/vg0/data is written by domain 1 (a)"))
        await ward.host.clearFaults()
        try await ward.apply()
        #expect(try await ward.domain("b")?.state == .running)
        #expect(try await ward.plan().isEmpty)
    }
}
