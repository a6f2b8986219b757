import FormatSupport
import GuestModel
import ReadResults
import Testing
import XLConfig

@testable import XMConfig

@Suite("Each key of xm's means what it meant")
struct KeyTests {
    static let pv = "name = 'g'\nkernel = '/boot/vmlinuz'\n"
    static let hvm = "name = 'g'\nbuilder = 'hvm'\n"
    /// What xm takes for granted of each, in xl's words.
    private static let xlPV = "name = 'g'\ntype = 'pv'\nkernel = '/boot/vmlinuz'\non_crash = 'restart'\n"
    private static let xlHVM = "name = 'g'\ntype = 'hvm'\non_crash = 'restart'\n"

    /// A setting of xm's, and how xl would be told of the same.
    struct Pair: Sendable, CustomTestStringConvertible {
        let xm: String
        let xl: String
        init(_ xm: String, _ xl: String) { (self.xm, self.xl) = (xm, xl) }
        var testDescription: String { xm }
    }

    static let everyGuest: [Pair] = [
        Pair("", ""), Pair("memory = 512", "memory = 512"), Pair("maxmem = 512", "maxmem = 512"),
        Pair("shadow_memory = 8", "shadow_memory = 8"), Pair("vcpus = 4", "vcpus = 4"),
        Pair("maxvcpus = 4; vcpus = 2", "maxvcpus = 4\nvcpus = 2"),
        Pair("vcpus = 2; vcpu_avail = 1", "maxvcpus = 2\nvcpus = 1"),
        Pair("vcpus = 2; vcpu_avail = 3L", "vcpus = 2"),
        Pair("vcpus = 2; cpus = '0-3,^1'", "vcpus = 2\ncpus = '0-3,^1'"),
        Pair("vcpus = 2; cpus = ['0', '1-2']", "vcpus = 2\ncpus = ['0', '1-2']"),
        Pair("cpus = '2'", "vcpus = 1\ncpus = '2'"),
        Pair("cpu = 3", "vcpus = 1\ncpus = '3'"), Pair("cpu = 3; cpus = '1'", "vcpus = 1\ncpus = '3,1'"),
        Pair("cpu_weight = 512; cpu_cap = 50", "cpu_weight = 512\ncap = 50"), Pair("pool = 'batch'", "pool = 'batch'"),
        Pair("pool = 'Pool-0'; shadow_memory = 0", ""), Pair("nomigrate = 1", "nomigrate = 1"),
        Pair("tsc_mode = 2", "tsc_mode = 'native'"),
        Pair("localtime = 1", "localtime = 1"), Pair("localtime = True", "localtime = 1"),
        Pair("rtc_timeoffset = -3600", "rtc_timeoffset = '-3600'"), Pair("oos = 0", "oos = 0"),
        Pair("nestedhvm = 1", "nestedhvm = 1"),
        Pair("extra = 'ro'; root = '/dev/xvda1'", "root = '/dev/xvda1'\nextra = 'ro'"),
        Pair("root = 'root=/dev/xvda1'", "root = '/dev/xvda1'"), Pair("extra = ''", ""),
        Pair(
            "bootloader = 'pygrub'; bootargs = '-q  --kernel=/k'",
            "bootloader = 'pygrub'\nbootloader_args = ['-q', '--kernel=/k']"),
        Pair(
            "on_poweroff = 'preserve'; on_reboot = 'rename-restart'",
            "on_poweroff = 'preserve'\non_reboot = 'rename-restart'"),
        Pair("on_crash = 'coredump-destroy'", "on_crash = 'coredump-destroy'"),
        Pair("restart = 'never'", "on_poweroff = 'destroy'\non_reboot = 'destroy'\non_crash = 'destroy'"),
        Pair("restart = 'always'", "on_poweroff = 'restart'"), Pair("restart = 'onreboot'", "on_crash = 'destroy'"),
        Pair("uuid = '0f6b1c2d3e4f4a5b8c6d7e8f90a1b2c3'", "uuid = '0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3'"),
        Pair("irq = 7", "irqs = [7]"), Pair("irq = [7, 8]", "irqs = [7, 8]"),
        Pair("ioports = ['2f8-2ff']", "ioports = ['2f8-2ff']"),
        Pair("pci = ['0001:0c:1b.2,msitranslate=1', '01:13.0']", "pci = ['0001:0c:1b.2,msitranslate=1', '01:13.0']"),
        Pair("pci = ['01:13.0@6']; pci_msitranslate = 1", "pci = ['01:13.0@6']\npci_msitranslate = 1"),
        Pair("netif = 1", "driver_domain = 1"), Pair("blkif = 0", ""),
        Pair(
            "cpuid = ['1:ecx=x0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']", "cpuid = ['1:ecx=x0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']"),
        Pair("disk = ['phy:/dev/vg0/a,xvda,w']", "disk = ['vdev=xvda,access=rw,backendtype=phy,target=/dev/vg0/a']"),
        Pair("disk = ['phy:vg0/a,xvda,r']", "disk = ['vdev=xvda,access=ro,backendtype=phy,target=/dev/vg0/a']"),
        Pair(
            "disk = ['file:/srv/a.img,ioemu:hda,rw']",
            "disk = ['vdev=hda,access=rw,backendtype=qdisk,target=/srv/a.img']"),
        Pair("disk = ['tap:aio:/srv/a.img,xvda:disk,w']", "disk = ['vdev=xvda,access=rw,target=/srv/a.img']"),
        Pair("disk = ['tap2:tapdisk:aio:/srv/a.img,xvda,w']", "disk = ['vdev=xvda,access=rw,target=/srv/a.img']"),
        Pair(
            "disk = ['tap:qcow:/srv/a.img,xvda,w']",
            "disk = ['format=qcow,vdev=xvda,access=rw,backendtype=qdisk,target=/srv/a.img']"),
        Pair(
            "disk = ['tap2:qcow2:/srv/a.img,xvda,w']",
            "disk = ['format=qcow2,vdev=xvda,access=rw,backendtype=qdisk,target=/srv/a.img']"),
        Pair("disk = ['tap2:vhd:/srv/a.vhd,xvda,w']", "disk = ['format=vhd,vdev=xvda,access=rw,target=/srv/a.vhd']"),
        Pair("disk = ['drbd:r0,xvda,w']", "disk = ['vdev=xvda,access=rw,script=block-drbd,target=r0']"),
        Pair(
            "disk = ['file:/srv/a.iso,hdc:cdrom,r']",
            "disk = ['vdev=hdc,devtype=cdrom,backendtype=qdisk,target=/srv/a.iso']"),
        Pair("disk = [',hdc:cdrom,r']", "disk = ['vdev=hdc,devtype=cdrom,backendtype=phy']"),
        Pair(
            "disk = ['phy:/dev/a,xvda,w,storage']",
            "disk = ['vdev=xvda,access=rw,backendtype=phy,backend=storage,target=/dev/a']"),
        Pair("disk = ['phy:/dev/a,xvda,w,0']", "disk = ['vdev=xvda,access=rw,backendtype=phy,target=/dev/a']"),
        Pair(
            "vtpm = ['backend=tpm,uuid=0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3']",
            "vtpm = ['backend=tpm,uuid=0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3']"),
        Pair("vif = ['']", "vif = ['']"),
        Pair(
            "vif = ['mac=00:16:3e:00:00:01, bridge=br0,script=vif-x']",
            "vif = ['mac=00:16:3e:00:00:01,bridge=br0,script=vif-x']"),
        Pair("vif = ['type=netfront,ip=10.0.0.1']", "vif = ['type=vif,ip=10.0.0.1']"),
        Pair("vif = ['vifname=web0,rate=10Mb/s,backend=net']", "vif = ['vifname=web0,rate=10Mb/s,backend=net']"),
    ]

