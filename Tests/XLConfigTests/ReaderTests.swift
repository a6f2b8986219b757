import FormatSupport
import GuestModel
import Testing
import XLConfig

@Suite("Reading xl.cfg")
struct ReaderTests {
    private func read(_ text: String) -> ReadResult { read(Array(text.utf8)) }
    private func read(_ bytes: [UInt8]) -> ReadResult { XLConfigReader().read(bytes, file: "guest.cfg") }

    private static let hvm = "name = \"g\"\nmemory = 64\ntype = \"hvm\"\n"

    @Test(
        "a value that xl would not take is an error at the value, and says what was expected",
        arguments: [
            ("memory = 0", "guest.cfg:4:10: error: memory is 0: a guest needs at least 1 MiB"),
            ("memory = \"4G\"", "guest.cfg:4:10: error: memory must be a number such as 2 or 0x10, not \"4G\""),
            ("vcpus = 0", "guest.cfg:4:9: error: vcpus must be 1 to 4096, not 0"),
            (
                "vcpus = 1; vcpus += 2",
                "guest.cfg:4:9: error: vcpus is a number, to which += cannot add; write the sum with ="
            ),
            ("vcpus = 600", "guest.cfg:4:9: error: 600 vcpus are more than the 512 Xen can have"),
            ("vcpus = 4; maxvcpus = 2", "guest.cfg:4:23: error: maxvcpus (2) is less than vcpus (4)"),
            ("name = \"a/b\"", "guest.cfg:4:8: error: the name holds a slash; it becomes the name of log files"),
            ("name = \"\"", "guest.cfg:4:8: error: the name is empty"),
            ("name = \"a\\tb\"", "guest.cfg:4:8: error: the name holds a control character"),
            ("acpi = \"yes\"", "guest.cfg:4:8: error: acpi must be 1 for yes or 0 for no, not \"yes\""),
            ("uuid = \"1234\"", "guest.cfg:4:8: error: uuid must be 8-4-4-4-12 hexadecimal digits, not \"1234\""),
            (
                "on_crash = \"restrat\"",
                "guest.cfg:4:12: error: on_crash must be one of destroy, restart, rename-restart, preserve, "
                    + "coredump-destroy, coredump-restart, soft-reset, not \"restrat\"; did you mean \"restart\"?"
            ),
            ("maxmem = 0", "guest.cfg:4:10: error: maximum memory is 0: a guest needs at least 1 MiB"),
            (
                "vsnd = [ [ \"card ,backend=b\" ] ]",
                "guest.cfg:4:10: error: vsnd: \"card ,backend=b\" must begin with CARD, PCM or STREAM"
            ),
            (
                "vdispl = [ \"connectors=:1x2\" ]",
                "guest.cfg:4:12: error: vdispl: connectors must be such as id0:1920x1080;id1:800x600, not \":1x2\""
            ),
            ("disk = \"a\"", "guest.cfg:4:8: error: disk must be a list: disk = [ '…' ]"),
            ("boot = [ \"c\" ]", "guest.cfg:4:8: error: boot must be a single value, not a list"),
            (
                "disk = [ '/dev/a,raw,xvda,rw',\n 'phy:/dev/b,raw,xvdb,w' ]",
                "guest.cfg:5:2: error: disk: access must be rw, w, ro or r, not \"xvdb\""
            ),
            (
                "disk = [ 'vdve=xvda,target=/dev/a' ]",
                "guest.cfg:4:10: error: disk: a disk has no vdve; did you mean vdev?"
            ),
            (
                "vif = [ 'mac=00:16:3e:01:02' ]",
                "guest.cfg:4:9: error: vif: mac must be six bytes such as 00:16:3e:01:02:03, not \"00:16:3e:01:02\""
            ),
            (
                "disk = [ '/dev/a,,xvda', '/dev/b,,xvda' ]",
                "guest.cfg:4:8: error: two disks are called xvda"
            ),
            (
                "vcpus = 1; cpus = \"0,node:1\"",
                "guest.cfg:4:19: error: cpus: which cpus \"node:1\" means depends on the host: name it with "
                    + "--connect, or write the cpus' numbers"
            ),
            (
                "rdm = \"strategy=host,policy=lax\"",
                "guest.cfg:4:7: error: rdm: policy must be strict or relaxed, not \"lax\""
            ),
            (
                "vnclisten = \"127.0.0.1:3\"; vncdisplay = 5",
                "guest.cfg:4:41: error: vnclisten with a colon says the display, too: give it here alone"
            ),
            (
                "usbdev = [ \"hostbus=1,hostaddr=010\" ]",
                "guest.cfg:4:12: error: usbdev: hostaddr: xl takes \"010\" for octal; write it without the 0 before it"
            ),
            (
                "irqs = [ 4294967295 ]",
                "guest.cfg:4:10: error: irqs must be decimal numbers below 4294967295, not \"4294967295\""
            ),
            (
                "pci = [ \"bdf=01:00.0@5\" ]",
                "guest.cfg:4:9: error: pci: \"01:00.0@5\": behind bdf= a slot is given as vslot="
            ),
            (
                "a-b = 2",
                "guest.cfg:4:2: error: a word with a - must stand in quotes; keys have letters, digits and _ alone"
            ),
            ("type = \"xen\"", "guest.cfg:4:8: error: type must be pv, pvh or hvm, not \"xen\""),
        ])
    func refused(setting: String, message: String) {
        let result = read(Self.hvm + setting + "\n")
        #expect(result.document == nil)
        #expect(result.diagnostics.filter { $0.severity == .error }.map(\.description) == [message])
        #expect(result.name != nil || setting.hasPrefix("name = \"\""))
    }

