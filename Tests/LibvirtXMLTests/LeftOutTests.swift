import FormatSupport
import GuestModel
import LibvirtXML
import ReadResults
import Testing

@Suite("What Xen cannot give a guest is left out with a word at its place")
struct LeftOutTests {
    private static func guest(_ type: String, _ devices: String, _ rest: String = "") -> String {
        let boot = type == "hvm" ? "<type>hvm</type>" : "<type>linux</type><kernel>/k</kernel>"
        return """
            <domain type='xen'><name>g</name><memory>65536</memory><os>\(boot)</os>\(rest)
            <devices>
            \(devices)
            </devices></domain>
            """
    }

    @Test(
        "devices",
        arguments: [
            ("linux", "<console type='file'><source path='/tmp/log'/></console>", "is a pty"),
            ("linux", "<console type='pty'/>\n<console type='pty'/>", "one console"),
            ("hvm", "<serial type='pty'/><console type='pty'/>\n<console type='file'/>", "is a pty"),
            ("hvm", "<input type='evdev'><source dev='/dev/input/event1'/></input>", "'evdev'"),
            ("hvm", "<input type='passthrough' bus='virtio'/>", "'passthrough'"),
            ("hvm", "<console type='file'><source path='/x'/><target type='xen' port='0'/></console>", "is a pty"),
            (
                "hvm", "<interface type='bridge'><driver name='vhost' queues='4'/><source bridge='b'/></interface>",
                "<driver>"
            ),
            ("hvm", "<serial type='pty'><target type='usb-serial' port='0'/></serial>", "'usb-serial'"),
            (
                "hvm",
                "<channel type='unix'><source mode='connect' path='/s'/><target type='xen' name='c'/></channel>",
                "'connect'"
            ),
            (
                "linux",
                "<disk type='block'><source dev='/dev/a'/><target dev='xvda' bus='ide'/></disk>", "bus 'ide'"
            ),
            ("hvm", "<graphics type='spice' autoport='yes'/>", "without a port"),
            (
                "hvm", "<channel type='unix'><target type='xen' name='c'/></channel>",
                "/var/lib/libvirt/libxl/channel/target/g-c is taken"
            ),
            ("linux", "<input type='tablet' bus='usb'/>", "USB bus has no meaning for a pv guest"),
            ("linux", "<disk type='block' device='lun'><source dev='/dev/a'/><target dev='xvda'/></disk>", "'lun'"),
        ])
    func devices(type: String, devices: String, word: String) {
        let result = read(Self.guest(type, devices))
        #expect(result.errors == [])
        #expect(result.warnings.count == 1, "\(result.diagnostics)")
        #expect(result.warnings.first?.message.contains(word) == true, "\(result.diagnostics)")
        // The place is that of the last element.
        let line = 3 + devices.split(separator: "\n").count - 1
        #expect(result.warnings.first?.location.line == line, "\(result.warnings)")
    }

    @Test("a tablet is on the USB bus where nothing is said, and can be on no other")
    func tablets() {
        func devices(_ input: String) -> [String]? { read(Self.guest("hvm", input)).guest?.hvm?.usbDevices }
        #expect(devices("<input type='tablet'/>") == ["tablet"])
        #expect(devices("<input type='tablet' bus='usb'/><input type='mouse'/>") == ["tablet"])
        #expect(devices("<input type='keyboard' bus='usb'/><input type='mouse' bus='ps2'/>") == ["keyboard"])
        for wrong in ["type='tablet' bus='ps2'", "type='zzz' bus='ps2'", "type='mouse' bus='zzz'", "bus='ps2'"] {
            #expect(read(Self.guest("hvm", "<input \(wrong)/>")).errors.count == 1, "\(wrong)")
        }
    }

    @Test("a port listens or connects, and does nothing else")
    func ports() {
        func ports(_ mode: String) -> ReadResult {
            read(Self.guest("hvm", "<serial type='unix'><source mode='\(mode)' path='/p'/></serial>"))
        }
        #expect(ports("bind").guest?.hvm?.serial == "unix:/p,server,nowait")
        #expect(ports("connect").guest?.hvm?.serial == "unix:/p")
        #expect(ports("zzz").errors.count == 1)
    }

    @Test("another architecture than x86 is told, as the host's own counts")
    func architecture() {
        func warnings(_ arch: String) -> Int {
            let text = Self.guest("hvm", "").replacing("<type>", with: "<type arch='\(arch)'>")
            return read(text).warnings.count
        }
        #expect(["x86_64", "i686", "aarch64", "zzz"].map(warnings) == [0, 0, 1, 1])
    }

    @Test("an address of zeros asks for another one")
    func noAddress() {
        let nic = "<interface type='bridge'><mac address='00:00:00:00:00:00'/><source bridge='b'/></interface>"
        let result = read(Self.guest("hvm", nic))
        #expect(result.warnings == [] && result.guest?.nics.map(\.mac) == [nil])
    }

    @Test("one vcpu pinned twice, or one timer told twice, does not pass in silence")
    func twice() {
        let pins = "<cputune><vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='0' cpuset='2'/></cputune>"
        #expect(read(Self.guest("hvm", "", pins)).errors.count == 1)
        let timers = "<clock offset='utc'><timer name='hpet' present='no'/><timer name='hpet' present='yes'/></clock>"
        #expect(read(Self.guest("hvm", "", timers)).warnings.count == 1)
    }