    static let hvmOnly: [Pair] = [
        Pair("pae = 0; acpi = 0; apic = 0; hap = 0", "pae = 0\nacpi = 0\napic = 0\nhap = 0"),
        Pair(
            "hpet = 1; timer_mode = 0; vpt_align = 0", "hpet = 1\ntimer_mode = 'delay_for_missed_ticks'\nvpt_align = 0"),
        Pair("viridian = 1", "viridian = 1"), Pair("extid = 1", "viridian = 1"), Pair("boot = 'dc'", "boot = 'dc'"),
        Pair("kernel = '/usr/lib/xen/boot/hvmloader'", ""), Pair("kernel = 'hvmloader'", ""),
        Pair("kernel = '/opt/myloader'", "firmware_override = '/opt/myloader'"),
        Pair(
            "loader = 'hvmloader'; kernel = '/boot/k'; ramdisk = '/boot/r'", "kernel = '/boot/k'\nramdisk = '/boot/r'"),
        Pair("stdvga = 1; videoram = 16", "vga = 'stdvga'\nvideoram = 16"), Pair("stdvga = 0", "vga = 'cirrus'"),
        Pair("usb = 1; usbdevice = 'tablet'", "usb = 1\nusbdevice = ['tablet']"), Pair("usbdevice = ''", ""),
        Pair("serial = 'pty'", "serial = 'pty'"), Pair("serial = 'none'", ""), Pair("serial = ['none']", ""),
        Pair("serial = ['/dev/ttyS0', '/dev/ttyS1']", "serial = ['/dev/ttyS0', '/dev/ttyS1']"),
        Pair("serial = ['pty']", "serial = 'pty'"), Pair("soundhw = 'sb16,es1370'", "soundhw = 'sb16,es1370'"),
        Pair("parallel = 'tcp:127.0.0.1:7777'", "device_model_args = ['-parallel', 'tcp:127.0.0.1:7777']"),
        Pair("parallel = 'none'", ""),
        Pair("xen_platform_pci = 0; gfx_passthru = 1", "xen_platform_pci = 0\ngfx_passthru = 1"),
        Pair("nographic = 1; keymap = 'de'", "nographic = 1\nkeymap = 'de'"),
        Pair("device_model = '/usr/lib/xen/bin/qemu-dm'", ""),
        Pair("device_model = '/opt/qemu'", "device_model_override = '/opt/qemu'"),
        Pair("device_model_override = '/opt/qemu'", "device_model_override = '/opt/qemu'"),
        Pair("device_model = 'stubdom-dm'", "device_model_stubdomain_override = 1"),
        Pair("vif = ['type=ioemu,model=e1000']", "vif = ['type=ioemu,model=e1000']"),
        Pair("smbios_firmware = '/s'; acpi_firmware = '/a'", "smbios_firmware = '/s'\nacpi_firmware = '/a'"),
    ]

