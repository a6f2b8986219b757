import Foundation
import Testing

@testable import Policy

@Suite("xenward.yaml(5) tells of every policy key")
struct ManualTests {
    private func page() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent("docs/man/xenward.yaml.5"), encoding: .utf8)
    }

    @Test("with every word that it takes", arguments: PolicyKey.allCases)
    func keys(key: PolicyKey) throws {
        let entries = try page().components(separatedBy: "\n.It Ic ").dropFirst()
        let entry = try #require(entries.first { $0.hasPrefix("\(key.rawValue)\n") }, "\(key.rawValue) is not told of")
        // Only where they are words, and not a sentence about them.
        let words = key.values.split(separator: ", ").map(String.init)
        guard words.count > 1, words.allSatisfy({ !$0.contains(" ") }) else { return }
        for word in words { #expect(entry.contains(".It Cm \(word)\n"), "\(key.rawValue) takes \(word)") }
    }

    @Test("and its example is a policy")
    func example() throws {
        let text = try #require(try page().components(separatedBy: "\n.Sh EXAMPLES\n").last)
        let lines = text.split(separator: "\n").dropFirst().prefix { $0 != ".Ed" }
        let policy = try PolicyFile.read(Array(lines.joined(separator: "\n").utf8))
        #expect(policy.destroyLimit == 2 && policy.policy(for: "web7").stopping.timeout == 120)
    }
}
