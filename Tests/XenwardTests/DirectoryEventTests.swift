import Foundation
import Testing

@testable import xenward

@Suite("The kernel tells of changes below a directory")
struct DirectoryEventTests {
    /// Counts what is heard while changes are made one after another, each of which has to be heard.
    private func everyChangeIsHeard(in root: String, _ changes: [(String, () throws -> Void)]) async throws {
        let heard = Heard()
        let stream = try #require(DirectoryEvents.stream(of: root))
        let listener = Task { for await _ in stream { await heard.add() } }
        defer { listener.cancel() }
        for (name, change) in changes {
            try await Task.sleep(for: .milliseconds(100))
            let before = await heard.count
            try change()
            for _ in 0..<100 where await heard.count == before { try await Task.sleep(for: .milliseconds(20)) }
            #expect(await heard.count > before, "\(name)")
        }
    }

    private actor Heard {
        var count = 0
        func add() { count += 1 }
    }

    @Test("files that come, change, get another name and go, in folders that were there and in new ones")
    func changes() async throws {
        let files = FileManager.default
        let root = NSTemporaryDirectory() + "directory-events-\(UUID().uuidString)"
        let elsewhere = root + "-elsewhere"
        for folder in [root, root + "/old", elsewhere, elsewhere + "/site"] {
            try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        defer { for folder in [root, elsewhere] { try? files.removeItem(atPath: folder) } }
        func write(_ text: String, _ path: String) throws {
            try text.write(toFile: path, atomically: false, encoding: .utf8)
        }
        try write("a", elsewhere + "/linked.cfg")
        try files.createSymbolicLink(atPath: root + "/link.cfg", withDestinationPath: elsewhere + "/linked.cfg")
        try files.createSymbolicLink(atPath: root + "/site", withDestinationPath: elsewhere + "/site")
        let before = DirectoryFingerprint.of(root)
        try files.createDirectory(atPath: elsewhere + "/site/deep", withIntermediateDirectories: false)
        #expect(DirectoryFingerprint.of(root) != before, "a folder that a link leads to is looked into")
        try await everyChangeIsHeard(
            in: root,
            [
                ("a new file", { try write("a", root + "/a.cfg") }),
                ("a file that changes", { try write("b", root + "/a.cfg") }),
                ("a file in a folder", { try write("a", root + "/old/b.cfg") }),
                (
                    "a new folder",
                    { try files.createDirectory(atPath: root + "/new", withIntermediateDirectories: false) }
                ),
                ("a file in the new folder", { try write("a", root + "/new/c.cfg") }),
                ("another name", { try files.moveItem(atPath: root + "/a.cfg", toPath: root + "/new/a.cfg") }),
                ("a file that goes", { try files.removeItem(atPath: root + "/new/c.cfg") }),
                ("where a link leads", { try write("b", elsewhere + "/linked.cfg") }),
                ("a file where a link to a folder leads", { try write("a", elsewhere + "/site/deep/d.cfg") }),
                ("a folder that goes", { try files.removeItem(atPath: root + "/old") }),
            ])
    }

    @Test("of a directory that is not there, nothing can be told")
    func absent() { #expect(DirectoryEvents.stream(of: "/nowhere/at/all") == nil) }
}

@Suite("A bell wakes the one who waits")
struct BellTests {
    @Test("at once when it was rung before, and at the latest when the time is over", .timeLimit(.minutes(10)))
    func wakes() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        await bell.wait(atMost: .seconds(1_000_000))
        await bell.wait(atMost: .milliseconds(20))
    }
}
