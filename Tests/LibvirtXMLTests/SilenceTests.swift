import FormatSupport
import GuestModel
import LibvirtXML
import ReadResults
import Testing

@Suite("Nothing is dropped in silence")
struct SilenceTests {
    /// Each element on a line of its own; all of them used.
    static let rich = """
        <domain type='xen' xmlns:xen='http://libvirt.org/schemas/domain/xen/1.0'>
        <name>rich</name>
        <uuid>b4c1a2d0-7f5e-4d3c-9b8a-0123456789ab</uuid>
        <genid>0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9</genid>
        <title>All there is</title>
        <description>Of everything one</description>
        <metadata>
        <policy xmlns='urn:xenward:1'>
        <autostart>yes</autostart>
        </policy>
        </metadata>
        <memory unit='MiB'>1024</memory>
        <currentMemory unit='MiB'>512</currentMemory>
        <vcpu placement='static' current='2'>4</vcpu>
        <cputune>
        <shares>512</shares>
        <vcpupin vcpu='0' cpuset='0-1'/>
        </cputune>
        <os>
        <type arch='x86_64' machine='xenfv'>hvm</type>
        <loader readonly='yes' type='pflash'>/opt/firmware/ovmf.bin</loader>
        <kernel>/boot/guest/vmlinuz</kernel>
        <initrd>/boot/guest/initrd</initrd>
        <cmdline>ro quiet</cmdline>
        <boot dev='network'/>
        <boot dev='hd'/>
        <acpi>
        <table type='slic'>/opt/slic.bin</table>
        </acpi>
        </os>
        <features>
        <acpi/>
        <apic/>
        <pae/>
        <hap state='on'/>
        <viridian/>
        <hyperv mode='custom'>
        <relaxed state='on'/>
        <stimer state='on'/>
        </hyperv>
        <xen>
        <passthrough state='on' mode='share_pt'/>
        </xen>
        <msrs unknown='ignore'/>
        </features>
        <cpu mode='host-passthrough'>
        <feature policy='forbid' name='avx2'/>
        <feature policy='require' name='vmx'/>
        <numa>
        <cell id='0' cpus='0-1' memory='524288' unit='KiB'>
        <distances>
        <sibling id='1' value='21'/>
        </distances>
        </cell>
        <cell id='1' cpus='2-3' memory='524288' unit='KiB'/>
        </numa>
        </cpu>
        <clock offset='variable' adjustment='-3600' basis='localtime'>
        <timer name='tsc' mode='emulate'/>
        <timer name='hpet' present='no'/>
        </clock>
        <on_poweroff>preserve</on_poweroff>
        <on_reboot>rename-restart</on_reboot>
        <on_crash>coredump-destroy</on_crash>
        <pm>
        <suspend-to-mem enabled='no'/>
        <suspend-to-disk enabled='yes'/>
        </pm>
        <devices>
        <emulator>/opt/qemu</emulator>
        <disk type='block' device='disk'>
        <driver name='phy' type='raw' discard='unmap'/>
        <source dev='/dev/pool/rich'/>
        <backenddomain name='storage'/>
        <target dev='hda' bus='ide'/>
        </disk>
        <disk type='file' device='cdrom'>
        <driver name='qemu' type='raw'/>
        <target dev='hdc' bus='ide'/>
        <readonly/>
        </disk>
        <controller type='xenbus' index='0' maxGrantFrames='64' maxEventChannels='512'/>
        <controller type='usb' index='0' model='qusb1' ports='4'/>
        <interface type='bridge'>
        <mac address='00:16:3e:0a:0b:0c'/>
        <source bridge='switch0'/>
        <vlan trunk='yes'>
        <tag id='7'/>
        </vlan>
        <virtualport type='openvswitch'/>
        <ip address='192.0.2.7' family='ipv4'/>
        <target dev='rich0'/>
        <model type='e1000'/>
        <bandwidth>
        <outbound average='2048'/>
        </bandwidth>
        <mtu size='9000'/>
        </interface>
        <serial type='tcp'>
        <source mode='bind' host='127.0.0.1' service='4000'/>
        <protocol type='telnet'/>
        <target port='0'/>
        </serial>
        <console type='pty'>
        <target type='serial' port='0'/>
        </console>
        <channel type='unix'>
        <source mode='bind' path='/run/rich.sock'/>
        <target type='xen' name='org.example.agent'/>
        </channel>
        <input type='tablet' bus='usb'/>
        <graphics type='spice' port='5910' autoport='no' passwd='hush' keymap='de'>
        <listen type='address' address='192.0.2.1'/>
        <mouse mode='server'/>
        <clipboard copypaste='yes'/>
        <image compression='auto_glz'/>
        <streaming mode='filter'/>
        </graphics>
        <sound model='ich6'/>
        <video>
        <model type='qxl' vram='131072' heads='1' primary='yes'/>
        </video>
        <hostdev mode='subsystem' type='pci' managed='yes'>
        <driver name='xen'/>
        <source writeFiltering='no'>
        <address domain='0x0000' bus='0x03' slot='0x1f' function='0x7'/>
        </source>
        </hostdev>
        <hostdev mode='subsystem' type='usb' managed='no'>
        <source>
        <address bus='2' device='5'/>
        </source>
        </hostdev>
        <memballoon model='xen'/>
        </devices>
        <seclabel type='static' model='flask' relabel='no'>
        <label>system_u:system_r:domU_t</label>
        </seclabel>
        <xen:commandline>
        <xen:arg value='-snapshot'/>
        </xen:commandline>
        </domain>
        """

