import FormatSupport
import GuestModel
import Testing

@testable import XLConfig

@Suite(
    "xl.conf means here what it means to xl 4.17",
    .enabled(if: XLOracle.shared != nil, Comment(rawValue: XLOracle.whyNot)))
struct ToolstackOracleTests {
    private static let interfaces =
        "vif = [ \"mac=00:16:3e:00:00:01\", \"script=s,bridge=t,gatewaydev=u,backend=v\" ]\n"
    private static let guest = (OracleTests.minimal[.pvh] ?? "") + interfaces

    private static let texts = ["\"x\"", "\"\"", "5", "[]", "[ \"a\" ]"]
    private static let numbers = [
        "0", "1", "2", "31", "010", "\"0x40\"", "\" 7\"", "\"-1\"", "2147483647", "2147483648", "4294967296",
        "\"99999999999999999999\"", "\"many\"", "\"\"", "[ 1 ]",
    ]
    private static let choices = [
        "\"on\"", "\"off\"", "\"auto\"", "\"xen\"", "\"random\"", "1", "0", "2", "\"\"", "[]",
    ]

    static let settings: [String] =
        [
            "lockfile", "blkdev_start", "remus.default.netbufscript", "colo.default.proxyscript", "vifscript",
            "defaultbridge", "vif.default.script", "vif.default.bridge", "vif.default.gatewaydev",
            "vif.default.backend",
        ].flatMap { key in texts.map { "\(key) = \($0)" } }
        + [
            "claim_mode", "run_hotplug_scripts", "max_grant_frames", "max_maptrack_frames", "max_grant_version",
        ].flatMap { key in numbers.map { "\(key) = \($0)" } }
        + ["autoballoon", "domid_policy"].flatMap { key in choices.map { "\(key) = \($0)" } }

    @Test("each key with each kind of value", arguments: settings)
    func everyValue(setting: String) throws {
        try expectAgreement(xlConf: setting + "\n", Self.guest)
    }

    @Test(
        "masks of cpus, for every type of guest",
        arguments: [
            "vm.cpumask = \"0-3\"", "vm.pv.cpumask = \"0-3\"", "vm.hvm.cpumask = \"0-3\"", "vm.cpumask = \"0-7\"",
            "vm.cpumask = \"4-90\"", "vm.cpumask = 5", "vm.cpumask = [ 5 ]", "vm.cpumask = \"20\"", "vm.cpumask = \"\"",
            "vm.cpumask = \"^0\"", "vm.cpumask = \"0-6,^2\"", "vm.cpumask = \"all,^0\"", "vm.cpumask = \"node:1\"",
            "vm.cpumask = \"nodes:0-1,^node:1\"", "vm.cpumask = \"0-6\"\nvm.pv.cpumask = \"4-7\"\nvm.hvm.cpumask = 3",
            "vm.cpumask = \"0-3\"\nvm.pv.cpumask = \"4-7\"",
        ])
    func masks(settings: String) throws {
        for guest in OracleTests.minimal.values {
            for cpus in [
                "", "vcpus = 3\n", "vcpus = 3\ncpus = [ \"1-5\", \"2-6\" ]\n", "maxvcpus = 2\ncpus = \"all\"\n",
            ] {
                try expectAgreement(xlConf: settings + "\n", guest + cpus, nodes: 2)
            }
        }
    }

    @Test(
        "a guest's own word counts before that of xl.conf, and the file's grammar is xl.cfg's",
        arguments: [
            "vifscript = \"a\"\nvif.default.script = \"b\"\nvif.default.bridge = \"c\"\ndefaultbridge = \"d\"\n",
            "max_grant_frames = 9\nmax_maptrack_frames = 8\nmax_grant_version = 1\n",
            "claim_mode = 0\nclaim_mode = 1\n",
            "claim_mode = 0", "claim_mode = 0; run_hotplug_scripts = 0\n", "lockfile = \"a\"\nlockfile += \"b\"\n",
            "nonsense\n",
            "claim_mode = -1\n", "claim_mode = 0\n#x", "vif.default.bridge = \"x\" y\n", "nonsense = 3\n",
        ])
    func wholeFiles(text: String) throws {
        let limits = "max_grant_frames = 3\nmax_maptrack_frames = 2\nmax_grant_version = 2\n"
        try expectAgreement(xlConf: text, Self.guest)
        try expectAgreement(xlConf: text, Self.guest + limits)
    }

    /// Expects that a guest is the same to xl and to us, on a host with that xl.conf, and that we complain where xl does.
    private func expectAgreement(
        xlConf: String, _ guest: String, nodes: UInt32 = 1, sourceLocation: Testing.SourceLocation = #_sourceLocation
    ) throws {
        let oracle = try #require(XLOracle.shared)
        let answer = try oracle.answer(to: guest, nodes: Int(nodes), xlConf: xlConf)
        let read = ToolstackReader().read(Array(xlConf.utf8), file: "xl.conf")
        guard var host = read.configuration?.guestDefaults else {
            guard case .refuses = answer else {
                Issue.record("we refuse: \(xlConf)\nxl does not: \(answer)", sourceLocation: sourceLocation)
                return
            }
            return
        }
        host.cpusByNode = hostOfOracle(nodes: nodes).cpusByNode
        var theirs = answer
        let complains = read.diagnostics.contains { [.value, .deprecated].contains($0.reason) }
        switch answer {
        case .complains(let tree, let words):
            #expect(complains, "xl says \(words) to \(xlConf)", sourceLocation: sourceLocation)
            theirs = .guest(tree)
        case .guest: #expect(!complains, "xl takes \(xlConf)", sourceLocation: sourceLocation)
        case .refuses: break
        }
        try expect(guest, toBeRead: theirs, on: host, sourceLocation: sourceLocation)
    }
}
