import FormatSupport
import Foundation
import GuestModel
import LibxlJSON
import Observing
import Planning
import Testing

@testable import xenward

@Suite("The doctor sees what stands in xenward's way on a host")
struct DoctorTests {
    private let host = PretendedMachine()

    private func definition(_ name: String, bootloader: String? = nil) -> Definition {
        var guest = GuestConfiguration(name: name, type: .pv(PV()))
        guest.boot.bootloader = bootloader
        let file = "\(name).cfg"
        return Definition(
            file: file, digest: "d",
            content: .read(
                GuestDocument(configuration: guest, provenance: SourceLocation(file: file, line: 1, column: 1))))
    }

    private func record(_ name: String) -> GuestRecord {
        GuestRecord(
            name: name, uuid: GuestUUID(high: 7, low: 7),
            source: "\(name).cfg", digest: nil, origin: .created,
            given: CanonicalConfiguration(GuestConfiguration(name: name, type: .pv(PV()))), nonce: "n",
            changed: Timestamp(seconds: 0))
    }

    /// web1 is looked after, dns is defined.
    private func patient(_ units: [String: HostUnits.State] = [:]) -> Patient {
        var patient = Patient(files: host.files, units: HostUnits(units), environment: { _ in nil })
        patient.definitions = [definition("web1"), definition("dns")]
        patient.recorded = RecordedState(lineage: "l", guests: [record("web1")])
        patient.unmet = [:]
        return patient
    }

    private func severities(_ findings: [Finding]) -> [Finding.Severity] { findings.map(\.severity) }

    private let on = HostUnits.State(isActive: true, isEnabled: true)

