import FormatSupport
import GuestModel
import ReadResults
import Testing

@Suite("What xend was told is what xm said")
struct ReaderTests {
    /// An expression's entries, and what xm would have made them of.
    struct Pair: Sendable, CustomTestStringConvertible {
        let sxp: String
        let xm: String
        init(_ sxp: String, _ xm: String) { (self.sxp, self.xm) = (sxp, xm) }
        var testDescription: String { sxp }
    }

    private static let pv = "(image (linux (kernel /boot/k)))"

    static let pairs: [Pair] = [
        Pair(pv, "kernel = '/boot/k'"),
        Pair("(memory 512) (maxmem 1024) \(pv)", "kernel = '/boot/k'; memory = 512; maxmem = 1024"),
        Pair(
            "(uuid 0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3) \(pv)",
            "kernel = '/boot/k'; uuid = '0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3'"),
        Pair(
            "(image (linux (kernel /k) (ramdisk /r) (root /dev/xvda1) (args 'ro quiet')))",
            "kernel = '/k'; ramdisk = '/r'; root = '/dev/xvda1'; extra = 'ro quiet'"),
        Pair(
            "(vcpus 4) (vcpu_avail 3) (cpu_weight 512) (cpu_cap 10) \(pv)",
            "kernel = '/boot/k'; vcpus = 2; maxvcpus = 4; cpu_weight = 512; cpu_cap = 10"),
        Pair("(vcpus 2) (cpus 0-3,^1) \(pv)", "kernel = '/boot/k'; vcpus = 2; cpus = '0-3,^1'"),
        Pair("(vcpus 2) (cpus (0-1 3)) \(pv)", "kernel = '/boot/k'; vcpus = 2; cpus = ['0-1', '3']"),
        Pair("(vcpus 2) (cpus ((0 1) (3))) \(pv)", "kernel = '/boot/k'; vcpus = 2; cpus = ['0,1', '3']"),
        Pair("(vcpus 2) (cpus all,^0) \(pv)", "kernel = '/boot/k'; vcpus = 2; cpus = 'all,^0'"),
        Pair("(device (pci (dev (bus 0x3) (slot 0x0) (func 0x*)))) \(pv)", "kernel = '/boot/k'; pci = ['03:00.*']"),
        Pair(
            "(device (vtpm (backend tpm) (uuid 0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3))) \(pv)",
            "kernel = '/boot/k'; vtpm = ['backend=tpm,uuid=0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3']"),
        Pair("(vcpus 2) (cpus (() ())) \(pv)", "kernel = '/boot/k'; vcpus = 2"),
        Pair("(vcpus 2) (cpus ()) \(pv)", "kernel = '/boot/k'; vcpus = 2"),
        Pair("(bootloader pygrub) (bootloader_args -q) (image (linux))", "bootloader = 'pygrub'; bootargs = '-q'"),
        Pair(
            "(on_poweroff preserve) (on_reboot destroy) (on_crash rename-restart) \(pv)",
            "kernel = '/boot/k'; on_poweroff = 'preserve'; on_reboot = 'destroy'; on_crash = 'rename-restart'"),
        Pair(
            "(localtime 1) (pool_name batch) (oos 0) (backend (netif)) \(pv)",
            "kernel = '/boot/k'; localtime = 1; pool = 'batch'; oos = 0; netif = 1"),
        Pair(
            "(cpuid ((1 ((ecx x0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx))))) \(pv)",
            "kernel = '/boot/k'; cpuid = ['1:ecx=x0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx']"),
        Pair(
            "\(pv) (device (vbd (uname phy:/dev/a) (dev xvda:disk) (mode w) (bootable 1) (VDI )))",
            "kernel = '/boot/k'; disk = ['phy:/dev/a,xvda,w']"),
        Pair(
            "\(pv) (device (tap (uname tap:aio:/srv/a.img) (dev 'xvda') (mode 'r')))",
            "kernel = '/boot/k'; disk = ['tap:aio:/srv/a.img,xvda,r']"),
        Pair(
            "\(pv) (device (tap2 (uname tap2:qcow2:/srv/a.img) (dev xvda) (mode w) (driver paravirtualised)))",
            "kernel = '/boot/k'; disk = ['tap2:qcow2:/srv/a.img,xvda,w']"),
        Pair(
            "\(pv) (device (vif (mac 00:16:3e:00:00:01) (bridge br0) (script vif-bridge) (ip 10.0.0.1) (uuid x)))",
            "kernel = '/boot/k'; vif = ['mac=00:16:3e:00:00:01,bridge=br0,script=vif-bridge,ip=10.0.0.1']"),
        Pair(
            "\(pv) (device (vkbd)) (device (vfb (type vnc) (vncunused 1) (vnclisten 0.0.0.0) (keymap ja) (location x:5900)))",
            "kernel = '/boot/k'; vfb = ['type=vnc,vncunused=1,vnclisten=0.0.0.0,keymap=ja']"),
        Pair(
            "(image (linux (kernel /k) (vnc 1) (vncunused 1) (keymap ja)))",
            "kernel = '/k'; vnc = 1; vncunused = 1; keymap = 'ja'"),
        Pair(
            "\(pv)\\\n (device (vbd (protocol x86_32-abi) (uname phy:/dev/a) (dev xvda) (mode w)))",
            "kernel = '/boot/k'; disk = ['phy:/dev/a,xvda,w']"),
        Pair(
            "(image (hvm (cdrom /a.iso))) (device (vbd (uname file:/a.iso) (dev hdc:cdrom) (mode r)))",
            "builder = 'hvm'; disk = ['file:/a.iso,hdc:cdrom,r']"),
        Pair("(image (hvm (serial (none /dev/ttyS1))))", "builder = 'hvm'; serial = ['none', '/dev/ttyS1']"),
        Pair("\(pv) (device (console (protocol vt100) (location 2)))", "kernel = '/boot/k'"),
        Pair(
            "\(pv) (device (pci (dev (domain 0x0001) (bus 0x0c) (slot 0x1b) (func 0x2)) (dev (bus 1) (slot 0x13) (func 0) (opts ((msitranslate 1))))))",
            "kernel = '/boot/k'; pci = ['0001:0c:1b.2', '01:13.0,msitranslate=1']"),
        Pair(
            "\(pv) (device (pci (dev (bus 1) (slot 2) (func 0) (vslot 0x6)) (dev (bus 1) (slot 3) (func 0) (requested_vdevfn 0x100))))",
            "kernel = '/boot/k'; pci = ['01:02.0@6', '01:03.0']"),
        Pair(
            "\(pv) (device (ioports (from 2f8) (to 2ff))) (device (irq (irq 7)))",
            "kernel = '/boot/k'; ioports = ['2f8-2ff']; irq = [7]"),
        Pair("\(pv) (device (vtpm (backend tpm)))", "kernel = '/boot/k'; vtpm = ['backend=tpm']"),
        Pair(
            "(image (hvm (kernel /usr/lib/xen/boot/hvmloader) (boot dc) (acpi 0) (apic 1) (pae 1) (usbdevice tablet) (serial pty) (vnc 1) (vncunused 1)))",
            "builder = 'hvm'; boot = 'dc'; acpi = 0; apic = 1; pae = 1; usbdevice = 'tablet'; serial = 'pty'; vnc = 1; vncunused = 1"
        ),
        Pair(
            "(image (hvm (loader /usr/lib/xen/boot/hvmloader) (kernel '') (stdvga 1) (rtc_timeoffset -60) (vcpus 2) (notes (a b))))",
            "builder = 'hvm'; stdvga = 1; rtc_timeoffset = -60; vcpus = 2"),
        Pair("(image (hvm (cdrom /dev/cdrom)))", "builder = 'hvm'; disk = ['phy:/dev/cdrom,hdc:cdrom,r']"),
        Pair(
            "(image (hvm (vnc 1))) (device (vfb (vnc 1) (vnclisten 0.0.0.0)))",
            "builder = 'hvm'; vnc = 1; vnclisten = '0.0.0.0'"),
        Pair(
            "(image (hvm)) (device (vif (type ioemu) (model e1000) (backend 0)))",
            "builder = 'hvm'; vif = ['type=ioemu,model=e1000']"),
    ]

