import FormatSupport
import GuestModel
import Testing

@Suite("Bytes are checked before anybody reads them")
struct SourceTextTests {
    @Test(
        "plain and international text pass", arguments: ["", "name = \"a\"\n", "ü€😀\u{7ff}\u{800}\u{ffff}\u{10ffff}"])
    func passes(text: String) { #expect(SourceText.check(Array(text.utf8), file: "f") == nil) }

    @Test(
        "a bad byte is refused with its offset, line and column",
        arguments: [
            ([0x61, 0x0a, 0x62, 0x00], 3), ([0xff], 0), ([0x61, 0xc3], 1), ([0xc0, 0x80], 0), ([0xed, 0xa0, 0x80], 0),
            ([0xf4, 0x90, 0x80, 0x80], 0), ([0xe2, 0x82, 0x28], 0),
        ] as [([UInt8], Int)])
    func refused(bytes: [UInt8], offset: Int) throws {
        let diagnostic = try #require(SourceText.check(bytes, file: "f"))
        #expect(diagnostic.message.hasSuffix("at offset \(offset)"))
        #expect(diagnostic.severity == .error)
        if offset == 3 { #expect("\(diagnostic.location)" == "f:2:2") }
    }

    @Test("a file over 1 MiB is refused")
    func size() {
        #expect(SourceText.check([UInt8](repeating: 0x20, count: (1 << 20) + 1), file: "f")?.reason == .limit)
        #expect(SourceText.check([UInt8](repeating: 0x20, count: 1 << 20), file: "f") == nil)
    }

    @Test(
        "a name that cannot be a name of a guest is refused with the rule",
        arguments: ["", "a/b", "a\u{7}", String(repeating: "x", count: 256), "..", "a\u{85}"])
    func names(name: String) { #expect(GuestRules.problem(withName: name) != nil) }

    @Test("ordinary names pass", arguments: ["web1", "example.hvm", "Größe 2", String(repeating: "x", count: 255)])
    func goodNames(name: String) { #expect(GuestRules.problem(withName: name) == nil) }

    @Test("no memory, no vcpu, more than there may be: each is a broken rule")
    func rules() {
        var guest = GuestConfiguration(name: "a", type: .pv(PV()))
        #expect(GuestRules.check(guest).map(\.subject) == [.memory])
        guest.memory.target = 0
        #expect(GuestRules.check(guest).map(\.subject) == [.memory])
        guest.memory.target = 2048
        guest.memory.maximum = 1024
        #expect(GuestRules.check(guest).map(\.subject) == [.memory])
        guest.memory.maximum = 4096
        guest.vcpus.maximum = 2
        guest.vcpus.online = [0, 2]
        #expect(GuestRules.check(guest).map(\.subject) == [.onlineVCPUs])
        guest.vcpus.online = [0, 1]
        #expect(GuestRules.check(guest) == [])
    }
}