    @Test(
        "a setting that xl passes over is a warning at the key, and says what to do",
        arguments: [
            ("memroy = 64", Diagnostic.Reason.unknown, "xl 4.17 has no key memroy; did you mean \"memory\"?"),
            ("vcpu = 2", .unknown, "xl 4.17 has no key vcpu; did you mean \"vcpus\"?"),
            ("zebra_stripes = 2", .unknown, "xl 4.17 has no key zebra_stripes"),
            (
                "parallel = \"/dev/parport0\"", .meaningless,
                "xl passes over parallel: xl has no parallel ports; leave it out"
            ),
            ("cpu_cap = 50", .meaningless, "xl passes over cpu_cap: it is xm's; write cap"),
            ("e820_host = 1", .meaningless, "e820_host is for type = \"pv\" only"),
            ("device_model = \"/q\"", .deprecated, "xl passes over device_model; write device_model_override"),
            ("builder = \"hvm\"", .deprecated, "builder is deprecated; write type = \"hvm\""),
            ("cpus = \"1\"", .meaningless, "xl heeds cpus only where vcpus or maxvcpus is given; write vcpus = 1"),
            ("memory = 65", .conflict, "memory has been set in line 2 already; the last one counts"),
        ])
    func passedOver(setting: String, reason: Diagnostic.Reason, message: String) throws {
        let result = read(Self.hvm + setting + "\n")
        #expect(result.document != nil)
        let expected = Diagnostic(
            .warning, reason, at: SourceLocation(file: "guest.cfg", line: 4, column: 1), message)
        #expect(result.diagnostics == [expected])
    }

    @Test(
        "a value of which xl makes what hardly anybody meant is a warning at the value, and says what xl makes of it",
        arguments: [
            (
                "firmware = \"\"",
                "guest.cfg:4:12: warning: xl takes firmware = \"\" for \"uefi\"; write that, or another"
            ),
            ("type = \"h\"", "guest.cfg:4:8: warning: xl takes type = \"h\" for \"hvm\"; write that, or another"),
            (
                "vfb = [ \"vnc=1,vncunused,keymap=de\" ]",
                "guest.cfg:4:9: warning: vfb: xl reads no further than a part that is no key=value"
            ),
        ])
    func misread(setting: String, message: String) {
        let result = read(Self.hvm + setting + "\n")
        #expect(result.document != nil)
        #expect(result.diagnostics.filter { $0.reason != .conflict }.map(\.description) == [message])
    }

