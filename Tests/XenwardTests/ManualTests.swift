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

    @Test("--help: paragraphs are as wide as the terminal, and examples fit into 80 columns")
    func paragraphs() throws {
        let described = try Workplace.run(["--experimental-dump-help"], in: NSTemporaryDirectory()).output
        let texts = Self.texts(in: try JSONSerialization.jsonObject(with: Data(described.utf8)))
        #expect(texts.count > 100)
        for text in texts {
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            for (line, next) in zip(lines, lines.dropFirst()) where !line.isEmpty && !next.isEmpty {
                #expect(line.hasPrefix(" ") && next.hasPrefix(" "), "a break that is not the terminal's: \(line)")
            }
            for example in lines where example.hasPrefix(" ") { #expect(example.count <= 80, "\(example)") }
        }
    }

    /// What a description of the commands says in words, however deep it stands.
    private static func texts(in described: Any) -> [String] {
        if let members = described as? [String: Any] {
            return members.flatMap { name, value in
                (value as? String).map { ["abstract", "discussion"].contains(name) ? [$0] : [] } ?? texts(in: value)
            }
        }
        return (described as? [Any] ?? []).flatMap(texts)
    }

    @Test("xenward(1): a place for what the program says of itself")
    func frame() throws {
        let lines = try Self.page("xenward.1.in").split(separator: "\n")
        #expect(lines.contains("@commands@") && lines.contains("@options@"))
    }
}