    private static let lines = rich.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)

    @Test("Of a document in which everything is used there is nothing to say")
    func allUsed() {
        let result = read(Self.rich)
        #expect(result.document != nil)
        #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
    }

    @Test("Whatever element is misspelt, a remark points at its line", arguments: lines.indices)
    func element(_ index: Int) throws {
        var lines = Self.lines
        guard index > 0, !lines[index].hasPrefix("</"), let name = Self.name(in: lines[index]) else { return }
        // Within a policy every name is a key, for Policy to judge.
        guard name != "autostart" else { return }
        let misspelt = name.contains(":") ? name + "zz" : "zz" + name
        lines[index] = lines[index].replacing("<\(name)", with: "<\(misspelt)", maxReplacements: 1)
        if lines[index].contains("</") {
            lines[index] = lines[index].replacing("</\(name)", with: "</\(misspelt)")
        } else if !lines[index].hasSuffix("/>") {
            let close = try #require(lines[index...].firstIndex { $0.hasPrefix("</\(name)>") })
            lines[close] = "</\(misspelt)>"
        }
        let result = read(lines.joined(separator: "\n"))
        #expect(result.diagnostics.contains { $0.location.line == index + 1 }, "\(misspelt): \(result.diagnostics)")
    }

    @Test("Whatever attribute is misspelt, a remark points at its line and column", arguments: lines.indices)
    func attribute(_ index: Int) {
        let words = Self.lines[index].split(separator: " ").dropFirst().filter { $0.contains("='") }
        for word in words where !word.hasPrefix("xmlns") {
            var lines = Self.lines
            lines[index] = lines[index].replacing(" \(word)", with: " zz\(word)", maxReplacements: 1)
            let result = read(lines.joined(separator: "\n"))
            let column = lines[index].utf8.count - lines[index].drop(upTo: " zz").utf8.count + 2
            #expect(
                result.diagnostics.contains { $0.location.line == index + 1 && $0.location.column == column },
                "\(lines[index]) at \(column): \(result.diagnostics)")
        }
    }

    private static func name(in line: String) -> String? {
        guard line.hasPrefix("<") else { return nil }
        return String(line.dropFirst().prefix { $0 != " " && $0 != ">" && $0 != "/" })
    }

    @Test("An unknown word is named with the nearest that is known")
    func nearest() throws {
        let result = read(
            pv("<vpcu>2</vpcu>", devices: "<disk typ='file'><source file='/d'/><target dev='xvda'/></disk>"))
        let messages = result.diagnostics.map(\.message)
        #expect(messages.contains("<vpcu> is no element of <domain>: did you mean <vcpu>?"))
        #expect(messages.contains("'typ' is no attribute of <disk>: did you mean 'type'?"))
        #expect(result.document != nil)
    }

    @Test("What libvirt knows and Xen has no use for is told from what nobody knows")
    func reasons() {
        let result = read(
            pv(
                "<iothreads>2</iothreads><frobnicate/><hwuuid>x</hwuuid>",
                devices: "<rng model='virtio'/><rng/><alias name='x'/>"))
        func reason(_ word: String) -> Diagnostic.Reason? {
            result.diagnostics.first { $0.message.contains("<\(word)>") }?.reason
        }
        #expect(reason("iothreads") == .meaningless)
        #expect(reason("frobnicate") == .unknown)
        #expect(reason("hwuuid") == .meaningless)
        #expect(reason("rng") == .meaningless)
        #expect(reason("alias") == .meaningless)
        #expect(result.document != nil)
    }

    @Test("A second element where one is read is reported")
    func twice() {
        let result = read(pv("<vcpu>1</vcpu><vcpu>2</vcpu>"))
        #expect(result.guest?.vcpus.maximum == 1)
        #expect(result.diagnostics.contains { $0.message == "a further <vcpu> in <domain> is not used" })
    }

    @Test("Text where none belongs is reported")
    func text() {
        let result = read(pv("stray words"))
        #expect(result.diagnostics.contains { $0.message == "<domain> takes no text" })
    }

    @Test("Twenty thousand unknown elements are counted, not listed")
    func flood() {
        let result = read(pv(String(repeating: "<x/>", count: 20_000)))
        #expect(result.document != nil)
        #expect(result.diagnostics.count < 600)
        #expect(result.diagnostics.contains { $0.message.contains("19500 more") })
    }
}

extension String {
    /// From the first occurrence of a text on.
    fileprivate func drop(upTo text: String) -> Substring {
        guard let range = firstRange(of: text) else { return self[endIndex...] }
        return self[range.lowerBound...]
    }
}