    static let screens: [Pair] = [
        Pair("", "vnc = 0"), Pair("sdl = 1", "vnc = 0\nsdl = 1"),
        Pair(
            "vnc = 1; vncunused = 1; vnclisten = '0.0.0.0'; vncpasswd = 'x'",
            "vnc = 1\nvncunused = 1\nvnclisten = '0.0.0.0'\nvncpasswd = 'x'"),
        Pair("vnc = '1'; vncunused = 0; vncdisplay = 7", "vnc = 1\nvncunused = 0\nvncdisplay = 7"),
        Pair(
            "sdl = 1; opengl = 1; display = ':0'; xauthority = '/x'",
            "vnc = 0\nsdl = 1\nopengl = 1\ndisplay = ':0'\nxauthority = '/x'"),
        Pair("vfb = ['type=vnc,vnclisten=0.0.0.0,keymap=ja']", "vnc = 1\nvnclisten = '0.0.0.0'\nkeymap = 'ja'"),
    ]

    static let framebuffers: [Pair] = [
        Pair("vfb = ['type=vnc,vncunused=1,vncpasswd=x']", "vfb = ['vnc=1,vncunused=1,vncpasswd=x']"),
        Pair("vfb = ['type=sdl,display=:0,xauthority=/x']", "vfb = ['vnc=0,sdl=1,display=:0,xauthority=/x']"),
        Pair("vfb = ['vnc=1,sdl=1,opengl=1,vncdisplay=3']", "vfb = ['vnc=1,sdl=1,opengl=1,vncdisplay=3']"),
        Pair("vnc = 1; vncunused = 1", "vnc = 1\nvncunused = 1"),
    ]

