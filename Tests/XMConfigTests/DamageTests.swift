import FormatSupport
import GuestModel
import ReadResults
import SeededNumbers
import Testing

@testable import XMConfig

@Suite("Damaged files of xm's")
struct DamageTests {
    private static let words = [
        "'", "\"", "'''", "\"\"\"", "\\", "[", "]", "(", ")", "{", "=", "+=", "+", "%", ",", ";", "#", "\n", "\u{0}",
        "if x:",
        "None", "True", "-1", "99999999999999999999", "0x", "\\x4", "phy:", "tap:aio:", "disk = [ ", "vif = ['",
        "\u{ff}",
    ]

    @Test("However a file is damaged, there is a guest or an error, and never both", arguments: 0..<6)
    func mutation(_ seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        let pairs = (KeyTests.everyGuest + KeyTests.hvmOnly + KeyTests.framebuffers).map(\.xm)
        for _ in 0..<400 {
            let lines = (0..<5).compactMap { _ in pairs.randomElement(using: &numbers) }
            var bytes = Array((KeyTests.hvm + lines.joined(separator: "\n") + "\n").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &numbers) { bytes.damage(with: Self.words, using: &numbers) }
            expectSense(bytes)
        }
    }

    @Test("random bytes are no guest, and no crash")
    func noise() {
        var numbers = SeededNumbers(seed: 7)
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<120, using: &numbers)
            expectSense((0..<count).map { _ in UInt8.random(in: 1..<127, using: &numbers) })
        }
    }

    @Test(
        "a large file that says one thing again and again takes no longer than others",
        arguments: [
            "a += []\n", "a = []\na += []\n", "a = 1\nb = None\n", "disk = ['phy:/dev/a,xvda,w']\n", "[", "'a' ", "x",
            "if x: y\n", "\\\n",
        ])
    func large(_ line: String) {
        let count = SourceText.sizeLimit / 4 / line.utf8.count
        let bytes = Array((KeyTests.pv + String(repeating: line, count: count)).utf8)
        let clock = ContinuousClock()
        let duration = clock.measure { expectSense(bytes, writes: false) }
        #expect(duration < .seconds(20))
    }

    private func expectSense(_ bytes: [UInt8], writes: Bool = true) {
        let result = XMConfigReader().read(bytes, file: "guest.xm")
        #expect(result.document != nil || result.diagnostics.contains { $0.severity == .error })
        #expect(result.diagnostics.allSatisfy { !$0.message.isEmpty && ($0.location.line ?? 1) >= 1 })
        if writes, let document = result.document {
            let written = XMConfigWriter().write(document, options: WriteOptions(includesSecrets: true))
            #expect(read(written.text).document != nil, "\(written.text)")
        }
    }
}
