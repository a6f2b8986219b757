import Foundation
import Testing

@Suite("xenward-state(5) tells of every key of the state")
struct ManualTests {
    private func text(_ path: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test("that its reader asks for")
    func keys() throws {
        let reader = try text("Sources/StateStore/Document/StateReader.swift")
        let keys = Set(reader.matches(of: /(?:required|optional)\("([a-z_]+)"\)/).map { String($0.1) })
        #expect(keys.isSuperset(of: ["lineage", "intent", "boot_id", "settled"]) && keys.count > 25)
        let page = try text("docs/man/xenward-state.5")
        let told = page.split(separator: "\n").filter { $0.hasPrefix(".It Ic ") || $0.hasPrefix(".Ic ") }
            .flatMap { $0.split(separator: " ").map(String.init) }
        for key in keys.sorted() { #expect(told.contains(key), "\(key)") }
    }
}
