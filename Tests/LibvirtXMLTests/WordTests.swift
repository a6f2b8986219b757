import FormatSupport
import GuestModel
import LibvirtXML
import ReadResults
import Testing

@Suite("Words of libvirt's that few guests need")
struct WordTests {
    private func roundTrip(_ xml: String, sourceLocation: Testing.SourceLocation = #_sourceLocation) throws -> String {
        let document = try #require(read(xml).document, "\(read(xml).diagnostics)", sourceLocation: sourceLocation)
        let written = LibvirtXMLWriter().write(document, options: WriteOptions(includesSecrets: true))
        #expect(written.losses.isEmpty, "\(written.losses)", sourceLocation: sourceLocation)
        #expect(read(written.text).guest == document.configuration, sourceLocation: sourceLocation)
        return written.text
    }

    @Test("Devices may have places in the order of booting; libxl is told their kinds")
    func bootOrder() {
        let disk = "<disk type='file'><source file='/d'/><target dev='hda'/>%</disk>"
        let drive = "<disk type='file' device='cdrom'><target dev='hdc'/>%</disk>"
        let card = "<interface type='bridge'><source bridge='br0'/>%</interface>"
        func devices(_ orders: (String, Int)...) -> String {
            orders.map { $0.replacing("%", with: $1 == 0 ? "" : "<boot order='\($1)'/>") }.joined()
        }
        #expect(read(hvm(devices: devices((disk, 3), (drive, 1), (card, 2)))).guest?.hvm?.bootOrder == "dnc")
        #expect(read(hvm(devices: devices((disk, 0), (card, 1)))).guest?.hvm?.bootOrder == "n")
        let two = read(hvm(devices: devices((card, 1), (card, 2), (disk, 3))))
        #expect(two.guest?.hvm?.bootOrder == "nc")
        #expect(two.diagnostics.map(\.reason) == [.unsupported])
        let both = read(hvm(devices: devices((disk, 1)), os: "<type>hvm</type><boot dev='hd'/>"))
        #expect(both.errors.map(\.reason) == [.conflict])
        #expect(read(pv(devices: devices((card, 1)))).warnings.map(\.reason) == [.meaningless])
    }

