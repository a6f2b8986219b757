import Definitions
import FormatSupport
import GuestModel
import Testing

@Suite("Definitions as xm and xend had them")
struct XendTests {
    private func sxp(_ name: String) -> String { "(domain (name \(name)) (memory 64) (image (linux (kernel /k))))\n" }

    @Test("an expression is told by .sxp, or by a look inside")
    func expressions() async throws {
        let folder = try Folder([
            "a.sxp": sxp("a"), "b": "# from xm list -l\n" + sxp("b"), "c": "(vm (name c) (image (linux (kernel /k))))",
            "xend-config.sxp": "(xend-unix-server yes)", "other.sxp": "(xend-unix-server yes)",
            "typo.sxp": "(domian (name x))",
        ])
        let set = try await folder.scan()
        #expect(set.names == ["a", "b", "c"])
        #expect(
            set.skipped.contains {
                $0.file == "other.sxp" && $0.reason == "its expression is (xend-unix-server …), not (domain …)"
            })
        #expect(set.rejected.map(\.file) == ["typo.sxp"])
    }

    @Test("xend's store is read as it stands: a folder a guest, with its config.sxp and nothing else")
    func store() async throws {
        let uuid = "0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3"
        let folder = try Folder([
            "\(uuid)/config.sxp": sxp("mail"), "\(uuid)/checkpoint.chk": "name = \"memory of a guest\"\n",
            "other/config.sxp": sxp("web"), "other/notes.cfg": cfg("notes"),
        ])
        let set = try await folder.scan()
        #expect(
            set.definitions.map { "\($0.name) \($0.file)" } == [
                "mail \(uuid)/config.sxp", "web other/config.sxp", "notes other/notes.cfg",
            ])
        #expect(set.skipped.map(\.file) == ["\(uuid)/checkpoint.chk"])
        #expect(set.diagnostics.filter { $0.severity == .error } == [])
    }

    @Test("a file is xm's when its name ends in .xm, or when it was clearly written for xend; .cfg is xl's always")
    func dialects() async throws {
        // xm starts a guest again that has crashed, and xl does not.
        let settings = cfg("a")
        let folder = try Folder([
            "a.xm": cfg("a"), "b": cfg("b", "on_xend_stop = 'ignore'"), "c": cfg("c", "bootargs = '-q'"), "d": cfg("d"),
            "e.cfg": cfg("e", "on_xend_stop = 'ignore'"),
            "f.xm": "import os\n" + settings.replacing("\"a\"", with: "\"f\""),
        ])
        let set = try await folder.scan()
        let actions = set.definitions.map {
            "\($0.name) \($0.document?.configuration.shutdownActions.onCrash.rawValue ?? "")"
        }
        #expect(actions == ["a restart", "b restart", "c restart", "d destroy", "e destroy"])
        #expect(set.rejected.map(\.name) == ["f"])
    }
}
