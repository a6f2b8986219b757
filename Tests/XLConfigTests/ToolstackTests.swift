import FormatSupport
import GuestModel
import Testing

@testable import XLConfig

@Suite("Reading xl.conf")
struct ToolstackTests {
    private func read(_ text: String) -> ToolstackReadResult {
        ToolstackReader().read(Array(text.utf8), file: "xl.conf")
    }

    @Test("an xl.conf that says nothing is xl's defaults", arguments: ["", "\n", "#autoballoon=\"auto\"\n"])
    func nothingSaid(text: String) throws {
        let result = read(text)
        #expect(result.diagnostics.isEmpty)
        #expect(result.configuration == ToolstackConfiguration())
        let standard = try #require(result.configuration)
        #expect(standard.autoballoon == .auto)
        #expect(standard.lockFile == "/var/lock/xl")
        #expect(standard.domidPolicy == .xen)
        #expect(standard.guestDefaults == HostDefaults())
    }

    @Test("every key has its place")
    func everyKey() throws {
        let result = read(
            """
            autoballoon = "off"
            lockfile = "/run/xl.lock"
            domid_policy = "random"
            vif.default.script = "vif-route"
            vif.default.bridge = "br7"
            vif.default.gatewaydev = "eth9"
            vif.default.backend = "netdom"
            run_hotplug_scripts = 0
            claim_mode = 0
            blkdev_start = "xvdx"
            max_grant_frames = 0x40
            max_maptrack_frames = 010
            max_grant_version = 1
            vm.cpumask = "1-7"
            vm.pv.cpumask = "1-3"
            vm.hvm.cpumask = "all,^0"

            """)
        #expect(result.diagnostics.isEmpty)
        var expected = ToolstackConfiguration()
        expected.autoballoon = .off
        expected.lockFile = "/run/xl.lock"
        expected.domidPolicy = .random
        expected.guestDefaults.vifScript = "vif-route"
        expected.guestDefaults.vifBridge = "br7"
        expected.guestDefaults.vifGatewayDevice = "eth9"
        expected.guestDefaults.vifBackend = "netdom"
        expected.guestDefaults.runHotplugScripts = false
        expected.guestDefaults.claimMode = false
        expected.guestDefaults.firstDisk = "xvdx"
        expected.guestDefaults.maxGrantFrames = 64
        expected.guestDefaults.maxMaptrackFrames = 8
        expected.guestDefaults.maxGrantVersion = 1
        expected.guestDefaults.cpuMask = try CPUMask("1-7")
        expected.guestDefaults.pvCPUMask = try CPUMask("1-3")
        expected.guestDefaults.hvmCPUMask = try CPUMask("all,^0")
        #expect(result.configuration == expected)
    }

    @Test(
        "whether dom0 gives up memory can be said in five ways",
        arguments: [("\"on\"", true), ("1", true), ("\"off\"", false), ("0", false), ("\"auto\"", nil as Bool?)])
    func autoballoon(value: String, isOn: Bool?) {
        let result = read("autoballoon = \(value)\n")
        #expect(result.configuration?.autoballoon == isOn.map { $0 ? .on : .off } ?? .auto)
        #expect(result.diagnostics.isEmpty)
    }

    @Test(
        "what xl complains about and goes on without is a warning, and the default holds",
        arguments: [
            (
                "autoballoon = \"yes\"",
                "xl.conf:1:15: warning: autoballoon must be one of \"on\", \"off\", \"auto\", \"1\", \"0\", not \"yes\"; "
                    + "like xl, xenward goes on with the default"
            ),
            (
                "domid_policy = \"rand\"",
                "xl.conf:1:16: warning: domid_policy must be one of \"xen\", \"random\", not \"rand\"; like xl, "
                    + "xenward goes on with the default"
            ),
            (
                "claim_mode = \"no\"",
                "xl.conf:1:14: warning: claim_mode must be 1 for yes or 0 for no, not \"no\"; like xl, xenward "
                    + "goes on with the default"
            ),
            (
                "lockfile = [ \"/a\" ]",
                "xl.conf:1:12: warning: lockfile must be a single value, not a list; like xl, xenward goes on with "
                    + "the default"
            ),
            (
                "lockfle = \"/a\"",
                "xl.conf:1:1: warning: xl 4.17 reads no key lockfle in xl.conf; did you mean \"lockfile\"?"
            ),
            ("memory = 64", "xl.conf:1:1: warning: xl 4.17 reads no key memory in xl.conf"),
        ])
    func complaints(setting: String, message: String) {
        let result = read(setting + "\n")
        #expect(result.diagnostics.map(\.description) == [message])
        #expect(result.configuration == ToolstackConfiguration())
    }