    @Test("entry by entry", arguments: pairs)
    func entries(_ pair: Pair) throws {
        for kind in ["vm", "domain"] {
            let actual = read("(\(kind) (name g) \(pair.sxp))")
            let expected = readXM("name = 'g'; \(pair.xm)")
            #expect(expected.errors == [] && actual.warnings == [])
            let guest = try #require(actual.guest, "\(actual.lines)")
            #expect(try guest.changes(to: #require(expected.guest)).map(\.place) == [])
        }
    }

    @Test("a guest in xend's store is read, whichever generation its entries are of, without what xend noted of it")
    func store() throws {
        let result = read(
            """
            (domain
                (domid 4) (cpu_time 12.5) (state -b----) (status 2) (start_time 1288000000.0) (up_time 3.1)
                (VCPUs_max 2) (VCPUs_live 2) (vcpus_params ((cap 0) (weight 512) (cpumap0 0,1)))
                (name_label mail) (uuid 0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3) (is_a_template 0) (auto_power_on 0)
                (memory_static_max 1073741824) (memory_dynamic_max 536870912) (memory_static_min 0)
                (actions_after_shutdown destroy) (actions_after_reboot restart) (actions_after_crash preserve)
                (PV_bootloader '') (PV_kernel '') (PV_args '') (HVM_boot_policy 'BIOS order') (HVM_boot_params ((order cd)))
                (platform ((acpi 1) (pae 0) (localtime 1) (serial pty) (frobnicated 1))) (other_config ())
                (on_xend_start ignore) (on_xend_stop ignore) (cpus (() ())) (features '')
                (image (hvm (kernel '') (loader /usr/lib/xen/boot/hvmloader) (guest_os_type default) (device_model /usr/lib/xen/bin/qemu-dm)))
                (device (vbd (uuid x) (bootable 1) (dev hda:disk) (uname file:/srv/mail.img) (mode w) (devid 768)))
                (device (console (protocol rfb) (location localhost:5900) (uuid y)))
            )
            """)
        let expected = readXM(
            """
            name = 'mail'; uuid = '0f6b1c2d-3e4f-4a5b-8c6d-7e8f90a1b2c3'; memory = 512; maxmem = 1024; vcpus = 2
            cpu_weight = 512; cpu_cap = 0; on_poweroff = 'destroy'; on_reboot = 'restart'; on_crash = 'preserve'
            builder = 'hvm'; boot = 'cd'; acpi = 1; pae = 0; localtime = 1; serial = 'pty'
            disk = ['file:/srv/mail.img,hda,w']
            """)
        #expect(result.warnings == [] && result.errors == [])
        #expect(try #require(result.guest).changes(to: #require(expected.guest)).map(\.place) == [])
    }

