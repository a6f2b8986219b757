import FormatSupport
import Foundation
import GuestModel
import Testing

@testable import Definitions

/// A directory that goes away with the test.
final class Folder {
    let path = NSTemporaryDirectory() + "xenward-definitions-" + UUID().uuidString

    init(_ files: [String: String] = [:]) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(text, to: name) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ text: String, to name: String) throws {
        let file = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createDirectory(
            atPath: (path + "/" + name as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: target)
    }

    func scan() async throws -> DefinitionSet { try DefinitionSet.scan(path) }
}

func cfg(_ name: String, _ more: String = "") -> String {
    "name = \"\(name)\"\nkernel = \"/k\"\nmemory = 64\n\(more)\n"
}

func xml(_ name: String, _ more: String = "") -> String {
    "<domain type='xen'>\n<name>\(name)</name>\n<memory>65536</memory>\n<os><type>linux</type><kernel>/k</kernel></os>\n\(more)\n</domain>\n"
}

extension DefinitionSet {
    var names: [String] { definitions.map(\.name) }
}

@Suite("A directory is scanned as /etc/xen once was, but safely")
struct ScanTests {
    @Test("a folder in the place of a definition, and a file in that of its folder, have no guest go")
    func replaced() async throws {
        let folder = try Folder(["a.cfg": cfg("a"), "b.cfg/README": "nothing", "team": "no folder"])
        let known = KnownDefinitions(
            version: "",
            sources: [
                "b.cfg": .init(name: "b", uuid: GuestUUID(high: 1, low: 2)),
                "team/c.cfg": .init(name: "c", uuid: GuestUUID(high: 1, low: 3)),
                "gone.cfg": .init(name: "d", uuid: GuestUUID(high: 1, low: 4)),
                "old.cfg": .init(name: "a", uuid: GuestUUID(high: 1, low: 5)),
            ], configuration: { _ in nil })
        let set = try DefinitionSet.scan(folder.path, known: known)
        #expect(set.names == ["a"])
        #expect(set.rejected.compactMap(\.name) == ["b", "c"])
        #expect(
            set.diagnostics.map(\.message) == [
                "it defined b, and is a folder now", "it defined c, and \(folder.path)/team is no folder any more",
            ])
    }

    @Test("definitions are found by name or by a look inside, in the order of their paths")
    func found() async throws {
        let folder = try Folder([
            "c.cfg": cfg("c"), "b.xml": xml("b"), "a.xl": cfg("a"), "plain": cfg("plain"), "noext": xml("noext"),
            "team/x.cfg": cfg("x"), "team/deep/y.xml": "<?xml version='1.0'?>\n<!-- hello -->\n" + xml("y"),
        ])
        let set = try await folder.scan()
        #expect(set.names == ["a", "b", "c", "noext", "plain", "y", "x"])
        #expect(
            set.definitions.map(\.file) == [
                "a.xl", "b.xml", "c.cfg", "noext", "plain", "team/deep/y.xml", "team/x.cfg",
            ])
        #expect(set.diagnostics.filter { $0.severity == .error } == [])
    }

    @Test(
        "what is no definition is passed over, with a reason",
        arguments: [
            (".hidden.cfg", cfg("a")), ("a.cfg~", cfg("a")), ("#a.cfg#", cfg("a")), ("a.cfg.dpkg-old", cfg("a")),
            ("a.cfg.rpmsave", cfg("a")), ("a.cfg.bak", cfg("a")), ("xlexample.hvm", cfg("a")),
            ("xl.conf", "autoballoon=1"),
            ("xend-config.sxp", "(xend-port 8000)"), ("scripts/vif-bridge", "#!/bin/sh\nname=x\n"),
            ("start", "#!/bin/sh\nname=x\n"), ("notes.txt", "call me when name is known"),
            ("net.xml", "<network><name>n</name></network>"),
            ("cpupool", "name = \"p\""), ("empty", ""), ("binary", "\u{7f}ELF name = 3"),
        ])
    func skipped(name: String, text: String) async throws {
        let set = try await Folder([name: text]).scan()
        #expect(set.isEmpty)
        #expect(set.skipped.count == 1)
        #expect(set.skipped.first?.reason.isEmpty == false)
        #expect(set.diagnostics == [])
    }

    @Test("what is not a regular file is passed over without waiting for it")
    func fifo() async throws {
        let folder = try Folder(["a.cfg": cfg("a")])
        mkfifo(folder.path + "/pipe.cfg", 0o600)
        let set = try await folder.scan()
        #expect(set.names == ["a"])
        #expect(set.skipped.map(\.file) == ["pipe.cfg"])
    }

    @Test("folders that hold nothing at all are told of")
    func emptyFolders() async throws {
        let folder = try Folder(["a.cfg": cfg("a"), "team/b.cfg": cfg("b")])
        mkdir(folder.path + "/nfs", 0o700)
        mkdir(folder.path + "/team/old", 0o700)
        mkdir(folder.path + "/site", 0o700)
        mkdir(folder.path + "/site/mount", 0o700)
        #expect(try await folder.scan().emptyFolders == ["nfs", "team/old", "site", "site/mount"])
    }

    @Test("a file reached twice through a link is one definition, by its own name")
    func links() async throws {
        let folder = try Folder(["web.cfg": cfg("web")])
        try folder.link("auto/web", to: "../web.cfg")
        try folder.link("a-first.cfg", to: "web.cfg")
        let set = try await folder.scan()
        #expect(set.definitions.map(\.file) == ["web.cfg"])
        #expect(set.skipped.map(\.file).sorted() == ["a-first.cfg", "auto/web"])
    }

    @Test("a link to a folder above is entered once, and a link that leads nowhere is said")
    func loops() async throws {
        let folder = try Folder(["team/a.cfg": cfg("a")])
        try folder.link("team/up", to: "..")
        try folder.link("gone.cfg", to: "nowhere.cfg")
        let set = try await folder.scan()
        #expect(set.names == ["a"])
        #expect(set.rejected.map(\.file) == ["gone.cfg"])
    }

    @Test("a missing directory is an error of its own")
    func missing() async throws {
        #expect(throws: DefinitionsError.self) { try DefinitionSet.scan("/nowhere/at/all") }
    }

    @Test("a file that looks like a guest and cannot be read is an error; the others go on")
    func broken() async throws {
        let set = try await Folder([
            "a.cfg": cfg("a"), "b.cfg": "name = \"b\"\nmemory = [", "c.xml": "<domain><name>c</name>",
            "d": "(domain (name d))",
        ]).scan()
        #expect(set.names == ["a"])
        #expect(set.rejected.map(\.file).sorted() == ["b.cfg", "c.xml", "d"])
        #expect(set.rejected.first { $0.file == "b.cfg" }?.name == "b")
        #expect(set.diagnostics.filter { $0.severity == .error }.count == 3)
    }

    @Test("a file that nobody may read is not read, even by root")
    func forbidden() async throws {
        let folder = try Folder(["a.cfg": cfg("a"), "b.cfg": cfg("b")])
        chmod(folder.path + "/b.cfg", 0)
        let set = try await folder.scan()
        #expect(set.names == ["a"])
        #expect(set.rejected.map(\.file) == ["b.cfg"])
    }

    @Test("the policy is no definition")
    func policy() async throws {
        let set = try await Folder(["a.cfg": cfg("a"), "xenward.yaml": "version: 1\n"]).scan()
        #expect(set.names == ["a"])
        #expect(set.skipped.map(\.file) == ["xenward.yaml"])
    }

    @Test("what is in the folder auto, or what a link there leads to, starts with the host")
    func auto() async throws {
        let folder = try Folder(["a.cfg": cfg("a"), "b.cfg": cfg("b"), "auto/c.cfg": cfg("c")])
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/auto/10-b", withDestinationPath: "../b.cfg")
        let set = try await folder.scan()
        let automatic = set.definitions.filter(\.startsWithHost).map(\.name)
        #expect(set.names.sorted() == ["a", "b", "c"])
        #expect(automatic.sorted() == ["b", "c"])
    }

    @Test("two hundred definitions keep their order")
    func many() async throws {
        let folder = try Folder()
        for index in 0..<200 { try folder.write(cfg("g\(index)"), to: "g\(index).cfg") }
        let set = try await folder.scan()
        #expect(set.definitions.map(\.file) == (0..<200).map { "g\($0).cfg" }.sorted())
    }
}

