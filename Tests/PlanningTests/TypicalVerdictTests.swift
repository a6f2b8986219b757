import GuestModel
import Testing

@testable import Planning

@Suite("What a plan would say of a field is known without a plan")
struct TypicalVerdictTests {
    private func verdicts(_ name: String) throws -> [TypicalVerdict] {
        try #require(Field.all.first { $0.name == name }).typicalVerdicts
    }

    @Test("there is something to say of every field, and only what differs says when")
    func every() {
        for field in Field.all + [.runState] {
            let verdicts = field.typicalVerdicts
            #expect(!verdicts.isEmpty, "\(field)")
            #expect(Set(verdicts.map(\.verdict)).count == verdicts.count, "\(field)")
            if verdicts.count == 1 { #expect(verdicts[0].situation == nil, "\(field)") }
        }
    }

    @Test("what a domain cannot outgrow is live, and beyond that a restart")
    func limits() throws {
        for name in ["memory.target", "memory.maximum", "vcpus.online"] {
            let effects = try verdicts(name).map(\.verdict.kind)
            #expect(effects == [.live, .restart], "\(name)")
        }
        #expect(try verdicts("vcpus.maximum").map(\.verdict.kind) == [.nextBoot, .restart])
    }

    @Test("devices are judged by what they are and whose")
    func devices() throws {
        let disk = try verdicts("disks")
        #expect(disk.map(\.situation) == ["PV, PVH, xvd* of HVM", "emulated", "CD drive of HVM", "virtio"])
        #expect(disk.map(\.verdict.kind) == [.live, .restart, .restart, .restart])
        let medium = try verdicts("disks.path").first { $0.situation == "CD drive of HVM" }
        #expect(medium?.verdict.effect == .live(.insertMedium))
        #expect(try verdicts("pciDevices").map(\.situation) == ["PV, HVM", "PVH"])
        #expect(try verdicts("nics.bridge").contains { $0.verdict.effect == .live(.reattach) })
    }
}