    @Test("A shared directory is one of 9pfs")
    func filesystem() throws {
        func shared(_ attributes: String, _ inside: String = "<source dir='/srv'/><target dir='tag'/>") -> ReadResult {
            read(pv(devices: "<filesystem \(attributes)>\(inside)</filesystem>"))
        }
        let directory = shared("type='mount'").guest?.p9Filesystems.first
        #expect(directory?.path == "/srv" && directory?.tag == "tag" && directory?.securityModel == "none")
        #expect(shared("accessmode='mapped'").guest?.p9Filesystems.first?.securityModel == "mapped")
        #expect(shared("type='ram'").errors.map(\.reason) == [.unsupported])
        #expect(shared("type='mount'", "<source dir='/srv'/>").errors.count == 1)
        #expect(
            shared("type='mount'", "<driver type='virtiofs'/><source dir='/'/><target dir='t'/>").errors.count == 1)
        let text = try roundTrip(
            pv(devices: "<filesystem type='mount'><source dir='/srv'/><target dir='tag'/></filesystem>"))
        #expect(text.contains("<filesystem type='mount' accessmode='squash'>") && !text.contains("metadata"))
    }

    @Test(
        "What Xen cannot do is refused by name, with what to do",
        arguments: [
            ("<memtune><hard_limit>1</hard_limit></memtune>", "", "<memtune>"),
            (
                "",
                "<disk type='volume'><source pool='p' volume='v'/><target dev='xvda'/></disk>",
                "'file', 'block' or 'network'"
            ),
            (
                "", "<disk><source file='/d'/><target dev='xvda'/><encryption format='luks'/></disk>",
                "open the volume in dom0"
            ),
            (
                "",
                "<disk><source file='/d'><encryption format='luks'/></source><target dev='xvda'/></disk>",
                "open the volume in dom0"
            ),
        ])
    func refused(_ lines: String, _ devices: String, _ words: String) {
        let result = read(hvm(lines, devices: devices))
        #expect(result.errors.map(\.reason) == [.unsupported], "\(result.diagnostics)")
        #expect(result.errors.first?.message.contains(words) == true, "\(result.errors)")
    }

    @Test("What Xen has no use for is passed over by name, and keeps no guest from being read")
    func passedOver() {
        let result = read(
            hvm(
                "<cputune><emulatorpin cpuset='1'/><period>1000</period></cputune>",
                devices: """
                    <rng model='virtio'/><watchdog model='i6300esb'/><tpm model='tpm-tis'/><redirdev bus='usb'/>
                    <interface type='bridge'><source bridge='b' portgroup='p'/><link state='down'/><filterref filter='f'/></interface>
                    <hostdev mode='subsystem' type='pci'><source><address bus='1' slot='2'/></source><boot order='1'/></hostdev>
                    """, os: "<type>hvm</type><nvram>/n</nvram><bootmenu enable='yes'/>"))
        #expect(result.document != nil)
        for word in [
            "emulatorpin", "period", "rng", "watchdog", "tpm", "redirdev", "link", "filterref", "boot", "nvram",
            "bootmenu",
        ] {
            #expect(
                result.diagnostics.contains { $0.reason == .meaningless && $0.message.contains("<\(word)>") },
                "\(word)")
        }
        #expect(!result.diagnostics.contains { $0.reason == .unread || $0.reason == .unknown })
    }

    @Test("A loader in place of Xen's own starts the guest, although libvirt's driver for libxl does not look at it")
    func loader() throws {
        let xml = hvm(os: "<type>hvm</type><loader type='rom'>/opt/loader</loader>")
        #expect(read(xml).guest?.hvm?.firmware == "/opt/loader")
        #expect(read(xml).diagnostics.isEmpty)
        #expect(try roundTrip(xml).contains("<loader type='rom'>/opt/loader</loader>"))
        #expect(read(xml, handover: .libvirt).guest?.hvm?.firmware == nil)
        let own = read(hvm(os: "<type>hvm</type><loader type='rom'>/opt/xen/boot/hvmloader</loader>"))
        #expect(own.guest != nil && own.guest?.hvm?.firmware == nil)
    }

    @Test("Performance counters, and the host's nodes that memory comes from")
    func countersAndNodes() throws {
        let xml = hvm(
            "<features><pmu state='on'/></features><numatune><memory mode='strict' nodeset='0-1'/></numatune>")
        let guest = read(xml).guest
        #expect(guest?.features.vpmu == true)
        #expect(guest?.vcpus.nodeAffinity == [0, 1] && guest?.vcpus.numaPlacement == false)
        let text = try roundTrip(xml)
        #expect(text.contains("<pmu state='on'/>") && text.contains("<memory mode='strict' nodeset='0-1'/>"))
        #expect(read(hvm("<numatune><memory placement='auto'/></numatune>")).warnings.map(\.reason) == [.unsupported])
        #expect(read(xml, handover: .libvirt).guest?.vcpus.nodeAffinity == [])
    }

    @Test("A parallel port is the device model's")
    func parallel() throws {
        let port =
            "<parallel type='tcp'><source mode='connect' host='h' service='7777'/><protocol type='raw'/><target port='0'/></parallel>"
        let result = read(hvm(devices: port))
        #expect(result.guest?.deviceModel.arguments == ["-parallel", "tcp:h:7777"])
        #expect(result.diagnostics.isEmpty)
        let text = try roundTrip(hvm(devices: port))
        #expect(text.contains("<parallel type='tcp'>") && !text.contains("xen:arg"))
        #expect(read(pv(devices: port)).warnings.map(\.reason) == [.meaningless])
    }

    @Test("Of several sound cards, the guest has the first, and the others are named")
    func sounds() {
        let two = read(hvm(devices: "<sound model='ich6'/>\n<sound model='sb16'/>"))
        #expect(two.guest?.hvm?.soundCard == "hda")
        #expect(two.warnings.map(\.reason) == [.unsupported] && two.warnings.first?.location.line == 8)
        let strange = read(hvm(devices: "<sound model='pcspk'/>"))
        #expect(strange.guest?.hvm?.soundCard == "pcspk")
        #expect(strange.warnings.first?.message.contains("starts no guest with it") == true)
        for model in ["ac97", "adlib", "cs4231a", "es1370", "gus", "hda", "ich6", "sb16"] {
            #expect(read(hvm(devices: "<sound model='\(model)'/>")).diagnostics.isEmpty, "\(model)")
        }
    }

    @Test("What xm and xl take as a list of sound cards is such a list again")
    func soundList() throws {
        var guest = try #require(read(hvm()).guest)
        guest.type = try .hvm(
            {
                var hvm = try #require(guest.hvm); hvm.soundCard = "sb16,hda"; return hvm
            }())
        let document = GuestDocument(configuration: guest, provenance: SourceLocation(file: ""))
        let written = LibvirtXMLWriter().write(document, options: WriteOptions())
        #expect(written.losses.isEmpty && written.text.contains("<sound model='sb16'/>\n    <sound model='ich6'/>"))
        #expect(read(written.text).guest == guest)
    }

    @Test("A sound card, a keyboard on USB, serial ports at their numbers")
    func several() throws {
        let xml = hvm(
            devices: """
                <sound model='ich6'/><input type='keyboard' bus='usb'/>
                <serial type='pty'><target port='2'/></serial><serial type='null'><target port='0'/></serial>
                """)
        let guest = read(xml).guest?.hvm
        #expect(guest?.soundCard == "hda")
        #expect(guest?.usbDevices == ["keyboard"])
        #expect(guest?.serialPorts == ["null", "none", "pty"])
        let text = try roundTrip(xml)
        #expect(text.contains("<sound model='ich6'/>") && text.contains("<target port='2'/>"))
        #expect(!text.contains("<target port='1'/>"))
    }
}

