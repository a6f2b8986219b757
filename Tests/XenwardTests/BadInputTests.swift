import Foundation
import Testing

@testable import xenward

@Suite("Bad input gets a clear no")
struct BadInputTests {
    @Test("a missing directory ends 1, and says so")
    func missing() throws {
        let place = try Workplace()
        let outcome = try place.xenward("plan", "nowhere")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("nowhere: No such file or directory"))
    }

    @Test("for a machine there is a document, too, when a command fails as a whole")
    func failureAsDocument() throws {
        let place = try Workplace()
        for arguments in [["plan", "nowhere"], ["state", "show", "nobody"], ["show", "nobody"]] {
            let outcome = try place.run(arguments + ["--json"])
            #expect(outcome.status == 1 && !outcome.errors.isEmpty)
            let document = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
            #expect(document?["kind"] as? String == "xenward.error", "\(arguments): \(outcome.output)")
            #expect((document?["message"] as? String)?.isEmpty == false)
        }
    }

    @Test("guests that come after each other are named once, and validate ends 1")
    func circle() throws {
        let place = try Workplace()
        for name in ["a", "b", "c"] {
            try place.write("name = \"\(name)\"\nmemory = 512\nkernel = \"/k\"\n", to: "\(name).cfg")
        }
        try place.write("guests: {b: {after: [c]}, c: {after: [b]}, a: {after: [b]}}\n", to: "xenward.yaml")
        let outcome = try place.xenward("validate", "guests")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors == """
                guests/b.cfg: error: no guest of these can be started first: b after c after b
                3 definitions, 1 error, 0 warnings

                """)
    }

    @Test("a directory that cannot be read ends 1", .enabled(if: getuid() != 0, "root can read everything"))
    func unreadable() throws {
        let place = try Workplace()
        chmod(place.definitions, 0)
        #expect(try place.xenward("plan", "guests").status == 1)
    }

    @Test(
        "a file that is wrong is named with line and column, and ends 1",
        arguments: [
            ("a.xml", "<domain type='xen'>\n  <name>a</nam>\n</domain>\n", "guests/a.xml:2:"),
            ("a.cfg", "name = \"a\"\nmemory 512\n", "guests/a.cfg:2:8: error:"),
            ("a.xml", "<!DOCTYPE domain SYSTEM 'x'>\n<domain/>\n", "guests/a.xml:1:"),
            ("a.cfg", "name = \"a\"\nmemory = 0\n", "guests/a.cfg:2:"),
            ("a.cfg", "name = \"a\"\nmemory = 512\nvcpus = 0\n", "guests/a.cfg:3:"),
            ("a.cfg", "memory = 512\nname = \"a/b\"\n", "guests/a.cfg:2:"),
            ("a.cfg", "memory = 512\nname = \"\(String(repeating: "x", count: 256))\"\n", "guests/a.cfg:2:"),
            ("a.cfg", "name = \"a\u{0}\"\n", "guests/a.cfg:1:10: error: a NUL byte at offset 9"),
        ])
    func broken(file: String, text: String, place expected: String) throws {
        let place = try Workplace()
        try place.write(text, to: file)
        for command in ["validate", "plan"] {
            let outcome = try place.xenward(command, "guests")
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains(expected), "\(outcome.errors)")
        }
    }

    @Test("a policy behind a link that leads nowhere, or in what is no file, is none that could be ignored")
    func policyIsNoFile() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        let policy = place.definitions + "/xenward.yaml"
        try FileManager.default.createSymbolicLink(atPath: policy, withDestinationPath: "../etc/xenward.yaml")
        for command in ["plan", "apply"] {
            let outcome = try place.xenward(command, "guests")
            #expect(outcome.status == 1 && outcome.errors.contains("xenward.yaml: No such file or directory"))
        }
        try FileManager.default.removeItem(atPath: policy)
        #expect(mkfifo(policy, 0o600) == 0)
        let outcome = try place.xenward("plan", "guests")
        #expect(outcome.status == 1 && outcome.errors.contains("xenward.yaml: it is no file"))
    }

    @Test("bytes that are not UTF-8 are refused with their offset")
    func encoding() throws {
        let place = try Workplace()
        try place.write(Array("name = \"".utf8) + [0xff] + Array("\"\n".utf8), to: "a.cfg")
        let outcome = try place.xenward("validate", "guests")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("not UTF-8 at offset 8"))
    }

    @Test("a file over 1 MiB and nesting over 64 are refused")
    func limits() throws {
        let place = try Workplace()
        try place.write("name = \"a\"\n#" + String(repeating: "x", count: 1 << 20), to: "big.cfg")
        try place.write(
            "name = \"b\"\nx = " + String(repeating: "[", count: 70) + String(repeating: "]", count: 70), to: "deep.cfg"
        )
        try place.write(
            "<domain>" + String(repeating: "<a>", count: 70) + String(repeating: "</a>", count: 70) + "</domain>",
            to: "deep.xml")
        let outcome = try place.xenward("validate", "guests")
        #expect(outcome.status == 1)
        for file in ["big.cfg", "deep.cfg", "deep.xml"] {
            #expect(outcome.errors.contains("guests/\(file)"), "\(file)")
        }
    }

    @Test("an unknown key is a warning with the nearest known one")
    func unknownKey() throws {
        let place = try Workplace()
        try place.write(Workplace.web + "memroy = 3\n", to: "web1.cfg")
        let outcome = try place.xenward("validate", "guests")
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("memroy"))
        #expect(outcome.errors.contains("memory"))
    }

    @Test("a state that is locked ends 4 and names the holder")
    func locked() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        let holder = Process()
        holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        holder.arguments = ["--exclusive", place.state + ".lock", "sleep", "30"]
        try holder.run()
        defer {
            holder.terminate()
            holder.waitUntilExit()
        }
        for _ in 0..<100 {
            let probe = Process()
            probe.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
            probe.arguments = ["--nonblock", place.state + ".lock", "true"]
            try probe.run()
            probe.waitUntilExit()
            if probe.terminationStatus != 0 { break }
            usleep(20_000)
        }
        let outcome = try place.xenward("apply", "guests", "--yes")
        #expect(outcome.status == 4, "\(outcome.errors)")
        #expect(outcome.errors.contains("locked"))
    }

    @Test("validate tells of a guest to come after that nobody defines, and of the name that was probably meant")
    func comesAfterNobody() throws {
        let place = try Workplace.withTwoRunningGuests()
        try place.write("guests: {web1: {after: [dbs]}}\n", to: "xenward.yaml")
        let outcome = try place.xenward("validate", "guests")
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains("warning: web1 comes after dbs, which is not defined here"), "\(outcome.errors)")
        try place.write("guests: {web1: {after: [web2]}}\n", to: "xenward.yaml")
        #expect(!(try place.xenward("validate", "guests").errors.contains("is web1 meant")), "it would wait for itself")
    }

    @Test(
        "a policy of nobody is told of, and one under another name is refused: either may have been meant to protect a guest"
    )
    func idlePolicy() throws {
        let place = try Workplace.withTwoRunningGuests()
        try place.write("guests: {web2: {protect: true}, 'm*': {protect: true}}\n", to: "xenward.yaml")
        let outcome = try place.xenward("validate", "guests")
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains(
                "warning: guests has web2, and no guest of that name is defined here; is web1 meant?"),
            "\(outcome.errors)")
        #expect(!outcome.errors.contains("m*"))
        try FileManager.default.moveItem(
            atPath: place.definitions + "/xenward.yaml", toPath: place.definitions + "/xenward.yml")
        for outcome in [try place.xenward("plan", "guests"), try place.xenward("apply", "guests", "--yes")] {
            #expect(
                outcome.status == 1 && outcome.errors.contains("a policy is called xenward.yaml"), "\(outcome.errors)")
        }
    }

    @Test("a state of a newer version, or a damaged one, is an error and is kept as it is")
    func damagedState() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        for text in ["version: 99\nlineage: \"x\"\n", "version: 1\nguests: [", "just text"] {
            try text.write(toFile: place.state, atomically: true, encoding: .utf8)
            chmod(place.state, 0o600)
            for command in ["plan", "apply"] {
                let outcome = try place.xenward(command, "guests")
                #expect(outcome.status == 1, "\(text): \(outcome.output)")
                #expect(outcome.errors.contains(place.state), "\(outcome.errors)")
            }
            #expect(try String(contentsOfFile: place.state, encoding: .utf8) == text)
            #expect(place.world == nil)
        }
    }

    @Test("without a terminal apply wants --yes")
    func unattended() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        let outcome = try place.xenward("apply", "guests")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("--yes"))
        #expect(place.world == nil)
    }

    @Test(
        "what is misused ends 64",
        arguments: [["plan", "--frobnicate"], ["convert", "--from", "html", "--to", "xml"], ["nonsense"]])
    func usage(arguments: [String]) throws {
        #expect(try Workplace.run(arguments, in: NSTemporaryDirectory()).status == 64)
    }

    @Test("a host that is not there is one clear line")
    func noHost() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        for uri in ["xen:///system", "qemu:///system", "test://relative"] {
            let outcome = try Workplace.run(["plan", "guests", "--connect", uri], in: place.root)
            #expect(outcome.status == 1)
            #expect(outcome.errors.contains(uri))
        }
    }

    @Test(
        "a definition that is damaged in place leaves its guest alone, even with --prune",
        arguments: ["", "garbage", "#!/bin/sh\n", "<domian type='xen'/>", "<network/>", "<!DOCTYPE domain>\n<domain/>"])
    func damagedInPlace(text: String) throws {
        for name in ["mail.xml", "mail"] {
            let place = try Workplace()
            try place.write(Workplace.web, to: "web1.cfg")
            try place.write(Workplace.mail, to: name)
            #expect(try place.xenward("apply", "guests", "--yes").status == 0)
            let before = place.world
            try place.write(text, to: name)
            let outcome = try place.xenward("apply", "guests", "--yes", "--prune")
            #expect(outcome.status == 1, "\(outcome.output)")
            #expect(outcome.errors.contains(name))
            #expect(place.world == before)
        }
    }

    @Test("output that cannot be written is an error")
    func fullOutput() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        let script = "exec \"$0\" validate guests > /dev/full"
        let outcome = try Workplace.run(["-c", script, try Workplace.program()], in: place.root, program: "/bin/sh")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("standard output"))
    }

    @Test("conflicting definitions name both places, and neither is planned")
    func conflicts() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        try place.write(
            Workplace.web.replacing("/dev/vg0/web1", with: "/dev/vg0/x").replacing("00:01", with: "00:02"),
            to: "copy.cfg")
        let outcome = try place.xenward("plan", "guests")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("guests/web1.cfg"))
        #expect(outcome.errors.contains("guests/copy.cfg"))
        #expect(!outcome.output.contains("+ web1"))
        #expect(outcome.output.contains("+ mail"))
    }

    @Test("an option whose value is empty, as from a variable that nobody has set, is a mistake in the command")
    func emptyValues() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        for arguments in [
            ["plan", "guests", "--config", ""], ["plan", ""], ["status", "--dir", ""],
        ] {
            let outcome = try place.run(arguments)
            #expect(outcome.status == 64 && outcome.errors.contains("empty"), "\(arguments): \(outcome.errors)")
        }
        let outcome = try Workplace.run(["apply", "guests", "--yes", "--state", ""], in: place.root)
        #expect(outcome.status == 64 && outcome.errors.contains("--state is empty"), "\(outcome.errors)")
    }

    @Test("options that every command has may come before it")
    func optionsFirst() throws {
        let place = try Workplace.withTwoRunningGuests()
        let before = ["-c", "test://\(place.host)", "--json", "--state=\(place.state)"]
        let outcome = try Workplace.run(before + ["state", "list"], in: place.root)
        #expect(outcome.status == 0 && outcome.output.contains("\"web1\""), "\(outcome.errors)")
        #expect(
            CommandLine.commandFirst(["-c", "a", "plan", "dir", "-c", "b"]) == ["plan", "dir", "-c", "a", "-c", "b"])
        for arguments in [["plan", "-q"], ["--help"], ["-v"], ["--version"], ["-q", "--help"]] {
            #expect(CommandLine.commandFirst(arguments) == nil)
        }
    }

    @Test("a file in the place of the directory is told of as that")
    func fileForDirectory() throws {
        let place = try Workplace.withTwoRunningGuests()
        let outcome = try place.xenward("plan", "guests/web1.cfg")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("guests/web1.cfg is no directory"), "\(outcome.errors)")
    }

    @Test("a policy that is not heeded where it is is told of")
    func policyBelow() throws {
        let place = try Workplace.withTwoRunningGuests()
        try place.write("guests: {web1: {protect: true}}\n", to: "site/xenward.yaml")
        let outcome = try place.xenward("validate", "guests")
        #expect(outcome.errors.contains("site/xenward.yaml: warning: this policy is not heeded"), "\(outcome.errors)")
    }

    @Test("what others have changed is taken for right by nobody who was not asked")
    func refreshAsks() throws {
        let place = try Workplace.withTwoRunningGuests()
        let world = try #require(place.world)
        try world.replacing("memory_target: 524288", with: "memory_target: 393216")
            .write(toFile: place.host, atomically: true, encoding: .utf8)
        let unasked = try place.xenward("apply", "guests", "--refresh-only")
        #expect(unasked.status == 1 && unasked.errors.contains("give --yes"), "\(unasked.errors)")
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 2)
        #expect(try place.xenward("apply", "guests", "--refresh-only", "--yes").status == 0)
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
    }
}
