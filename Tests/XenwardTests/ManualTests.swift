import Foundation
import Testing

@Suite("The manual tells of every option")
struct ManualTests {
    static func page(_ name: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/man/\(name)"), encoding: .utf8)
    }

    @Test(
        "xenward-watch(8): each of its commands', but for those that most commands have",
        arguments: ["watch", "stop-all"])
    func watch(command: String) throws {
        let page = try Self.page("xenward-watch.8")
        let common: Set = [
            "connect", "state", "config", "insecure-definitions", "json", "no-color", "verbose", "quiet", "version",
            "help",
        ]
        let help = try Workplace.run([command, "--help"], in: NSTemporaryDirectory()).output
        let options = Set(help.matches(of: /--([a-z][a-z-]*)/).map { String($0.1) }).subtracting(common)
        #expect(options.count > 1)
        for option in options {
            let isTold = page.split(separator: "\n").contains {
                $0.hasPrefix(".It") && $0.contains("Fl -\(option)")
            }
            #expect(isTold, "--\(option)")
        }
    }

    @Test("xenward(1): a place for what the program says of itself")
    func frame() throws {
        let lines = try Self.page("xenward.1.in").split(separator: "\n")
        #expect(lines.contains("@commands@") && lines.contains("@options@"))
    }
}