@Suite("Definitions that cannot both hold are set aside")
struct ConflictTests {
    private func conflict(_ a: String, _ b: String) async throws -> Diagnostic? {
        let set = try await Folder(["a.cfg": a, "b.cfg": b, "other.cfg": cfg("other")]).scan()
        #expect(set.names.contains("other"))
        let found = set.diagnostics.filter { $0.reason == .conflict }
        if found.isEmpty {
            #expect(set.names == ["a", "b", "other"])
        } else {
            #expect(set.names == ["other"])
            #expect(set.rejected.map(\.file) == ["a.cfg", "b.cfg"])
        }
        return found.first
    }

    @Test("one name twice names both places")
    func name() async throws {
        let set = try await Folder(["a.cfg": cfg("a"), "b.cfg": cfg("a")]).scan()
        let conflict = try #require(set.diagnostics.first { $0.reason == .conflict })
        #expect(conflict.location.file.hasSuffix("b.cfg"))
        #expect(conflict.message.contains("a.cfg"))
        #expect(set.definitions.isEmpty)
        #expect(set.rejected.map(\.name) == ["a", "a"])
    }

    @Test("one uuid, one MAC, one disk that both may write")
    func others() async throws {
        let uuid = #"uuid = "6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b11""#
        #expect(try await conflict(cfg("a", uuid), cfg("b", uuid)) != nil)
        let nic = #"vif = [ "mac=00:16:3e:00:00:01" ]"#
        #expect(try await conflict(cfg("a", nic), cfg("b", nic)) != nil)
        let disk = #"disk = [ "/dev/vg0/a,raw,xvda,rw" ]"#
        #expect(try await conflict(cfg("a", disk), cfg("b", disk)) != nil)
    }