    @Test("a host with nothing amiss is told so, check by check")
    func healthy() {
        let findings = Examination.findings(of: patient(["xenward.service": on]))
        #expect(findings.allSatisfy { $0.severity == .ok && $0.advice == nil }, "\(findings)")
        #expect(
            Set(findings.map(\.subject)).isSuperset(of: ["xen", "toolstacks", "units", "xl", "start", "requirements"]))
    }

    @Test("xendomains, libvirt and libvirt's guests are named, each with what to do and what not to")
    func toolstacks() {
        for unit in ["xendomains.service", "libvirtd.service", "virtxend.socket", "libvirt-guests.service"] {
            let findings = ToolstackCheck.findings(of: patient([unit: on]))
            #expect(severities(findings) == [.warn], "\(unit)")
            #expect(findings[0].advice?.contains("systemctl disable") == true)
        }
        for (units, expected) in [(["virtxend.service": on], [Finding.Severity.warn, .problem]), ([:], [.ok])] {
            var patient = patient(units)
            patient.keptByLibvirt = ["web1"]
            #expect(severities(ToolstackCheck.findings(of: patient)) == expected)
        }
    }

    @Test("an xl that stayed behind is a problem for a guest of ours, a warning for one that may be, else nothing")
    func daemons() throws {
        try host.process(40, ["/usr/sbin/xl", "create", "/etc/xen/web1.cfg"], log: "/var/log/xen/xl-web1.log")
        try host.process(41, ["xl", "create", "dns.cfg"], log: "/var/log/xen/xl-dns.log.1")
        try host.process(42, ["xl", "create", "other.cfg"], log: "/var/log/xen/xl-other.log")
        try host.process(43, ["xl", "list"], log: "/dev/pts/0")
        try host.process(44, ["tail", "-f"], log: "/var/log/xen/xl-web1.log")
        let findings = XLDaemonCheck.findings(of: patient())
        #expect(severities(findings) == [.problem, .warn])
        #expect(findings[0].place == "process 40 (/usr/sbin/xl create /etc/xen/web1.cfg)")
        #expect(findings[0].advice == "kill 40; the guest runs on")
        #expect(findings[1].advice?.hasPrefix("xenward adopt dns, then kill 41") == true)
    }

    @Test("a guest that xendomains or libvirt starts as well is a problem while those are on")
    func start() throws {
        try host.write(
            "name = \"web1\"\ntype = \"pvh\"\nkernel = \"/k\"\nmemory = 64\n", to: "/etc/xen/auto/10-web.cfg")
        try host.write(
            "name = \"other\"\ntype = \"pvh\"\nkernel = \"/k\"\nmemory = 64\n", to: "/etc/xen/auto/20-other.cfg")
        try host.write("<domain/>", to: "/etc/libvirt/libxl/autostart/dns.xml")
        #expect(severities(StartCheck.findings(of: patient())) == [.ok])
        let findings = StartCheck.findings(of: patient(["xendomains.service": on, "libvirtd.service": on]))
        #expect(severities(findings) == [.problem, .problem])
        #expect(findings.map(\.place) == ["/etc/xen/auto/10-web.cfg", "/etc/libvirt/libxl/autostart/dns.xml"])
        let disabled = patient(["xendomains.service": .init(isActive: true)])
        #expect(severities(StartCheck.findings(of: disabled)) == [.ok])
        #expect(ToolstackCheck.findings(of: disabled).first?.advice?.hasPrefix("leave it") == true)
        for folder in ["/srv/auto", ""] {
            try host.write("XENDOMAINS_AUTO=\"\(folder)\"\n", to: "/etc/default/xendomains")
            #expect(severities(StartCheck.findings(of: patient(["xendomains.service": on]))) == [.ok], "\(folder)")
        }
    }

    @Test("xendomains' script that a runlevel starts counts as on, and so does a daemon's pid while it lives")
    func withoutSystemd() throws {
        #expect(!HostUnits.look(at: host.files)["xendomains.service"].isEnabled)
        try host.write("", to: "/etc/rc2.d/S01xendomains")
        try host.write("77\n", to: "/run/libvirtd.pid")
        #expect(HostUnits.look(at: host.files)["xendomains.service"].isEnabled)
        #expect(!HostUnits.look(at: host.files)["libvirtd.service"].isActive)
        try host.process(77, ["libvirtd"], log: "/dev/null")
        #expect(HostUnits.look(at: host.files)["libvirtd.service"].isActive)
    }

    @Test("what systemctl says of units is read: a unit that is not there is off")
    func systemctl() {
        let units = HostUnits(
            HostUnits.read(
                """
                Id=xendomains.service
                ActiveState=active
                UnitFileState=generated

                Id=xenward.service
                ActiveState=inactive
                UnitFileState=enabled
                Environment=A=1 "NOTE=B=2 C=3" LIBXL_BOOTLOADER_RESTRICT=1

                Id=libvirtd.service
                ActiveState=inactive
                UnitFileState=

                """))
        #expect(units["xendomains.service"] == .init(isActive: true, isEnabled: false))
        let variables: Set = ["A", "NOTE", "LIBXL_BOOTLOADER_RESTRICT"]
        #expect(units["xenward.service"] == .init(isActive: false, isEnabled: true, environment: variables))
        #expect(units["libvirtd.service"] == .init() && units["nobody.service"] == .init())
    }

    @Test("watcher and timer together are a problem, neither of them a warning, and so is one that ends with this boot")
    func units() {
        #expect(
            severities(UnitCheck.findings(of: patient(["xenward.service": on, "xenward-apply.timer": on])))
                == [.problem])
        #expect(severities(UnitCheck.findings(of: patient())) == [.warn])
        #expect(severities(UnitCheck.findings(of: patient(["xenward.service": .init(isActive: true)]))) == [.warn])
        #expect(severities(UnitCheck.findings(of: patient(["xenward-apply.timer": on]))) == [.ok])
    }

    @Test("pygrub as root is a warning for each guest, until libxl is told to restrict it")
    func bootloader() throws {
        var patient = patient()
        #expect(BootloaderCheck.findings(of: patient).isEmpty)
        patient.definitions.append(definition("mail", bootloader: "/usr/lib/xen/bin/pygrub"))
        #expect(BootloaderCheck.findings(of: patient).map(\.place) == ["mail"])
        var restricted = patient
        restricted.environment = { $0 == "LIBXL_BOOTLOADER_RESTRICT" ? "1" : nil }
        #expect(severities(BootloaderCheck.findings(of: restricted)) == [.ok])

        // What acts by itself counts, whatever the person's own environment says.
        var states = ["xenward.service": HostUnits.State(isActive: true)]
        restricted.units = HostUnits(states)
        let findings = BootloaderCheck.findings(of: restricted)
        #expect(severities(findings) == [.warn])
        #expect(findings[0].advice?.contains("systemctl edit xenward.service") == true)
        states["xenward.service"]?.environment = ["LIBXL_BOOTLOADER_RESTRICT"]
        restricted.units = HostUnits(states)
        #expect(severities(BootloaderCheck.findings(of: restricted)) == [.ok])
        states["xenward-apply.timer"] = HostUnits.State(isEnabled: true)
        restricted.units = HostUnits(states)
        #expect(severities(BootloaderCheck.findings(of: restricted)) == [.warn], "the timer's service has none")
    }

    @Test("what the host has not is a problem for a guest that is to be started, and a warning for one that runs")
    func requirements() {
        var patient = patient()
        patient.unmet = ["web1": ["bridge xenbr0: dom0 has no interface of this name"], "dns": ["disk /dev/x: gone"]]
        patient.domains = [
            ObservedDomain(
                domid: 3, uuid: record("web1").uuid, name: "web1", state: .running,
                configuration: .unknown(reason: ""), nonce: "n")
        ]
        let findings = RequirementCheck.findings(of: patient)
        #expect(severities(findings) == [.problem, .warn])
        #expect(findings[1].text.hasPrefix("bridge xenbr0"))
    }

    @Test("a guest that is larger than the host is a problem")
    func tooLarge() throws {
        var patient = patient()
        var guest = GuestConfiguration(name: "big", type: .pvh(PVH()))
        guest.memory.target = 32 << 20
        patient.definitions.append(
            Definition(
                file: "big.cfg", digest: "d",
                content: .read(GuestDocument(configuration: guest, provenance: SourceLocation(file: "big.cfg")))))
        patient.memory = 16 << 20
        let findings = RequirementCheck.findings(of: patient)
        #expect(findings.map(\.text) == ["it asks for 32768 MiB of memory, and the host has 16384 MiB"])
        patient.memory = 64 << 20
        #expect(severities(RequirementCheck.findings(of: patient)) == [.ok])
    }

    @Test("domains of somebody else's: one that is defined may be adopted, others are left alone")
    func strangers() {
        var patient = patient()
        patient.domains = ["dns", "other"].enumerated().map { index, name in
            ObservedDomain(
                domid: UInt32(index + 1), uuid: GuestUUID(high: 1, low: UInt64(index)),
                name: name, state: .running, configuration: .unknown(reason: ""), nonce: nil)
        }
        let findings = StrangerCheck.findings(of: patient)
        #expect(severities(findings) == [.warn, .ok])
        #expect(findings[0].advice == "xenward adopt dns")
    }

    @Test("dom0 that gives up memory is a warning")
    func memory() {
        var patient = patient()
        #expect(MemoryCheck.findings(of: patient).isEmpty, "nobody knows")
        patient.balloons = true
        #expect(severities(MemoryCheck.findings(of: patient)) == [.warn])
        patient.balloons = false
        #expect(severities(MemoryCheck.findings(of: patient)) == [.ok])
    }
}