    private func expectSame(_ pair: Pair, _ xm: String, _ xl: String) throws {
        // xm gives a guest 128 MiB when it says nothing.
        let memory = pair.xl.contains("memory =") && !pair.xl.contains("_memory =") ? "" : "memory = 128\n"
        let actual = read(xm + (memory.isEmpty || pair.xl.contains("maxmem") ? memory : "") + pair.xm + "\n")
        let expected = readXL(xl + memory + pair.xl + "\n")
        #expect(expected.errors == [])
        let guest = try #require(actual.guest, "\(actual.diagnostics)")
        let other = try #require(expected.guest)
        #expect(guest.changes(to: other).map(\.place) == [])
        #expect(actual.warnings == [])
    }

    @Test("to every guest", arguments: everyGuest)
    func every(_ pair: Pair) throws {
        try expectSame(pair, Self.pv, Self.xlPV)
        try expectSame(pair, Self.hvm + "vnc = 1\n", Self.xlHVM + "boot = 'c'\nvnc = 1\n")
    }

    @Test("to an HVM guest", arguments: hvmOnly)
    func hvm(_ pair: Pair) throws {
        let boot = pair.xl.contains("boot =") ? "" : "boot = 'c'\n"
        try expectSame(pair, Self.hvm + "vnc = 1\n", Self.xlHVM + boot + "vnc = 1\n")
    }

    @Test("the screen of an HVM guest is there when it is asked for", arguments: screens)
    func screen(_ pair: Pair) throws { try expectSame(pair, Self.hvm, Self.xlHVM + "boot = 'c'\n") }

    @Test("the screen of a PV guest comes with a keyboard", arguments: framebuffers)
    func framebuffer(_ pair: Pair) throws { try expectSame(pair, Self.pv, Self.xlPV) }

    @Test("which vcpus are online can be said with a bit for each")
    func sparseVCPUs() {
        #expect(read(Self.pv + "vcpus = 4; vcpu_avail = 0x5").guest?.vcpus.online == [0, 2])
        #expect(
            read(Self.pv + "vcpus = 4; vcpu_avail = 'x'").lines.contains { $0.contains("3:25: vcpu_avail must be") })
    }

    @Test("a disk that other guests write too, and the guest's description, are kept beside it")
    func extras() throws {
        let document = try #require(read(Self.pv + "disk = ['phy:/dev/a,xvda,w!']\ndescription = 'mail'").document)
        #expect(document.extras.shareableDisks == ["xvda"])
        #expect(document.extras.description == "mail")
        #expect(document.configuration.disks[0].readWrite)
    }

    @Test("what xl.conf says goes into a guest that is read for a host, as into an xl.cfg, and into no other")
    func host() throws {
        var host = HostDefaults()
        (host.vifBridge, host.claimMode) = ("xenbr7", false)
        let bytes = Array((Self.pv + "vif = ['']\n").utf8)
        let built = try #require(XMConfigReader(host: host).read(bytes, file: "g").guest)
        #expect(built.nics[0].bridge == "xenbr7" && built.memory.claimMode == false)
        let read = try #require(XMConfigReader().read(bytes, file: "g").guest)
        #expect(read.nics[0].bridge == nil && read.memory.claimMode == nil && read.creation.runHotplugScripts == nil)
    }

    @Test("policy is written as in xl.cfg")
    func annotations() {
        let document = read(Self.pv + "xenward = ['protect = yes']").document
        #expect(document?.annotations.map { "\($0.key)=\($0.value)" } == ["protect=yes"])
    }
}