    @Test("a disk that one of them only reads, and CD-ROMs, may be shared")
    func readOnly() async throws {
        let write = #"disk = [ "/dev/vg0/a,raw,xvda,rw" ]"#
        #expect(try await conflict(cfg("a", write), cfg("b", #"disk = [ "/dev/vg0/a,raw,xvda,r" ]"#)) == nil)
        let cdrom = #"disk = [ "/srv/a.iso,raw,xvdc:cdrom,r" ]"#
        #expect(try await conflict(cfg("a", cdrom), cfg("b", cdrom)) == nil)
    }

    @Test("a disk that is shareable may be shared")
    func shareable() async throws {
        let disk =
            "<devices><disk type='block'><source dev='/dev/vg0/a'/><target dev='xvda'/><shareable/></disk></devices>"
        let set = try await Folder(["a.xml": xml("a", disk), "b.xml": xml("b", disk)]).scan()
        #expect(set.names == ["a", "b"])
    }
}

@Suite("A directory that is none of definitions is not read to its end")
struct WalkLimitTests {
    @Test("more files than anybody defines guests with are an error, and nothing beyond them counts as absent")
    func limit() throws {
        let folder = try Folder([
            "a.cfg": cfg("a"), "many/b.cfg": cfg("b"), "many/c.cfg": cfg("c"), "z/d.cfg": cfg("d"),
        ])
        let whole = try DirectoryWalk(folder.path, limit: 100)
        #expect(whole.files.count == 4 && whole.rejected.isEmpty)
        let walk = try DirectoryWalk(folder.path, limit: 3)
        #expect(walk.diagnostics.map(\.message) == ["more than 3 files; does a link lead to something large?"])
        #expect(walk.rejected.count == 1)
    }
}
