import Foundation
import Testing

@testable import XLConfig

@Suite("autoballoon = \"auto\" looks at dom0_mem= on Xen's command line")
struct Dom0MemoryTests {
    @Test(
        "dom0 gives up memory unless it was given some",
        arguments: [
            ("", true), ("console=vga noreboot", true), ("dom0_mem=512M", false),
            ("console=vga dom0_mem=1G,max:2G", false),
            ("dom0_mem=min:512M,max:50%", false), ("dom0_mem=-1G+10%", false), ("dom0_mem=", true),
            ("dom0_mem=lots", true),
            ("xdom0_mem=512M", true), ("dom0_mem=lots dom0_mem=1G", false),
        ])
    func auto(commandLine: String, isOn: Bool) {
        #expect(ToolstackConfiguration.Autoballoon.auto.isOn(xenCommandLine: commandLine) == isOn)
        #expect(ToolstackConfiguration.Autoballoon.on.isOn(xenCommandLine: commandLine))
        #expect(!ToolstackConfiguration.Autoballoon.off.isOn(xenCommandLine: commandLine))
    }

    @Test("a long option takes no long time", .timeLimit(.minutes(1)))
    func long() {
        let line = "dom0_mem=" + String(repeating: "1", count: 4096) + "x"
        #expect(ToolstackConfiguration.Autoballoon.auto.isOn(xenCommandLine: line))
    }

    /// The regular expression by which xl decides, as its program holds it.
    private static let judge: String? = {
        guard let program = FileManager.default.contents(atPath: "/usr/lib/xen-4.17/bin/xl"),
            let start = program.range(of: Data("(^| )dom0_mem=".utf8))?.lowerBound
        else { return nil }
        return String(decoding: program[start...].prefix { $0 != 0 }, as: UTF8.self)
    }()

    @Test("xl's own expression agrees, on random command lines", .enabled(if: judge != nil, "needs xen-utils-4.17"))
    func agreement() throws {
        var expression = regex_t()
        try #require(regcomp(&expression, try #require(Self.judge), REG_EXTENDED | REG_NOSUB) == 0)
        defer { regfree(&expression) }
        let parts = [
            "dom0_mem=", " dom0_mem=", "min:", "max:", "1", "51", "512", "M", "g", "x", ",", "%", "-", "+", " ",
        ]
        var generator = SeededNumbers(seed: 17)
        var found = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...9, using: &generator)
            let line = "dom0_mem=" + (0..<count).map { _ in parts.randomElement(using: &generator) ?? "" }.joined()
            let theirs = regexec(&expression, line, 0, nil, 0) == 0
            if theirs { found += 1 }
            #expect(Dom0Memory.isGiven(by: line) == theirs, "\(line)")
        }
        #expect(found > 500, "too few lines with the option to mean anything: \(found)")
    }
}
