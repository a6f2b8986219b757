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
            ("linux", "<disk type='block' device='lun'><source dev='/dev/a'/><target dev='xvda'/></disk>", "'lun'"),
        ])
    func devices(type: String, devices: String, word: String) {
        let result = read(Self.guest(type, devices))
        #expect(result.errors == [])
        #expect(result.warnings.count == 1 && result.warnings[0].message.contains(word), "\(result.diagnostics)")
        // The place is that of the last element.
        let line = 3 + devices.split(separator: "\n").count - 1
        #expect(result.warnings[0].location.line == line, "\(result.warnings)")
    }

    @Test("a label of another security model is no FLASK label, and that of FLASK is taken from behind it")
    func securityModels() {
        let labels = """
            <seclabel type='static' model='dac'><label>+64055:+64055</label></seclabel>
            <seclabel type='static' model='flask'><label>system_u:system_r:domU_t</label></seclabel>
            """
        let result = read(Self.guest("linux", "", labels))
        #expect(result.guest?.securityLabels.label == "system_u:system_r:domU_t")
        #expect(result.warnings.count == 1 && result.warnings[0].message.contains("'dac'"), "\(result.warnings)")
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