    @Test("a setting that asks for nothing, and is passed over, is only a note")
    func notes() {
        let result = read(Self.hvm + "parallel = \"none\"\ne820_host = 0\nmaxvcpus = 0\ncpus = []\n")
        #expect(result.diagnostics.map(\.severity) == [.note, .note, .note])
    }

    @Test("the parts of a vif that xl does not know are warnings at their specification")
    func unknownParts() {
        let result = read(Self.hvm + "vif = [ '',\n  'brige=xenbr0' ]\n")
        #expect(
            result.diagnostics.map(\.description) == [
                "guest.cfg:5:3: warning: vif has no \"brige\"; did you mean bridge?"
            ])
    }

    @Test("without a kernel, a guest that is not HVM is refused; without a name or memory, every guest")
    func missing() {
        #expect(
            read("name = \"g\"\nmemory = 64\n").diagnostics.map(\.message) == [
                "a guest of this type needs a kernel, a bootloader, or type = \"hvm\""
            ])
        #expect(
            read("type = \"hvm\"\n").diagnostics.map(\.message) == [
                "the guest has no name; write name = \"…\"", "no memory is given: a guest needs some",
            ])
    }

    @Test("a comment may be of any encoding, a text may not")
    func oldComments() {
        let name = [UInt8]("type = 'pvh' # caf\u{e9}\n".unicodeScalars.map { UInt8($0.value) })
        let rest = Array("kernel = '/k'\nmemory = 64\nname = '# no comment ".utf8)
        let read = XLConfigReader().read(name + rest + Array("'\n".utf8), file: "guest.cfg")
        #expect(read.diagnostics.isEmpty)
        #expect(read.document?.configuration.name == "# no comment ")
        let refused = XLConfigReader().read(name + rest + [0xe9] + Array("'\n".utf8), file: "guest.cfg")
        #expect(
            refused.diagnostics.map(\.description) == ["guest.cfg:4:22: error: a byte that is not UTF-8 at offset 67"])
    }

    @Test("a NUL byte, bytes that are not UTF-8, and more than 1 MiB are refused, with the place")
    func bytes() {
        let nul = read(Array(Self.hvm.utf8) + [UInt8(ascii: "#"), 0, 0x0a])
        #expect(nul.diagnostics.map(\.description) == ["guest.cfg:4:2: error: a NUL byte at offset 37"])
        let latin = read(Array(Self.hvm.utf8) + [UInt8(ascii: "a"), 0xe9, 0x0a])
        #expect(
            latin.diagnostics.map(\.description) == ["guest.cfg:4:2: error: a byte that is not UTF-8 at offset 37"])
        let large = read(Array(repeating: 0x0a, count: (1 << 20) + 1))
        #expect(large.diagnostics.map(\.reason) == [.limit])
        #expect(read(Array(repeating: 0x0a, count: 1 << 20)).diagnostics.allSatisfy { $0.reason != .limit })
    }

    @Test("a name of 255 bytes is accepted, and one of 256 is not")
    func longNames() {
        func named(_ count: Int) -> ReadResult {
            read("name = \"\(String(repeating: "n", count: count))\"\nmemory = 64\ntype = \"hvm\"\n")
        }
        #expect(named(255).document != nil)
        #expect(named(256).document == nil)
        #expect(named(256).name?.count == 256)
    }

    @Test("lists nested deeper than 64 are refused, and the guest's name is still known")
    func nesting() {
        let deep = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        let result = read(Self.hvm + "disk = \(deep)\n")
        #expect(result.diagnostics.map(\.description) == ["guest.cfg:4:72: error: lists nested deeper than 64"])
        #expect(result.name == "g")
    }

    @Test("a file whose grammar is broken says so once for each line, and names its guest")
    func brokenGrammar() {
        let result = read("name = \"g\"\nmemory = -1 -2\nvcpus 2\n")
        #expect(
            result.diagnostics.map(\.description) == [
                "guest.cfg:2:10: error: a negative number must stand in quotes",
                "guest.cfg:3:7: error: expected = after vcpus",
            ])
        #expect(result.name == "g")
    }

    @Test("what xl.conf says goes into a guest that does not say it itself")
    func hostDefaults() throws {
        var host = HostDefaults()
        host.runHotplugScripts = false
        host.claimMode = false
        host.vifBridge = "br7"
        host.vifScript = "vif-route"
        host.vifGatewayDevice = "eth9"
        host.vifBackend = "netdom"
        host.maxGrantFrames = 99
        host.maxMaptrackFrames = 98
        host.maxGrantVersion = 1
        let text = Self.hvm + "vif = [ '', 'bridge=br8' ]\nmax_grant_frames = 12\n"
        let guest = try #require(
            XLConfigReader(host: host).read(Array(text.utf8), file: "guest.cfg").document?.configuration)
        #expect(guest.creation.runHotplugScripts == false)
        #expect(guest.memory.claimMode == false)
        #expect(guest.nics.map(\.bridge) == ["br7", "br8"])
        #expect(guest.nics.map(\.script) == ["vif-route", "vif-route"])
        #expect(guest.nics.map(\.gatewayDevice) == ["eth9", "eth9"])
        #expect(guest.nics.map(\.backendDomain) == ["netdom", "netdom"])
        #expect(guest.limits.grantFrames == 12)
        #expect(guest.limits.maptrackFrames == 98)
        #expect(guest.limits.grantVersion == 1)
    }

    @Test("a USB device is passed through by its address, with or without its type")
    func usbDevices() throws {
        let guest = try #require(
            read(Self.hvm + "usbdev = [ 'hostbus=1,hostaddr=3', 'type=hostdev,hostbus=2,hostaddr=4' ]\n").document?
                .configuration)
        #expect(guest.usbDevices.map(\.host) == [.init(bus: 1, address: 3), .init(bus: 2, address: 4)])
    }

    @Test(
        "no file of 1 MiB keeps the reader busy for long",
        .timeLimit(.minutes(1)),
        arguments: [
            ("", "a += ['x']\n", ""), ("", "a += 'x'\n", ""), ("", "zz = 1\n", ""), ("", "!\n", ""),
            ("vcpus = 1\ncpus = '", "0-4095,", "'\n"), ("vnuma = [", "['pnode=0','size=1','vcpus=0'],", "]\n"),
            ("vif = [ '", "q,", "' ]\n"), ("disk = [ '", "cdrom,", "vdev=hdc' ]\n"),
        ])
    func largeFiles(start: String, middle: String, end: String) {
        let count = ((1 << 20) - 200) / middle.utf8.count
        let text = Self.hvm + start + String(repeating: middle, count: count) + end
        let duration = ContinuousClock().measure { _ = read(text) }
        // Debug builds on a busy machine take most of it; what grows with the square of the size takes much more.
        #expect(duration < .seconds(20))
    }

    @Test("damaged files never stop the reader")
    func damage() {
        var texts = RandomText(seed: 0xdead, words: GrammarTests.words, samples: SampleSettings.files)
        for _ in 0..<5_000 {
            let result = read(texts.next())
            #expect(result.document != nil || result.diagnostics.contains { $0.severity == .error })
        }
    }

    @Test("without a host, all cpus but some are all that any host can have, and are written so again")
    func openEndedCPUs() throws {
        let text = Self.hvm + "vcpus = 2\ncpus = [ \"all\", \"all,^0,^2-3\" ]\n"
        let guest = try #require(read(text).document)
        let pins = guest.configuration.vcpus.hardAffinityByVCPU
        #expect(pins == [.everyCPU, CPUSet(([1] + Array(4...4095)))])
        let written = XLConfigWriter().write(guest, options: WriteOptions())
        #expect(written.losses.isEmpty)
        #expect(written.text.contains("cpus   = [ \"all\", \"all,^0,^2-3\" ]"), "\(written.text)")
    }

    @Test("a comma may end a pci, and of a disk's target it is no part")
    func lastCommas() throws {
        let guest = try #require(read(Self.hvm + "pci = [ '03:00.0,' ]\ndisk = [ 'vdev=xvda,target=/a,,' ]\n").document)
        #expect(guest.configuration.pciDevices.count == 1 && guest.configuration.disks.first?.path == "/a,")
        let written = XLConfigWriter().write(guest, options: WriteOptions())
        #expect(written.text.contains("target=/a,,\"") && written.losses.isEmpty)
    }

    @Test("a vif is trusted or not by a word, and the words come back")
    func trust() throws {
        let guest = try #require(read(Self.hvm + "vif = [ 'trusted', 'untrusted,bridge=b', '' ]\n").document)
        #expect(guest.configuration.nics.map(\.trusted) == [true, false, nil])
        let written = XLConfigWriter().write(guest, options: WriteOptions())
        #expect(written.text.contains("\"bridge=b,untrusted\"") && written.losses.isEmpty, "\(written.text)")
    }

    @Test("what xl takes of a guest with cells is written, and the reason is told")
    func cells() throws {
        var guest = try #require(read(Self.hvm + "vcpus = 2\n").document)
        var node = VirtualNode()
        node.memory = 2 * (guest.configuration.memory.target ?? 0)
        node.vcpus = [0, 1]
        node.distances = [10]
        guest.configuration.virtualNodes = [node]
        let written = XLConfigWriter().write(guest, options: WriteOptions())
        #expect(
            written.losses.filter { $0.place == "memory.maximum" }.map(\.reason) == [
                "xl takes what the cells of vnuma have together"
            ], "\(written.losses)")
        let again = try #require(read(written.text).document)
        #expect(XLConfigWriter().write(again, options: WriteOptions()).text == written.text)
    }

    @Test("no vcpu has two places in vnuma")
    func vcpuTwice() throws {
        func nodes(_ vcpus: String...) -> ReadResult {
            let nodes = vcpus.map { "[ \"pnode=0\", \"size=128\", \"vcpus=\($0)\" ]" }
            return read(Self.hvm + "vnuma = [\n\(nodes.joined(separator: ",\n"))\n]\n")
        }
        #expect(nodes("0,1", "2-3").document?.configuration.vcpus.maximum == 4)
        let first = Self.hvm.split(separator: "\n").count + 2
        for (vcpus, line) in [(["0,0"], first), (["0-2,1"], first), (["0", "0-1"], first + 1)] {
            let result = vcpus.count == 1 ? nodes(vcpus[0]) : nodes(vcpus[0], vcpus[1])
            let problem = try #require(result.diagnostics.first { $0.severity == .error }, "\(vcpus)")
            #expect(problem.message.contains("named twice") && problem.location.line == line, "\(problem)")
        }
        // However long the list is.
        #expect(!nodes(String(repeating: "9999,", count: 4000) + "0,0").diagnostics.isEmpty)
    }

    @Test("a thousand keys that are set twice are named a hundred times, and counted")
    func repetitions() {
        let result = read(Self.hvm + String(repeating: "vcpus = 1\n", count: 1001))
        #expect(result.diagnostics.count == 101)
        #expect(result.diagnostics.last?.message.hasPrefix("900 more settings are of keys") == true)
    }

    @Test("of an empty file one thing is said")
    func emptyFile() {
        #expect(
            read("# nothing\n").diagnostics.map(\.description) == [
                "guest.cfg:1:1: error: the file says nothing; a guest needs at least a name and memory"
            ])
    }
}