    @Test("an empty genid is another one at each start, and comes back so")
    func generationID() throws {
        let document = try #require(read(Self.guest("hvm", "", "<genid/>")).document)
        #expect(document.configuration.hvm?.generationID == .generated)
        let text = LibvirtXMLWriter().write(document, options: WriteOptions()).text
        #expect(text.contains("<genid/>"), "\(text)")
    }

    @Test("a snapshot of a Ceph image is named as QEMU names it, and a colon in a path is escaped")
    func ceph() throws {
        let disk = """
            <disk type='network'><source protocol='rbd' name='pool/image'><snapshot name='s'/><config file='/c:d'/></source>\
            <target dev='xvda'/></disk>
            """
        let document = try #require(read(Self.guest("linux", disk)).document)
        #expect(document.configuration.disks[0].path == "rbd:pool/image@s:auth_supported=none:conf=/c\\:d")
        let written = LibvirtXMLWriter().write(document, options: WriteOptions())
        #expect(
            written.text.contains("<snapshot name='s'/>") && written.text.contains("file='/c:d'"), "\(written.text)")
    }

    @Test("a label of another security model is no FLASK label, and that of FLASK is taken from behind it")
    func securityModels() {
        let labels = """
            <seclabel type='static' model='dac'><label>+64055:+64055</label></seclabel>
            <seclabel type='static' model='flask'><label>system_u:system_r:domU_t</label></seclabel>
            """
        let result = read(Self.guest("linux", "", labels))
        #expect(result.guest?.securityLabels.label == "system_u:system_r:domU_t")
        #expect(result.warnings.count == 1, "\(result.warnings)")
        #expect(result.warnings.first?.message.contains("'dac'") == true)
    }
}

@Suite("Virtual NUMA nodes")
struct VirtualNodeTests {
    private func read(_ cells: String, hostNodes: Int? = nil, vcpus: Int = 2, more: String = "") -> ReadResult {
        let text = """
            <domain type='xen'><name>g</name><memory unit='MiB'>64</memory><vcpu>\(vcpus)</vcpu>\(more)
            <os><type>hvm</type></os><cpu><numa>\(cells)</numa></cpu></domain>
            """
        return LibvirtXMLReader(hostNodes: hostNodes).read(Array(text.utf8), file: "guest.xml")
    }

    private static let two =
        "<cell id='0' cpus='0' memory='32' unit='MiB'/><cell id='1' cpus='1' memory='32' unit='MiB'/>"

    @Test("each stands on the host's node of its number, where the host has as many, or nobody knows")
    func hostNodes() {
        func nodes(_ hostNodes: Int?, more: String = "") -> [UInt32]? {
            read(Self.two, hostNodes: hostNodes, more: more).guest?.virtualNodes.map(\.physicalNode)
        }
        #expect(nodes(nil) == [0, 1])
        #expect(nodes(2) == [0, 1])
        #expect(nodes(1) == [0, 0])
        #expect(nodes(1, more: "<numatune><memnode cellid='1' nodeset='3'/></numatune>") == [0, 3])
    }

    @Test("their order in the file is of no account")
    func order() {
        let turned = "<cell id='1' cpus='1' memory='32' unit='MiB'/><cell id='0' cpus='0' memory='32' unit='MiB'/>"
        #expect(read(turned).guest?.virtualNodes == read(Self.two).guest?.virtualNodes)
    }

    @Test("a vcpu in two of them, in none, or that there is not, is an error")
    func vcpus() {
        func errors(_ first: String, _ second: String) -> [String] {
            read(
                "<cell id='0' cpus='\(first)' memory='32' unit='MiB'/><cell id='1' cpus='\(second)' memory='32' unit='MiB'/>"
            ).errors.map(\.message)
        }
        #expect(errors("0-1", "1").first?.contains("vcpus that are in no other cell, and 1 is") == true)
        #expect(errors("0", "2").first == "vcpu 1 is in no cell: each of the guest's 2 vcpus is in one cell")
        #expect(errors("0", "1-2").first == "the cells hold vcpu 2: each of the guest's 2 vcpus is in one cell")
    }
}

@Suite("Sets of cpus")
struct CPUSetTests {
    private func read(_ cpuset: String) -> GuestConfiguration? {
        let text = """
            <domain type='xen'><name>g</name><memory>65536</memory><vcpu cpuset='\(cpuset)'>1</vcpu>
            <os><type>linux</type><kernel>/k</kernel></os></domain>
            """
        return LibvirtXMLReader().read(Array(text.utf8), file: "guest.xml").document?.configuration
    }

    @Test("who names libvirt's last cpu names all that come after it, too")
    func openEnded() {
        #expect(read("0-1023")?.vcpus.hardAffinityByVCPU == [.everyCPU])
        #expect(read("0-1023,^0")?.vcpus.hardAffinityByVCPU == [CPUSet(1...4095)])
        #expect(read("0-1022")?.vcpus.hardAffinityByVCPU == [CPUSet(0...1022)])
    }

    @Test("all cpus but a few are written within libvirt's limit, and come back whole")
    func written() throws {
        var guest = try #require(read("3"))
        guest.vcpus.hardAffinityByVCPU = [CPUSet(1...4095)]
        let document = GuestDocument(configuration: guest, provenance: SourceLocation(file: ""))
        let text = LibvirtXMLWriter().write(document, options: WriteOptions()).text
        #expect(text.contains("cpuset='1-1023'") && !text.contains("vcpu_hard_affinity"), "\(text)")
        let back = LibvirtXMLReader().read(Array(text.utf8), file: "").document?.configuration
        #expect(back?.vcpus.hardAffinityByVCPU == [CPUSet(1...4095)])
    }
}
