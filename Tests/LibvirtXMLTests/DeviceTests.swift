import FormatSupport
import GuestModel
import LibvirtXML
import ReadResults
import Testing

@Suite("Devices")
struct DeviceTests {
    private func disk(_ inside: String, _ attributes: String = "type='file'") -> ReadResult {
        read(hvm(devices: "<disk \(attributes)>\(inside)</disk>"))
    }

    @Test(
        "A disk's driver decides on backend and format as libvirt does",
        arguments: [
            ("", nil, .raw), ("<driver name='qemu'/>", .qdisk, .raw),
            ("<driver name='qemu' type='qcow2'/>", .qdisk, .qcow2),
            ("<driver name='qemu' type='qed'/>", .qdisk, .qed), ("<driver name='qemu' type='vpc'/>", .qdisk, .vhd),
            ("<driver name='phy'/>", .phy, .raw), ("<driver name='file'/>", .qdisk, .raw),
            ("<driver name='tap2' type='qcow2'/>", .qdisk, .qcow2), ("<driver type='qcow2'/>", nil, .qcow2),
        ] as [(String, DiskBackend?, DiskFormat?)])
    func driver(_ driver: String, _ backend: DiskBackend?, _ format: DiskFormat?) {
        let result = disk(driver + "<source file='/d'/><target dev='xvda'/>")
        #expect(result.guest?.disks.first?.backend == backend, "\(result.diagnostics)")
        #expect(result.guest?.disks.first?.format == format)
        #expect(result.guest?.disks.first?.readWrite == true)
    }

    @Test(
        "A disk that cannot be is refused",
        arguments: [
            ("<source file='/d'/>", "needs a <target>"), ("<target dev='xvda'/>", "needs a <source>"),
            ("<driver name='phy' type='qcow2'/><source file='/d'/><target dev='xvda'/>", "'raw'"),
            ("<driver name='vbd'/><source file='/d'/><target dev='xvda'/>", "'qemu', 'phy'"),
            ("<driver name='qemu' type='qcov2'/><source file='/d'/><target dev='xvda'/>", "did you mean 'qcow2'?"),
            ("<source file='/d'/><target dev='vda' bus='virtio'/>", "xvda, hda, sda"),
            ("<source file='/d'/><target dev=''/>", "xvda, hda, sda"),
            ("<transient/><source file='/d'/><target dev='xvda'/>", "transient"),
        ])
    func badDisk(_ inside: String, _ words: String) {
        let result = disk(inside)
        #expect(result.errors.contains { $0.message.contains(words) }, "\(result.diagnostics)")
    }

    @Test("A disk goes by a name that libxl takes")
    func names() {
        for name in ["xvda", "xvdaa1", "hda", "sda15", "d0", "d0p1", "51712", "0xca00"] {
            #expect(disk("<source file='/d'/><target dev='\(name)'/>").document != nil, "\(name)")
        }
        for name in ["xvd", "xvd1", "vda", "fda", "d", "dp1", "dd0", "d0p", "1p2", "0x", "xvda1b", "sda "] {
            let isRead = disk("<source file='/d'/><target dev='\(name)'/>").document != nil
            #expect(isRead == (name == "sda "), "\(name)")
        }
    }

    @Test("Two disks of one name are refused at the second")
    func twins() {
        let one = "<disk type='file'><source file='/d'/><target dev='xvda'/></disk>"
        let result = read(
            "<domain type='xen'><name>x</name><memory>262144</memory><os><type>linux</type></os><devices>\n\(one)\n\(one)</devices></domain>"
        )
        #expect(result.errors.first?.location.line == 3)
        #expect(result.errors.first?.message == "two disks are called xvda")
    }

