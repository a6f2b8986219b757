import FormatSupport
import GuestModel
import LibvirtXML
import ReadResults
import Testing

/// Whole guests of the kinds that libvirt's documentation shows, and what libxl is told of each.
@Suite("Whole guests")
struct GuestTests {
    @Test("A PV guest with a bootloader")
    func bootloader() {
        let result = read(
            """
            <domain type='xen' >
              <name>wiki</name>
              <bootloader>/usr/bin/pygrub</bootloader>
              <os>
                <type>linux</type>
              </os>
              <memory>393216</memory>
              <vcpu>2</vcpu>
              <devices>
                <disk type='file'>
                  <source file='/srv/images/wiki.img'/>
                  <target dev='sda1'/>
                </disk>
                <interface type='bridge'>
                  <source bridge='br-lan'/>
                  <mac address='aa:00:00:00:00:21'/>
                  <script path='/etc/xen/scripts/vif-bridge'/>
                </interface>
                <console tty='/dev/pts/7'/>
              </devices>
            </domain>
            """)
        #expect(
            result.json == """
                {"c_info":{"type":"pv","name":"wiki"},"b_info":{"max_vcpus":2,"avail_vcpus":[0,1],"max_memkb":393216,\
                "target_memkb":393216,"sched_params":{},"bootloader":"/usr/bin/pygrub","type.pv":{},"arch_arm":{},\
                "arch_x86":{}},"disks":[{"pdev_path":"/srv/images/wiki.img","vdev":"sda1","format":"raw",\
                "readwrite":1}],"nics":[{"mac":"aa:00:00:00:00:21","bridge":"br-lan",\
                "script":"/etc/xen/scripts/vif-bridge"}],"on_reboot":"restart","on_soft_reset":"soft_reset"}
                """)
        #expect(result.warnings.isEmpty)
        #expect(result.diagnostics.map(\.severity) == [.note], "where the console was is no part of a definition")
    }

    @Test("A PV guest with a kernel of its own keeps the blanks of its command line, and gets a screen and a keyboard")
    func kernel() {
        let result = read(
            """
            <domain type='xen'>
              <name>setup</name>
              <os>
                <type>linux</type>
                <kernel>/srv/install/vmlinuz</kernel>
                <initrd>/srv/install/initrd</initrd>
                <cmdline> inst.ks=http://192.0.2.1/a.ks </cmdline>
              </os>
              <memory>131072</memory>
              <devices>
                <graphics type='vnc' port='-1'/>
              </devices>
            </domain>
            """)
        #expect(
            result.json == """
                {"c_info":{"type":"pv","name":"setup"},"b_info":{"max_vcpus":1,"avail_vcpus":[0],"max_memkb":131072,\
                "target_memkb":131072,"sched_params":{},"kernel":"/srv/install/vmlinuz",\
                "cmdline":" inst.ks=http://192.0.2.1/a.ks ","ramdisk":"/srv/install/initrd","type.pv":{},\
                "arch_arm":{},"arch_x86":{}},"vfbs":[{"vnc":{"enable":"True","findunused":"True"},\
                "sdl":{"enable":"False"}}],"vkbs":[{}],"on_reboot":"restart","on_soft_reset":"soft_reset"}
                """)
        #expect(result.diagnostics.isEmpty)
    }

    @Test("An HVM guest that boots its BIOS, with the words of old: sync, a floppy, the traditional device model")
    func bios() {
        let result = read(
            """
            <domain type='xen' id='9'>
              <name>office</name>
              <uuid>0123456789abcdef0123456789abcdef</uuid>
              <os>
                <type>hvm</type>
                <loader>/usr/lib/xen/boot/hvmloader</loader>
                <boot dev='cdrom'/>
                <boot dev='hd'/>
              </os>
              <memory>1048576</memory>
              <vcpu>2</vcpu>
              <on_poweroff>destroy</on_poweroff>
              <on_reboot>restart</on_reboot>
              <on_crash>restart</on_crash>
              <features><pae/><acpi/><apic/></features>
              <clock sync="localtime"/>
              <devices>
                <emulator>/usr/lib/xen/bin/qemu-dm</emulator>
                <interface type='bridge'>
                  <source bridge='br-lan'/>
                  <mac address='00:16:3e:11:22:33'/>
                  <script path='vif-bridge'/>
                </interface>
                <disk type='file'>
                  <source file='/srv/images/office'/>
                  <target dev='hda'/>
                </disk>
                <disk type='file' device='cdrom'>
                  <source file='/srv/iso/setup.iso'/>
                  <target dev='hdc'/>
                  <readonly/>
                </disk>
                <disk type='file' device='floppy'>
                  <source file='/srv/fd.img'/>
                  <target dev='fda'/>
                </disk>
                <graphics type='vnc' port='5907'/>
              </devices>
            </domain>
            """)
        #expect(
            result.json == """
                {"c_info":{"type":"hvm","name":"office","uuid":"01234567-89ab-cdef-0123-456789abcdef"},\
                "b_info":{"max_vcpus":2,"avail_vcpus":[0,1],"max_memkb":1048576,"target_memkb":1048576,\
                "video_memkb":4096,"localtime":"True","device_model_version":"qemu_xen_traditional",\
                "device_model":"/usr/lib/xen/bin/qemu-dm","sched_params":{},"acpi":"True","apic":"True",\
                "type.hvm":{"pae":"True","vga":{"kind":"cirrus"},"vnc":{"enable":"True","display":7,\
                "findunused":"False"},"sdl":{"enable":"False"},"spice":{},"boot":"dc","rdm":{}},"arch_arm":{},\
                "arch_x86":{}},"disks":[{"pdev_path":"/srv/images/office","vdev":"hda","format":"raw","readwrite":1},\
                {"pdev_path":"/srv/iso/setup.iso","vdev":"hdc","format":"raw","removable":1,"is_cdrom":1}],\
                "nics":[{"mac":"00:16:3e:11:22:33","bridge":"br-lan","script":"vif-bridge"}],\
                "on_reboot":"restart","on_crash":"restart","on_soft_reset":"soft_reset"}
                """)
        #expect(result.warnings.count == 1)
        #expect(result.warnings.first?.message.contains("no floppy drives") == true)
        #expect(result.warnings.first?.location.line == 33)
    }

    @Test("An HVM guest that boots a kernel, and arguments for the device model")
    func directBoot() {
        let guest = read(
            """
            <domain type="xen" xmlns:xen="http://libvirt.org/schemas/domain/xen/1.0">
              <name>unattended</name>
              <memory>524288</memory>
              <os><type>hvm</type><kernel>/srv/vmlinuz</kernel><cmdline>ks</cmdline></os>
              <xen:commandline>
                <xen:arg value='-drive'/>
                <xen:arg value='file=/srv/fd.img,format=raw,if=floppy'/>
              </xen:commandline>
            </domain>
            """
        ).guest
        #expect(guest?.boot.kernel == "/srv/vmlinuz")
        #expect(guest?.boot.commandLine == "ks")
        #expect(guest?.deviceModel.arguments == ["-drive", "file=/srv/fd.img,format=raw,if=floppy"])
        #expect(guest?.hvm?.noGraphics == true)
        #expect(guest?.hvm?.bootOrder == "c")
        #expect(guest?.features.acpi == false)
    }

    @Test("What domxml-from-native wrote for the old tap driver")
    func tap() {
        let result = read(
            pv(
                "<currentMemory>131072</currentMemory><on_crash>restart</on_crash>",
                devices: """
                    <disk type='file' device='disk'>
                      <driver name='tap' type='aio'/><source file='/srv/a.img'/><target dev='xvda' bus='xen'/>
                    </disk>
                    <disk type='file' device='disk'>
                      <driver name='tap' type='qcow'/><source file='/srv/b.img'/><target dev='xvdd' bus='xen'/>
                    </disk>
                    <console type='pty'><target port='0'/></console>
                    <input type='mouse' bus='xen'/>
                    <graphics type='vnc' port='-1' autoport='yes' listen='0.0.0.0'/>
                    """))
        #expect(result.warnings.isEmpty)
        #expect(result.guest?.boot.bootloader == "pygrub")
        #expect(result.guest?.disks.map(\.format) == [.raw, .qcow])
        #expect(result.guest?.disks.map(\.backend) == [nil, .qdisk])
        #expect(result.guest?.framebuffers.first?.vnc.listen == "0.0.0.0")
    }

    @Test("A PVH guest, by its type or by its machine")
    func pvh() {
        for os in [
            "<type machine='xenpvh'>xenpvh</type>", "<type machine='xenpvh'>linux</type>", "<type>xenpvh</type>",
        ] {
            let result = read(pv(os: os + "<kernel>/srv/vmlinuz</kernel>"))
            #expect(result.guest?.type.kind == .pvh)
            #expect(result.guest?.boot.bootloader == nil)
            #expect(result.diagnostics.isEmpty)
        }
    }

    @Test("The actions that libvirt takes where the file names none")
    func actions() {
        let actions = read(pv()).guest?.shutdownActions
        #expect(actions?.onPoweroff == .destroy && actions?.onReboot == .restart && actions?.onCrash == .destroy)
    }

    @Test("What people say of a guest is kept, and policy keys become annotations with their places")
    func extras() throws {
        let result = read(
            """
            <domain type='xen' xmlns:app='urn:example:app'>
              <name>probe</name>
              <title>Probe &amp; co</title>
              <description>Two
            lines</description>
              <metadata>
                <app:owner app:team='blue'>
                  <app:mail/>
                </app:owner>
                <policy xmlns="urn:xenward:1">
                  <autostart>yes</autostart>
                  <restart> never </restart>
                </policy>
              </metadata>
              <memory>262144</memory>
              <os><type>linux</type></os>
            </domain>
            """)
        let document = try #require(result.document)
        #expect(result.diagnostics.isEmpty)
        #expect(document.extras.title == "Probe & co")
        #expect(document.extras.description == "Two\nlines")
        #expect(
            document.extras.metadata == [
                """
                <app:owner xmlns:app='urn:example:app' app:team='blue'>
                      <app:mail/>
                    </app:owner>
                """
            ])
        #expect(document.annotations.map(\.key) == ["autostart", "restart"])
        #expect(document.annotations.map(\.value) == ["yes", "never"])
        #expect(document.annotations.first?.location == SourceLocation(file: "guest.xml", line: 11, column: 18))
        #expect(document.provenance == SourceLocation(file: "guest.xml", line: 1, column: 1))
    }
}

