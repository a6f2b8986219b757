import FormatSupport
import GuestModel
import LibvirtXML
import LibxlJSON
import ReadResults
import Testing

@Suite("Writing")
struct WriterTests {
    private func write(_ guest: GuestConfiguration, secrets: Bool = false) -> WriteResult {
        write(GuestDocument(configuration: guest, provenance: SourceLocation(file: "")), secrets: secrets)
    }

    private func write(_ document: GuestDocument, secrets: Bool = false) -> WriteResult {
        LibvirtXMLWriter().write(document, options: WriteOptions(includesSecrets: secrets))
    }

    private func pvGuest() -> GuestConfiguration {
        var guest = GuestConfiguration(name: "probe", type: .pv(PV()))
        guest.memory.target = 262_144
        guest.boot.kernel = "/srv/vmlinuz"
        guest.shutdownActions.onReboot = .restart
        guest.shutdownActions.onSoftReset = .softReset
        return guest
    }

    private func hvmGuest() -> GuestConfiguration {
        var guest = GuestConfiguration(name: "probe", type: .hvm(HVM()))
        guest.memory.target = 1_048_576
        guest.shutdownActions.onSoftReset = .softReset
        return guest
    }

    @Test("A PV guest looks as virsh dumpxml would have it")
    func goldenPV() {
        var guest = pvGuest()
        guest.uuid = GuestUUID("b4c1a2d0-7f5e-4d3c-9b8a-0123456789ab")
        guest.memory.maximum = 524_288
        guest.vcpus.maximum = 4
        guest.vcpus.online = [0, 1]
        guest.boot.commandLine = "root=/dev/xvda1 ro"
        var disk = Disk()
        disk.vdev = "xvda"
        disk.path = "/dev/pool/probe"
        disk.backend = .phy
        disk.readWrite = true
        guest.disks = [disk]
        var nic = NetworkInterface()
        nic.mac = MACAddress("00:16:3e:0a:0b:0c")
        nic.bridge = "br-lan"
        guest.nics = [nic]
        let result = write(guest)
        #expect(result.losses.isEmpty, "\(result.losses)")
        #expect(
            result.text == """
                <domain type='xen'>
                  <name>probe</name>
                  <uuid>b4c1a2d0-7f5e-4d3c-9b8a-0123456789ab</uuid>
                  <metadata>
                    <libxl xmlns='urn:xenward:1'>
                      { "disks": [{ "vdev": "xvda", "format": null }] }
                    </libxl>
                  </metadata>
                  <memory unit='KiB'>524288</memory>
                  <currentMemory unit='KiB'>262144</currentMemory>
                  <vcpu placement='static' current='2'>4</vcpu>
                  <os>
                    <type arch='x86_64' machine='xenpv'>linux</type>
                    <kernel>/srv/vmlinuz</kernel>
                    <cmdline>root=/dev/xvda1 ro</cmdline>
                  </os>
                  <clock offset='utc' adjustment='reset'/>
                  <on_poweroff>destroy</on_poweroff>
                  <on_reboot>restart</on_reboot>
                  <on_crash>destroy</on_crash>
                  <devices>
                    <disk type='block' device='disk'>
                      <driver name='phy' type='raw'/>
                      <source dev='/dev/pool/probe'/>
                      <target dev='xvda' bus='xen'/>
                    </disk>
                    <controller type='xenbus' index='0'/>
                    <interface type='bridge'>
                      <mac address='00:16:3e:0a:0b:0c'/>
                      <source bridge='br-lan'/>
                    </interface>
                    <console type='pty'>
                      <target type='xen' port='0'/>
                    </console>
                    <input type='mouse' bus='xen'/>
                    <input type='keyboard' bus='xen'/>
                    <memballoon model='xen'/>
                  </devices>
                </domain>

                """)
    }

    @Test(
        "What libxl does by itself for an HVM guest is spelt out, as silence means something else to libvirt, and marked as libxl's own choice"
    )
    func goldenHVM() {
        let result = write(hvmGuest())
        #expect(result.losses.isEmpty, "\(result.losses)")
        #expect(
            result.text == """
                <domain type='xen'>
                  <name>probe</name>
                  <metadata>
                    <libxl xmlns='urn:xenward:1'>
                      {
                        "b_info": {
                          "type.hvm": {
                            "vga": { "kind": null },
                            "vnc": { "enable": null, "findunused": null },
                            "sdl": { "enable": null },
                            "pae": null,
                            "boot": null
                          },
                          "max_vcpus": null,
                          "avail_vcpus": null,
                          "max_memkb": null,
                          "video_memkb": null,
                          "acpi": null,
                          "apic": null
                        }
                      }
                    </libxl>
                  </metadata>
                  <memory unit='KiB'>1048576</memory>
                  <currentMemory unit='KiB'>1048576</currentMemory>
                  <vcpu placement='static'>1</vcpu>
                  <os>
                    <type arch='x86_64' machine='xenfv'>hvm</type>
                    <loader type='rom'>/usr/lib/xen/boot/hvmloader</loader>
                    <boot dev='hd'/>
                    <boot dev='cdrom'/>
                    <boot dev='fd'/>
                  </os>
                  <features>
                    <acpi/>
                    <apic/>
                    <pae/>
                  </features>
                  <clock offset='variable' adjustment='0' basis='utc'/>
                  <on_poweroff>destroy</on_poweroff>
                  <on_reboot>destroy</on_reboot>
                  <on_crash>destroy</on_crash>
                  <devices>
                    <controller type='xenbus' index='0'/>
                    <input type='mouse' bus='ps2'/>
                    <input type='keyboard' bus='ps2'/>
                    <graphics type='vnc' port='-1' autoport='yes'>
                      <listen type='address'/>
                    </graphics>
                    <video>
                      <model type='cirrus' vram='8192' heads='1' primary='yes'/>
                    </video>
                    <memballoon model='xen'/>
                  </devices>
                </domain>

                """)
    }

    static let guests: [String] = [
        SilenceTests.rich, pv(), hvm(), pv(os: "<type>xenpvh</type><kernel>/k</kernel>"),
        pv("<clock offset='localtime'/>", devices: "<graphics type='vnc' port='5901' passwd='p' keymap='de'/>"),
        pv(devices: "<graphics type='sdl' display=':0' xauth='/x'><gl enable='yes'/></graphics>"),
        hvm("<features><acpi/></features>", devices: "<graphics type='vnc' port='5901' passwd='p' keymap='de'/>"),
        hvm(devices: "<graphics type='sdl'/><serial type='pty'/><serial type='file'><source path='/l'/></serial>"),
        hvm(
            devices:
                "<serial type='udp'><source mode='connect' host='b' service='2'/></serial><video><model type='vga'/></video>"
        ),
        hvm("<vcpu cpuset='0-3'>2</vcpu><seclabel type='static'><label>l</label></seclabel>"),
        hvm("<vcpu>3</vcpu><cputune><vcpupin vcpu='1' cpuset='5'/></cputune>"),
        hvm("<features><hyperv mode='passthrough'/><hap state='off'/></features>"),
        hvm(
            devices: "<channel type='pty'><target type='xen' name='n'/></channel>",
            os: "<type>hvm</type><boot dev='network'/>"),
        pv(
            "<features><xen><e820_host state='on'/><passthrough state='off'/></xen></features><bootloader>/b</bootloader><bootloader_args>-a b</bootloader_args>"
        ),
        pv(
            devices:
                "<interface type='bridge'><source bridge='o'/><vlan><tag id='4'/></vlan><virtualport type='openvswitch'/></interface>"
        ),
        pv("<title>a</title><description>b &lt; c</description><metadata><x xmlns='urn:x'>1</x></metadata>"),
    ]

    @Test("What is read, written and read again is the same, and nothing is lost", arguments: guests)
    func roundTrip(_ xml: String) throws {
        let document = try #require(read(xml).document, "\(read(xml).diagnostics)")
        let written = write(document, secrets: true)
        let again = try #require(read(written.text).document, "\(written.text)")
        #expect(written.losses.isEmpty, "\(written.losses)")
        #expect(document.configuration.changes(to: again.configuration) == [])
        #expect(document.extras == again.extras)
        #expect(document.annotations.map(\.value) == again.annotations.map(\.value))
        #expect(write(again, secrets: true).text == written.text)
    }

    @Test("Passwords are written only when asked for")
    func secrets() {
        var guest = hvmGuest()
        var hvm = HVM()
        hvm.vnc.password = "hush"
        guest.type = .hvm(hvm)
        let plain = write(guest)
        #expect(!plain.text.contains("hush"))
        #expect(plain.losses.map(\.place) == ["hvm.vnc.password"])
        #expect(!plain.losses.contains { $0.value.contains("hush") })
        let full = write(guest, secrets: true)
        #expect(full.text.contains("passwd='hush'"))
        #expect(full.losses.isEmpty)
    }

    @Test(
        "Whatever a text holds comes back as it was",
        arguments: ["a&b", "<x>", "it's \"so\"", "a\tb\nc\rd", " x ", "größe 🐧", "&amp;", "]]>"])
    func escapes(_ text: String) throws {
        var guest = pvGuest()
        guest.boot.commandLine = text
        guest.deviceModel.arguments = [text]
        var document = GuestDocument(configuration: guest, provenance: SourceLocation(file: ""))
        document.extras.description = text
        let written = write(document)
        #expect(written.losses.isEmpty, "\(written.losses)")
        let again = try #require(read(written.text).document, "\(written.text)")
        #expect(again.configuration.boot.commandLine == text)
        #expect(again.configuration.deviceModel.arguments == [text])
        #expect(again.extras.description == text)
    }

    @Test("A character that XML cannot say is a loss, and leaves XML")
    func impossible() {
        var guest = pvGuest()
        guest.boot.commandLine = "a\u{1}b\u{0}c\u{ffff}"
        let written = write(guest)
        #expect(read(written.text).document != nil)
        #expect(written.losses.map(\.place) == ["boot.commandLine"])
    }

    @Test("Metadata that is no XML, and keys that are no names, are lost alone")
    func metadata() throws {
        var document = GuestDocument(configuration: pvGuest(), provenance: SourceLocation(file: ""))
        document.extras.metadata = ["<a><b></a>", "<fine/>"]
        let place = SourceLocation(file: "")
        document.annotations = [
            .init(key: "restart", value: "never", location: place), .init(key: "no name", value: "x", location: place),
        ]
        let written = write(document)
        #expect(written.losses.map(\.place).sorted() == ["metadata", "no name"])
        let again = try #require(read(written.text).document)
        #expect(again.extras.metadata == ["<fine/>"])
        #expect(again.annotations.map(\.key) == ["restart"])
    }

    @Test("A guest as libvirt hands it over, with its old places and doubles, is written without loss")
    func handedOver() throws {
        for xml in [pv(), hvm(devices: "<graphics type='vnc'/>")] {
            let document = try #require(read(xml, handover: .libvirt).document)
            let losses = write(document).losses
            #expect(losses.allSatisfy { $0.place.hasSuffix(".findUnused") }, "\(losses)")
        }
    }
}