    @Test("the older entry counts, and is no conflict with the later one of the same meaning")
    func generations() {
        let result = read(
            "(domain (name a) (name_label b) (memory 64) (memory_dynamic_max 1048576) (image (linux (kernel /k))))")
        #expect(result.guest?.name == "a" && result.guest?.memory.target == 64 << 10)
        #expect(result.warnings == [])
    }

    @Test(
        "what is not used is said where it stands",
        arguments: [
            ("(memroy 5)", "1:14: xend has no memroy; did you mean memory?"),
            ("word", "1:14: expected a list such as (memory 512), found word"),
            ("(device (vbx))", "1:22: xend has no device vbx; did you mean vbd?"),
            ("(device (vif (brige x)))", "1:27: vif has no \"brige\"; did you mean bridge?"),
            ("(device (vscsi (dev x)))", "1:22: vscsi has no effect: libxl has no virtual SCSI"),
            (
                "(device (pci (dev (bus 0x3) (slot 0x0) (func 0x0) (zzz 5))))",
                "1:64: xend has no zzz in (dev …)"
            ),
            (
                "(device (pci (dev (bus 0x3) (slot 0x0) (func 0x0) (opts x))))",
                "1:70: pci: expected an option such as (msitranslate 1), which this is not"
            ),
            ("(vcpus 1 2)", "1:23: (vcpus …) has one value; what comes after it is not used"),
            ("(vcpus 1) (vcpus 2)", "1:24: vcpus has been set in line 1 already; the first one counts"),
            (
                "(security_label x)",
                "1:14: access_control has no effect: Xen has no such security policies any more; write an xl.cfg with seclabel"
            ),
        ])
    func remarks(_ entry: String, _ expected: String) {
        let result = read("(vm (name g) \(entry) (image (linux (kernel /k) (ramdik x))))")
        #expect(result.errors == [])
        #expect(result.lines.contains(expected), "\(result.lines)")
        #expect(result.lines.contains { $0.hasSuffix("xend's image has no ramdik; did you mean ramdisk?") })
    }

    @Test("options of a PCI device stand in a list of their own, or one after the other")
    func options() {
        for options in ["((msitranslate 1) (power_mgmt 1))", "(msitranslate 1) (power_mgmt 1)"] {
            let device = "(dev (bus 0x3) (slot 0x0) (func 0x0) (opts \(options)))"
            let result = read("(vm (name g) (memory 64) (image (linux (kernel /k))) (device (pci \(device))))")
            #expect(result.guest?.pciDevices.map { [$0.msiTranslate, $0.powerManagement] } == [[true, true]])
            #expect(result.warnings == [])
        }
    }

    @Test(
        "and what cannot be is an error, and no guest",
        arguments: [
            ("(xend-config)", "1:1: expected (domain …) or (vm …), found (xend-config …)"),
            ("word", "1:1: expected (domain …) or (vm …), found word"),
            ("(vm (name g) (image linux))", "1:21: expected (image (linux …)) or (image (hvm …))"),
            ("(vm (name g) (memory x) (image (hvm)))", "1:22: memory must be a number such as 2 or 0x10, not \"x\""),
            (
                "(vm (name g) (image (hvm)) (device (vbd (dev hda) (mode w))))",
                "1:36: disk: the disk has no source; only a CD-ROM drive can be empty"
            ),
            (
                "(vm (name g) (image (hvm)) (device (pci (dev (bus x)))))",
                "1:41: pci: expected (dev (domain …) (bus …) (slot …) (func …)) in hexadecimal"
            ),
            ("(vm (name g) (image (ppc)))", "1:21: builder must be linux, generic or hvm, not \"ppc\""),
        ])
    func errors(_ text: String, _ expected: String) {
        let result = read(text)
        #expect(result.document == nil)
        #expect(result.lines.contains(expected), "\(result.lines)")
    }
}