    @Test("A CD-ROM drive can be empty, and is read only")
    func cdrom() {
        let result = disk("<driver name='qemu'/><target dev='hdc'/>", "type='file' device='cdrom'")
        let drive = result.guest?.disks.first
        #expect(
            drive?.format == .empty && drive?.cdrom == true && drive?.removable == true && drive?.readWrite == false)
    }

    @Test("A Ceph image becomes the line that QEMU wants")
    func rbd() throws {
        let xml = """
            <driver name='qemu' type='raw'/>
            <source protocol='rbd' name='pool/image'>
              <host name='ceph1.example.org' port='6321'/>
              <host name='2001:db8::1' port='6322'/>
              <host name='ceph3.example.org'/>
            </source>
            <target dev='hdb'/>
            """
        let result = disk(xml, "type='network' device='disk'")
        let document = try #require(result.document, "\(result.diagnostics)")
        #expect(
            document.configuration.disks.first?.path
                == #"rbd:pool/image:auth_supported=none:mon_host=ceph1.example.org\:6321\;[2001\:db8\:\:1]\:6322\;ceph3.example.org"#
        )
        let written = LibvirtXMLWriter().write(document, options: WriteOptions())
        #expect(written.losses.isEmpty, "\(written.losses)")
        #expect(written.text.contains("<host name='2001:db8::1' port='6322'/>"))
    }

    @Test("An interface on Open vSwitch carries its tags behind the bridge's name")
    func openVSwitch() {
        func bridge(_ vlan: String, _ script: String = "") -> NetworkInterface? {
            read(
                hvm(
                    devices: """
                        <interface type='bridge'><source bridge='ovs0'/>\(vlan)<virtualport type='openvswitch'/>\(script)</interface>
                        """)
            ).guest?.nics.first
        }
        #expect(bridge("")?.bridge == "ovs0")
        #expect(bridge("")?.script == "vif-openvswitch")
        #expect(bridge("<vlan><tag id='42'/></vlan>")?.bridge == "ovs0.42")
        #expect(bridge("<vlan trunk='yes'><tag id='42'/><tag id='43'/></vlan>")?.bridge == "ovs0:42:43")
        #expect(bridge("", "<script path='own'/>")?.script == "own")
    }

    @Test("An interface's addresses, model, rate and size of packets")
    func interface() {
        let nic = read(
            hvm(
                devices: """
                    <interface type='ethernet'>
                      <mac address='00:16:3e:00:00:01'/>
                      <ip address='192.0.2.1' family='ipv4'/>
                      <ip address='2001:db8::1' family='ipv6'/>
                      <model type='netfront'/>
                      <bandwidth><outbound average='1024'/></bandwidth>
                      <mtu size='1400'/>
                      <backenddomain name='net'/>
                      <target dev='probe0'/>
                    </interface>
                    """)
        ).guest?.nics.first
        #expect(nic?.ip == "192.0.2.1 2001:db8::1")
        #expect(nic?.type == .vif && nic?.model == nil)
        #expect(nic?.rateBytesPerInterval == 52428 && nic?.rateInterval == 50_000)
        #expect(nic?.mtu == 1400 && nic?.backendDomain == "net" && nic?.interfaceName == "probe0" && nic?.bridge == nil)
    }

    @Test(
        "An interface that libxl cannot make is refused",
        arguments: [
            ("<interface type='network'><source network='default'/></interface>", "name the network's bridge"),
            ("<interface type='user'/>", "beyond libxl"), ("<interface type='brigde'/>", "'bridge'"),
            ("<interface><source bridge='br0'/></interface>", "needs a type"),
            ("<interface type='bridge'><source bridge='br0'/><mac address='00:16:3e'/></interface>", "six numbers"),
            (
                "<interface type='bridge'><source bridge='br0'/><mac address='01:16:3e:00:00:01'/></interface>",
                "of a group"
            ),
        ])
    func badInterface(_ xml: String, _ words: String) {
        let result = read(hvm(devices: xml))
        #expect(result.errors.contains { $0.message.contains(words) }, "\(result.diagnostics)")
    }

    @Test("A PV guest keeps the model of a card that it cannot have, with a note")
    func paravirtualModel() {
        let result = read(
            pv(devices: "<interface type='bridge'><source bridge='br0'/><model type='e1000'/></interface>"))
        #expect(result.guest?.nics.first?.model == "e1000")
        #expect(result.diagnostics.map(\.reason) == [.meaningless])
    }

    @Test("VNC takes a port of its own, the next free one, or is off")
    func vnc() {
        func vnc(_ devices: String) -> VNC? { read(hvm(devices: devices)).guest?.hvm?.vnc }
        #expect(vnc("<graphics type='vnc' port='5903'/>")?.display == 3)
        #expect(vnc("<graphics type='vnc' port='5903'/>")?.findUnused == false)
        #expect(vnc("<graphics type='vnc' port='5903' autoport='yes'/>")?.findUnused == true)
        #expect(vnc("<graphics type='vnc'/>")?.findUnused == true)
        #expect(vnc("<graphics type='vnc' port='-1'/>")?.display == nil)
        #expect(
            vnc("<graphics type='vnc'><listen type='address' address='192.0.2.1'/></graphics>")?.listen == "192.0.2.1")
        #expect(vnc("")?.enable == false)
        #expect(!read(hvm(devices: "<graphics type='vnc' port='80'/>")).errors.isEmpty)
        #expect(!read(hvm(devices: "<graphics type='vnc' autoport='no'/>")).errors.isEmpty)
    }

    @Test(
        "A graphics card has the memory that it needs",
        arguments: [
            ("<model type='cirrus'/>", .cirrus, 8192), ("<model type='vga'/>", .std, 16384),
            ("<model type='qxl' vram='262144'/>", .qxl, 262_144), ("<model/>", .cirrus, 8192),
        ] as [(String, VGACard, UInt64)])
    func video(_ model: String, _ card: VGACard, _ memory: UInt64) {
        let guest = read(hvm(devices: "<video>\(model)</video>")).guest
        #expect(guest?.hvm?.vga == card && guest?.memory.video == memory && guest?.hvm?.noGraphics == nil)
        #expect(!read(hvm(devices: "<video><model type='vga' vram='9216'/></video>")).errors.isEmpty)
    }

    @Test(
        "A serial port leads where the file says",
        arguments: [
            ("<serial type='pty'/>", "pty"), ("<serial type='null'/>", "null"),
            ("<serial type='file'><source path='/log'/></serial>", "file:/log"),
            ("<serial type='dev'><source path='/dev/ttyS0'/></serial>", "/dev/ttyS0"),
            ("<serial type='unix'><source mode='bind' path='/s'/></serial>", "unix:/s,server,nowait"),
            (
                "<serial type='tcp'><source mode='connect' host='h' service='1'/><protocol type='raw'/></serial>",
                "tcp:h:1"
            ),
            (
                "<serial type='udp'><source mode='bind' host='a' service='1'/><source mode='connect' host='b' service='2'/></serial>",
                "udp:b:2@a:1"
            ),
            ("<console type='pty'><target port='0'/></console>", "pty"),
        ])
    func serial(_ xml: String, _ expected: String) {
        let result = read(hvm(devices: xml))
        #expect(result.guest?.hvm?.serial == expected, "\(result.diagnostics)")
        #expect(result.diagnostics.isEmpty)
    }

    @Test("A console is no serial port where there are such, or where it is Xen's")
    func consoles() {
        let both =
            "<serial type='pty'/><serial type='null'/><console type='pty'><target type='serial' port='0'/></console>"
        #expect(read(hvm(devices: both)).guest?.hvm?.serialPorts == ["pty", "null"])
        let xen = "<console type='pty'><target type='xen' port='0'/></console>"
        #expect(read(hvm(devices: xen)).guest?.hvm?.serial == nil)
    }

    @Test("Devices of the host are passed through")
    func hostDevices() {
        let guest = read(
            pv(
                devices: """
                    <interface type='hostdev' managed='yes'>
                      <driver name='xen'/><source><address type='pci' bus='0x0a' slot='0x10' function='0x1'/></source>
                    </interface>
                    <hostdev mode='subsystem' type='pci' managed='no'>
                      <source writeFiltering='no'><address domain='0x0001' bus='2' slot='3' function='0'/></source>
                    </hostdev>
                    <hostdev type='usb'><source><address bus='1' device='4'/></source></hostdev>
                    <controller type='usb' index='0' model='qusb2'/>
                    """)
        ).guest
        #expect(guest?.pciDevices.map(\.address) == ["0000:0a:10.1", "0001:02:03.0"])
        #expect(guest?.pciDevices.map(\.seize) == [true, false])
        #expect(guest?.pciDevices.map(\.permissive) == [false, true])
        #expect(guest?.usbDevices.first?.host == USBHostAddress(bus: 1, address: 4))
        #expect(guest?.usbControllers.first?.ports == 8)
        #expect(
            !read(pv(devices: "<hostdev type='usb'><source><vendor id='0x1'/></source></hostdev>")).errors.isEmpty)
        #expect(
            !read(pv(devices: "<hostdev type='pci'><source><address bus='0' slot='32'/></source></hostdev>")).errors
                .isEmpty)
    }

    @Test("An address is read as C reads a number: a 0 in front makes it octal")
    func octalAddresses() throws {
        func pci(_ address: String) -> ReadResult {
            read(pv(devices: "<hostdev type='pci'><source><address \(address)/></source></hostdev>"))
        }
        let octal = pci("domain='010' bus='010' slot='010' function='07'")
        #expect(octal.guest?.pciDevices.map(\.address) == ["0008:08:08.7"])
        #expect(pci("bus='10' slot='0x10'").guest?.pciDevices.map(\.address) == ["0000:0a:10.0"])
        #expect(pci("bus='0' slot='00'").guest?.pciDevices.map(\.address) == ["0000:00:00.0"])
        for wrong in ["bus='08' slot='1'", "bus='1' slot='09'", "bus='0400' slot='0'", "bus='01x' slot='0'"] {
            let problem = try #require(pci(wrong).errors.first, "\(wrong)")
            #expect(problem.reason == .value && problem.location.line == 7, "\(problem)")
        }
        func usb(_ address: String) -> ReadResult {
            read(pv(devices: "<hostdev type='usb'><source><address \(address)/></source></hostdev>"))
        }
        #expect(usb("bus='011' device='002'").guest?.usbDevices.first?.host == USBHostAddress(bus: 9, address: 2))
        #expect(usb("bus='1' device='008'").errors.map(\.reason) == [.value])
        let nic = "<interface type='hostdev'><source><address type='pci' bus='012' slot='0'/></source></interface>"
        #expect(read(pv(devices: nic)).guest?.pciDevices.map(\.bus) == [10])
    }

    @Test("A USB controller without a number gets the lowest that is free, and no two have the same")
    func controllerNumbers() throws {
        func usb(_ indexes: [String]) -> ReadResult {
            read(pv(devices: indexes.map { "<controller type='usb' model='qusb2'\($0)/>" }.joined(separator: "\n")))
        }
        func numbers(_ indexes: [String]) -> [Int32?]? { usb(indexes).guest?.usbControllers.map(\.devid) }
        #expect(numbers([" index='1'", ""]) == [1, 0])
        #expect(numbers(["", " index='0'", "", " index='2'", ""]) == [1, 0, 3, 2, 4])
        let twice = usb([" index='1'", " index='1'"])
        #expect(twice.errors.count == 1 && twice.errors[0].location.line == 8, "\(twice.diagnostics)")
        // Those that a guest leaves to libxl are written with numbers of their own, too.
        var guest = try #require(usb([" index='1'", ""]).guest)
        for numbers in [[1, nil], [nil, nil, 0], [3, 3, nil]] as [[Int32?]] {
            guest.usbControllers = numbers.map { number in
                var controller = USBController()
                controller.devid = number
                return controller
            }
            let document = GuestDocument(configuration: guest, provenance: SourceLocation(file: ""))
            let written = LibvirtXMLWriter().write(document, options: WriteOptions())
            #expect(written.losses.isEmpty && read(written.text).guest == guest, "\(written)")
        }
    }

    @Test("A disk on a network is QEMU's, whether the file says so or not")
    func remoteDriver() throws {
        func rbd(_ driver: String) -> ReadResult {
            disk("\(driver)<source protocol='rbd' name='p/i'/><target dev='xvda'/>", "type='network' device='disk'")
        }
        for driver in ["", "<driver type='raw'/>", "<driver name='qemu' type='raw'/>"] {
            #expect(rbd(driver).guest?.disks.map(\.backend) == [.qdisk], "\(driver)")
        }
        for name in ["phy", "file", "tap"] {
            #expect(rbd("<driver name='\(name)'/>").errors.map(\.reason) == [.value], "\(name)")
        }
        // Nobody can say so in XML, and yet nothing is lost.
        var document = try #require(rbd("").document)
        for backend in [DiskBackend.phy, .tap, nil] {
            document.configuration.disks[0].backend = backend
            let written = LibvirtXMLWriter().write(document, options: WriteOptions())
            #expect(written.losses.isEmpty && read(written.text).guest == document.configuration, "\(written)")
        }
    }

    @Test("vcpus are pinned together or one by one, and then libxl places none")
    func pinning() {
        let all = read(pv("<vcpu cpuset='0-3,^2'>2</vcpu>")).guest?.vcpus
        #expect(all?.hardAffinityByVCPU == [[0, 1, 3], [0, 1, 3]])
        #expect(all?.numaPlacement == false)
        let one = read(pv("<vcpu>3</vcpu><cputune><vcpupin vcpu='1' cpuset='5'/></cputune>")).guest?.vcpus
        #expect(one?.hardAffinityByVCPU.count == 2)
        #expect(one?.hardAffinityByVCPU.last == [5])
        #expect(one?.hardAffinityByVCPU.first?.contains(4000) == true)
    }

    @Test("Processor features are forced on and off where the guest sees the host's processor")
    func processor() {
        let xml = "<cpu mode='host-passthrough'><feature policy='forbid' name='pni'/><feature name='svm'/></cpu>"
        let guest = read(hvm(xml)).guest
        #expect(guest?.cpuPolicy.leaves.first?.ecx == String(repeating: "x", count: 31) + "0")
        #expect(guest?.features.nestedHVM == true)
        #expect(read(hvm("<cpu mode='host-passthrough'/>")).guest?.features.nestedHVM == true)
        let forbidden = "<cpu mode='host-passthrough'><feature policy='disable' name='vmx'/></cpu>"
        #expect(read(hvm(forbidden)).guest?.features.nestedHVM == false)
        #expect(read(hvm()).guest?.features.nestedHVM == nil)
        let custom = read(hvm("<cpu mode='custom'><model>Penryn</model></cpu>"))
        #expect(custom.guest?.cpuPolicy.isEmpty == true && custom.warnings.count == 2)
        let wrong = read(hvm("<cpu mode='host-passthrough'><feature name='ssse4'/></cpu>"))
        #expect(wrong.errors.first?.message.contains("did you mean") == true)
    }
}