@Suite("Interfaces on libvirt's networks")
struct NetworkTests {
    private func read(_ source: String, _ file: String?, _ more: String = "") -> ReadResult {
        let xml = hvm(devices: "<interface type='network'>\(source)\(more)</interface>")
        let reader = LibvirtXMLReader { name in name == "lan" ? file.map { Array($0.utf8) } : nil }
        return reader.read(Array(xml.utf8), file: "guest.xml")
    }

    private let lan = "<source network='lan'/>"

    @Test("The bridge is the one that libvirt's own file names")
    func bridge() {
        let file =
            "<!-- written by libvirt -->\n<network><name>lan</name><forward mode='nat'/><bridge name='virbr7' stp='on'/></network>"
        let result = read(lan, file)
        #expect(result.guest?.nics.first?.bridge == "virbr7")
        #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
    }

    @Test("On a network of Open vSwitch's, an interface carries its tag behind the bridge's name")
    func switched() {
        let file = "<network><bridge name='ovs0'/><virtualport type='openvswitch'/></network>"
        let nic = read(lan, file, "<vlan><tag id='42'/></vlan>").guest?.nics.first
        #expect(nic?.bridge == "ovs0.42" && nic?.script == "vif-openvswitch")
    }

    @Test(
        "A network without a bridge that is known is refused by name",
        arguments: [
            ("<source network='lan'/>", nil, "keeps no network 'lan' here"),
            ("<source network='wan'/>", "<network><bridge name='b'/></network>", "keeps no network 'wan' here"),
            ("<source network='../lan'/>", "<network><bridge name='b'/></network>", "keeps no network '../lan'"),
            ("<source network='lan'/>", "<network><forward mode='macvtap'/></network>", "(macvtap) names no bridge"),
            ("<source network='lan'/>", "<network><bridge", "is none"),
            ("<source network='lan'/>", "<domain/>", "is none"), ("<source/>", nil, "needs a <source> with a network"),
        ] as [(String, String?, String)])
    func refused(_ source: String, _ file: String?, _ words: String) {
        let result = read(source, file)
        #expect(result.errors.count == 1 && result.document == nil)
        #expect(result.errors.first?.message.contains(words) == true, "\(result.errors)")
    }
}

@Suite("Cells of NUMA")
struct CellTests {
    @Test("A distance that is given one way holds both ways; any other is 10 to itself and 20 elsewhere")
    func distances() {
        let xml = hvm(
            """
            <cpu><numa>
            <cell id='0' cpus='0' memory='87040'><distances><sibling id='1' value='21'/></distances></cell>
            <cell id='1' cpus='1' memory='87040'><distances><sibling id='2' value='31'/></distances></cell>
            <cell id='2' cpus='2' memory='88064'><distances><sibling id='1' value='41'/></distances></cell>
            </numa></cpu>
            """)
        #expect(read(xml).guest?.virtualNodes.map(\.distances) == [[10, 21, 20], [21, 10, 31], [20, 41, 10]])
    }
}