    @Test(
        "what ends xl, and a mask that it half understands, is an error at the value",
        arguments: [
            (
                "max_grant_frames = \"many\"",
                "xl.conf:1:20: error: max_grant_frames must be a number from 0 to 2147483647; xl does not start with "
                    + "another value"
            ),
            (
                "max_maptrack_frames = 2147483648",
                "xl.conf:1:23: error: max_maptrack_frames must be a number from 0 to 2147483647; xl does not start with "
                    + "another value"
            ),
            (
                "vm.pv.cpumask = \"0-3,x\"",
                "xl.conf:1:17: error: vm.pv.cpumask: \"x\" is no cpu, no range such as 0-3, no node:1, and not all"
            ),
            ("claim_mode = -1", "xl.conf:1:14: error: a negative number must stand in quotes"),
            ("lockfile", "xl.conf:1:9: error: expected = after lockfile"),
            ("lockfile = \"\0\"", "xl.conf:1:13: error: a NUL byte at offset 12"),
        ])
    func refused(setting: String, message: String) {
        let result = read(setting + "\n")
        #expect(result.diagnostics.map(\.description) == [message])
        #expect(result.configuration == nil)
    }

    @Test("a deprecated key counts until the one that took its place is there, wherever they stand")
    func deprecated() {
        let alone = read("vifscript = \"old\"\ndefaultbridge = \"br0\"\n")
        #expect(
            alone.diagnostics.map(\.description) == [
                "xl.conf:1:1: warning: vifscript is deprecated; write vif.default.script",
                "xl.conf:2:1: warning: defaultbridge is deprecated; write vif.default.bridge",
            ])
        #expect(alone.configuration?.guestDefaults.vifScript == "old")
        #expect(alone.configuration?.guestDefaults.vifBridge == "br0")
        let both = read("vif.default.script = \"new\"\nvifscript = \"old\"\n")
        #expect(both.configuration?.guestDefaults.vifScript == "new")
    }

    @Test("of a key that is set twice the last counts, and that is said; what xenward has no use for is a note")
    func remarks() {
        let result = read("claim_mode = 1\noutput_format = \"sxp\"\nclaim_mode = 0\n")
        #expect(
            result.diagnostics.map(\.description) == [
                "xl.conf:2:1: note: output_format is not used here: it is about what xl itself prints",
                "xl.conf:3:1: warning: claim_mode has been set in line 1 already; the last one counts",
            ])
        #expect(result.configuration?.guestDefaults.claimMode == false)
    }

    @Test("a mask that needs the host's cpus stops only guests that it concerns, as long as nobody knows them")
    func maskWithoutHost() throws {
        var host = HostDefaults()
        host.hvmCPUMask = try CPUMask("node:1")
        let text = "name = \"g\"\nmemory = 64\nkernel = \"/k\"\nvcpus = 2\n"
        func read(_ text: String) -> ReadResult { XLConfigReader(host: host).read(Array(text.utf8), file: "g.cfg") }
        #expect(read(text).diagnostics.isEmpty)
        #expect(
            read(text + "type = \"pvh\"\n").diagnostics.map(\.description) == [
                "g.cfg:4:9: error: vm.hvm.cpumask of xl.conf: which cpus \"node:1\" means depends on the host: name it "
                    + "with --connect, or write the cpus' numbers"
            ])
        host.cpusByNode = [[0, 1], [2, 3]]
        #expect(
            read(text + "type = \"pvh\"\n").document?.configuration.vcpus.hardAffinityByVCPU == [[2, 3], [2, 3]])
    }

    @Test("a guest to which the masks leave no cpu is refused at what it says about cpus")
    func nothingLeft() throws {
        var host = HostDefaults()
        host.cpuMask = try CPUMask("0-3")
        host.pvCPUMask = try CPUMask("2-5")
        let text = "name = \"g\"\nmemory = 64\nkernel = \"/k\"\nvcpus = 2\ncpus = [ \"3\", \"4\" ]\n"
        #expect(
            XLConfigReader(host: host).read(Array(text.utf8), file: "g.cfg").diagnostics.map(\.description) == [
                "g.cfg:5:8: error: xl.conf leaves no cpu for a vcpu to run on: it says vm.cpumask = \"0-3\" and "
                    + "vm.pv.cpumask = \"2-5\""
            ])
    }
}