@Suite("xenward doctor")
struct DoctorCommandTests {
    @Test("on an embedded host it looks at definitions, policy and state, and changes nothing")
    func embedded() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        let before = try FileManager.default.subpathsOfDirectory(atPath: place.root).sorted()
        let doctor = try place.xenward("doctor", "guests")
        #expect(doctor.status == 0, "\(doctor.output)\(doctor.errors)")
        #expect(doctor.output.hasSuffix("0 problems, 0 warnings.\n"), "\(doctor.output)")
        #expect(try place.xenward("doctor", "guests", "--quiet").output == "0 problems, 0 warnings.\n")
        #expect(try FileManager.default.subpathsOfDirectory(atPath: place.root).sorted() == before)
        let json = try JSONReader.read(Array(place.xenward("doctor", "guests", "--json").output.utf8))
        #expect(json["kind"]?.string == "xenward.doctor")
        #expect(json["findings"]?.elements?.first?["severity"]?.string == "ok")
    }

    @Test("what stands in the way ends it 1, with the place and what to do, and hides nothing else")
    func problems() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes", "--target", "mail").status == 0)
        let world = try #require(place.world)
        #expect(world.contains("  missing: []\n"))
        try world.replacing("missing: []", with: "missing: [xenbr0]").write(
            toFile: place.host, atomically: true, encoding: .utf8)
        try place.write("name = \"broken\nmemory = [", to: "broken.cfg")
        let doctor = try place.xenward("doctor", "guests")
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("problem  definitions   guests/broken.cfg:1"), "\(doctor.output)")
        #expect(doctor.output.contains("problem  requirements  web1: bridge xenbr0"), "\(doctor.output)")
        #expect(doctor.output.contains("ok       state"), "\(doctor.output)")
    }

    @Test("definitions that others can write are told of, and a state that cannot be kept")
    func files() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o666], ofItemAtPath: place.definitions + "/web1.cfg")
        let open = try place.xenward("doctor", "guests")
        #expect(open.status == 0)
        #expect(open.output.contains("web1.cfg can be written by others (mode 666)"), "\(open.output)")
        let state = try Workplace.run(
            ["doctor", "guests", "--connect", "test://\(place.host)", "--state", "/nowhere/at/all/state.yaml"],
            in: place.root)
        #expect(state.status == 1)
        #expect(state.output.contains("mkdir -p -m 700 /nowhere/at/all"), "\(state.output)")
    }

    @Test("a machine without Xen is told so once, and looked at all the same")
    func noXen() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        let doctor = try Workplace.run(["doctor", "guests", "--state", place.state], in: place.root)
        #expect(doctor.status == 1)
        #expect(doctor.output.contains("problem  xen"), "\(doctor.output)")
        #expect(doctor.output.contains("  units "), "\(doctor.output)")
        #expect(!doctor.output.contains("requirements"), "nobody could be asked")
    }
}

/// The files of a machine, in a folder of their own.
private final class PretendedMachine: Sendable {
    private let root = NSTemporaryDirectory() + "xenward-machine-" + UUID().uuidString
    var files: HostFiles { HostFiles(root: root) }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ text: String, to path: String) throws {
        let path = root + path
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// A process whose standard output leads there.
    func process(_ pid: Int, _ arguments: [String], log: String) throws {
        try write(arguments.map { $0 + "\0" }.joined(), to: "/proc/\(pid)/cmdline")
        try FileManager.default.createDirectory(atPath: root + "/proc/\(pid)/fd", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: root + "/proc/\(pid)/fd/1", withDestinationPath: log)
    }
}
