import Definitions
import Foundation
import Glibc
import GuestModel
import Testing

@Suite("On a real host, what others could have written is not heeded")
struct TrustTests {
    @Test("a file, or a folder on the way, that others may write sets the guest aside, and only that")
    func writable() async throws {
        let folder = try Folder(["a.cfg": cfg("a"), "b.cfg": cfg("b"), "team/c.cfg": cfg("c"), "d.cfg": cfg("d")])
        chmod(folder.path + "/a.cfg", 0o664)
        chmod(folder.path + "/team", 0o777)
        var set = try await folder.scan()
        set.distrust(below: folder.path)
        #expect(set.names == ["b", "d"])
        #expect(set.rejected.map(\.name) == ["a", "c"])
        #expect(set.diagnostics.map(\.message).allSatisfy { $0.contains("can be written by others") })
    }

    @Test("a link is as good as what it leads to")
    func link() async throws {
        let elsewhere = try Folder(["b.cfg": cfg("b"), "c.cfg": cfg("c")])
        chmod(elsewhere.path + "/c.cfg", 0o666)
        let folder = try Folder(["a.cfg": cfg("a")])
        for name in ["b", "c"] {
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/\(name).cfg", withDestinationPath: elsewhere.path + "/\(name).cfg")
        }
        var set = try await folder.scan()
        set.distrust(below: folder.path)
        #expect(set.names == ["a", "b"])
    }

    @Test("what belongs to another user is not heeded", .enabled(if: geteuid() == 0, "only root can give files away"))
    func owner() async throws {
        let folder = try Folder(["a.cfg": cfg("a"), "b.cfg": cfg("b")])
        chown(folder.path + "/b.cfg", 65534, 65534)
        var set = try await folder.scan()
        set.distrust(below: folder.path)
        #expect(set.names == ["a"])
        #expect(
            set.diagnostics.map(\.message) == [
                "\(folder.path)/b.cfg belongs to user 65534, so that it is not to be trusted; mend that, or give "
                    + "--insecure-definitions"
            ])
    }

    @Test("a file that is gone, or another one, once it has been read is not believed")
    func replaced() async throws {
        let folder = try Folder(["a.cfg": cfg("a"), "b.cfg": cfg("b"), "c.cfg": cfg("c")])
        var set = try await folder.scan()
        try FileManager.default.removeItem(atPath: folder.path + "/a.cfg")
        try cfg("b").write(toFile: folder.path + "/new", atomically: true, encoding: .utf8)
        #expect(rename(folder.path + "/new", folder.path + "/b.cfg") == 0)
        set.distrust(below: folder.path)
        #expect(set.names == ["c"])
        #expect(set.rejected.map(\.name) == ["a", "b"])
    }

    @Test(
        "each link on the way has to be root's, not only the first",
        .enabled(if: geteuid() == 0, "only root can give files away"))
    func laterLink() async throws {
        let elsewhere = try Folder(["a.cfg": cfg("a"), "b.cfg": cfg("b")])
        let folder = try Folder([:])
        for name in ["a", "b"] {
            try FileManager.default.createSymbolicLink(
                atPath: elsewhere.path + "/\(name)", withDestinationPath: elsewhere.path + "/\(name).cfg")
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/\(name).cfg", withDestinationPath: elsewhere.path + "/\(name)")
        }
        lchown(elsewhere.path + "/b", 65534, 65534)
        var set = try await folder.scan()
        set.distrust(below: folder.path)
        #expect(set.names == ["a"])
        #expect(set.diagnostics[0].message.hasPrefix("the link \(elsewhere.path)/b belongs to user 65534"))
    }

    @Test("a guest whose file was in a folder that others may write is unknown, not removed, when the file is gone")
    func hidden() async throws {
        let folder = try Folder(["team/a.cfg": cfg("a"), "b.cfg": cfg("b"), "own/c.cfg": cfg("c")])
        let guest = { RecordedGuest(name: $0, uuid: GuestUUID(high: 0, low: 1)) }
        let known = KnownDefinitions(
            version: "", sources: ["team/a.cfg": guest("a"), "b.cfg": guest("b"), "own/c.cfg": guest("c")])
        chmod(folder.path + "/team", 0o777)
        for file in ["team/a.cfg", "b.cfg", "own/c.cfg"] {
            try FileManager.default.removeItem(atPath: "\(folder.path)/\(file)")
        }
        var set = try await folder.scan()
        set.distrust(below: folder.path, known: known)
        #expect(set.rejected.map(\.name) == ["a"])
    }
}
