import Foundation
import Testing

@Suite("xl.conf: what a host's administrator decides for its guests")
struct ToolstackTests {
    private static let guest = """
        name   = "web1"
        type   = "pvh"
        kernel = "/boot/vmlinuz"
        memory = 512
        vif    = [ "mac=00:16:3e:00:00:01" ]

        """

    private func place(xlConf: String) throws -> Workplace {
        let place = try Workplace()
        try place.write(Self.guest, to: "web1.cfg")
        try place.write(Workplace.mail, to: "mail.xml")
        try write(xlConf, place)
        return place
    }

    private func write(_ xlConf: String, _ place: Workplace) throws {
        try xlConf.write(toFile: place.root + "/xl.conf", atomically: false, encoding: .utf8)
    }

    private func xenward(_ place: Workplace, _ arguments: String...) throws -> Workplace.Outcome {
        let host = arguments[0] == "validate" ? [] : ["--connect", "test://\(place.host)", "--state", place.state]
        return try Workplace.run(
            arguments + ["guests"] + host, in: place.root, environment: ["XENWARD_XL_CONF": place.root + "/xl.conf"])
    }

    @Test("a change of xl.conf changes the guests of each xl.cfg that leaves it the choice, and no libvirt XML")
    func change() throws {
        let place = try place(xlConf: "vif.default.bridge = \"xenbr0\"\n")
        #expect(try xenward(place, "apply", "--yes").status == 0)
        #expect(try xenward(place, "plan", "--detailed-exitcode").status == 0)

        try write("vif.default.bridge = \"xenbr7\"\n", place)
        let plan = try xenward(place, "plan", "--detailed-exitcode")
        #expect(plan.status == 2)
        #expect(plan.output.contains("web1"))
        #expect(plan.output.contains("\"xenbr0\" -> \"xenbr7\""), "\(plan.output)")
        #expect(!plan.output.contains("mail"))

        #expect(try xenward(place, "apply", "--yes", "--allow-restart").status == 0)
        #expect(try xenward(place, "plan", "--detailed-exitcode").status == 0)
    }

    @Test("a change of xl.conf that means nothing to a guest changes nothing")
    func idleChange() throws {
        let place = try place(xlConf: "lockfile = \"/run/a\"\n")
        #expect(try xenward(place, "apply", "--yes").status == 0)
        // A mask counts only for guests that say how many vcpus they have.
        try write("lockfile = \"/run/b\"\nvm.cpumask = \"0-1\"\n", place)
        #expect(try xenward(place, "plan", "--detailed-exitcode").status == 0)
    }

    @Test("an xl.conf that ends xl ends each command, with the place and the reason", arguments: ["validate", "plan"])
    func refused(command: String) throws {
        let place = try place(xlConf: "\nmax_grant_frames = \"many\"\n")
        let outcome = try xenward(place, command)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "error: \(place.root)/xl.conf:2:20: max_grant_frames must be a number from 0 to 2147483647; "
                + "xl does not start with another value\n")
    }

    @Test("an xl.conf that is named and not there is an error, not the defaults")
    func missing() throws {
        let place = try place(xlConf: "")
        try FileManager.default.removeItem(atPath: place.root + "/xl.conf")
        let outcome = try xenward(place, "validate")
        #expect(outcome.status == 1)
        #expect(outcome.errors == "error: xl.conf cannot be read: \(place.root)/xl.conf: No such file or directory\n")
    }

    @Test("warnings about xl.conf are said beside those about definitions")
    func warnings() throws {
        let place = try place(xlConf: "autobaloon = \"off\"\n")
        let outcome = try xenward(place, "validate")
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.hasPrefix(
                "\(place.root)/xl.conf:1:1: warning: xl 4.17 reads no key autobaloon in xl.conf; did you mean "
                    + "\"autoballoon\"?\n"))
    }

    @Test("without being told, an embedded host knows no xl.conf, and validate and convert know none either")
    func untold() throws {
        let place = try place(xlConf: "vif.default.bridge = \"xenbr7\"\n")
        let file = place.root + "/guests/web1.cfg"
        let json = try Workplace.run(["convert", "--from", "xen-xl", "--to", "libxl-json", file], in: place.root)
        #expect(json.status == 0)
        #expect(!json.output.contains("bridge"))
        let told = try Workplace.run(
            ["convert", "--from", "xen-xl", "--to", "libxl-json", file], in: place.root,
            environment: ["XENWARD_XL_CONF": place.root + "/xl.conf"])
        #expect(told.output.contains("\"bridge\": \"xenbr7\""))
        let back = try Workplace.run(
            ["convert", "--from", "libxl-json", "--to", "xen-xl"], in: place.root, input: told.output,
            environment: ["XENWARD_XL_CONF": place.root + "/xl.conf"])
        #expect(back.errors.isEmpty)
    }
}