@Suite("Guests that run")
struct RunningGuestTests {
    @Test(
        "a policy that would not be heeded is an error, since protection that is not heeded is none",
        arguments: [
            ("<policy><protect>true</protect></policy>", "a <policy> is heeded only with xmlns='urn:xenward:1'"),
            (
                "<policy xmlns='urn:xenward:2'><protect>true</protect></policy>",
                "a <policy> is heeded only with xmlns='urn:xenward:1'"
            ),
            (
                "<w:policy xmlns:w='urn:xenward:1'><protect>true</protect></w:policy>",
                "<protect> is none of xenward's elements, as <policy> is: write <policy xmlns='urn:xenward:1'>"
            ),
        ])
    func unheededPolicy(_ policy: String, _ message: String) {
        let result = read(pv("<metadata>\(policy)</metadata>"))
        #expect(result.errors.map(\.message) == [message])
        #expect(read(pv("<metadata><policy xmlns='urn:example:app'/></metadata>")).errors.isEmpty, "somebody else's")
    }

    @Test("What virsh prints of a running guest is read with nothing more than notes")
    func dumped() {
        let result = read(
            """
            <domain type='xen' id='4'>
              <name>mail</name>
              <uuid>b4c1a2d0-7f5e-4d3c-9b8a-0123456789ab</uuid>
              <memory unit='KiB'>2097152</memory>
              <currentMemory unit='KiB'>2097152</currentMemory>
              <vcpu placement='static'>2</vcpu>
              <os>
                <type arch='x86_64' machine='xenfv'>hvm</type>
                <loader type='rom' format='raw'>/usr/lib/xen-4.17/boot/hvmloader</loader>
                <boot dev='hd'/>
              </os>
              <features>
                <acpi/>
                <apic/>
                <pae/>
              </features>
              <clock offset='variable' adjustment='0' basis='utc'/>
              <on_poweroff>destroy</on_poweroff>
              <on_reboot>restart</on_reboot>
              <on_crash>destroy</on_crash>
              <devices>
                <emulator>/usr/bin/qemu-system-i386</emulator>
                <disk type='block' device='disk'>
                  <driver name='phy' type='raw'/>
                  <source dev='/dev/vg/mail' index='1'/>
                  <backingStore/>
                  <target dev='xvda' bus='xen'/>
                </disk>
                <controller type='xenbus' index='0'/>
                <controller type='ide' index='0'>
                  <alias name='ide'/>
                </controller>
                <interface type='bridge'>
                  <mac address='00:16:3e:0a:0b:0c'/>
                  <source bridge='br-lan'/>
                  <target dev='vif4.0-emu'/>
                  <model type='e1000'/>
                  <alias name='net0'/>
                </interface>
                <serial type='pty'>
                  <source path='/dev/pts/3'/>
                  <target port='0'/>
                </serial>
                <console type='pty' tty='/dev/pts/3'>
                  <source path='/dev/pts/3'/>
                  <target type='serial' port='0'/>
                </console>
                <input type='mouse' bus='ps2'/>
                <input type='keyboard' bus='ps2'/>
                <graphics type='vnc' port='5900' autoport='yes' listen='127.0.0.1'>
                  <listen type='address' address='127.0.0.1'/>
                </graphics>
                <audio id='1' type='none'/>
                <video>
                  <model type='cirrus' vram='8192' heads='1' primary='yes'/>
                  <address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>
                </video>
                <memballoon model='xen'/>
              </devices>
              <seclabel type='none' model='none'/>
            </domain>
            """)
        #expect(result.warnings.isEmpty && result.errors.isEmpty, "\(result.diagnostics)")
        #expect(result.guest?.hvm?.serial == "pty")
        #expect(result.guest?.hvm?.vnc.findUnused == true)
        #expect(result.guest?.nics.first?.interfaceName == nil)
    }
}
