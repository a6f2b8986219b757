/// What is done with each key that a file of xm's may have.
package enum XMKeys {
    package enum Use: Sendable, Hashable {
        /// It means what it means to xl.
        case same
        /// It is read, in another way than xl would.
        case own
        /// Nothing can be done with it; the sentence says why, or what to do instead.
        case passedOver(String)
    }

    package static func use(of key: String) -> Use? {
        if same.contains(key) { return .same }
        return own.contains(key) ? .own : passedOver[key].map(Use.passedOver)
    }

    /// Every key that is worth suggesting to somebody who misspelt it.
    package static let suggestions: [String] = (same.union(own)).sorted()

    /// Keys that stand in both dialects with one meaning.
    package static let same: Set<String> = [
        "name", "memory", "maxmem", "shadow_memory", "vcpus", "maxvcpus", "cpus", "cpu_weight", "pool", "nomigrate",
        "tsc_mode", "timer_mode", "localtime", "rtc_timeoffset", "hpet", "vpt_align", "acpi", "apic", "pae", "hap",
        "oos",
        "nestedhvm", "viridian", "ramdisk", "extra", "bootloader", "boot", "on_poweroff", "on_reboot",
        "on_crash", "pci", "pci_msitranslate", "pci_power_mgmt", "ioports", "xen_platform_pci", "gfx_passthru", "usb",
        "soundhw", "keymap", "vnc", "vnclisten", "vncdisplay", "vncpasswd", "vncunused", "sdl", "opengl", "display",
        "xauthority", "nographic", "videoram", "smbios_firmware", "acpi_firmware", "cpuid", "device_model_override",
        "device_model_version", "xenward",
    ]

    /// Those that xend heeded in HVM guests alone.
    static let hvmOnly: Set<String> = [
        "timer_mode", "hpet", "vpt_align", "apic", "pae", "viridian", "extid", "boot", "loader", "xen_platform_pci",
        "gfx_passthru", "usb", "usbdevice", "soundhw", "serial", "parallel", "nographic", "stdvga", "smbios_firmware",
        "acpi_firmware",
    ]

    private static let own: Set<String> = [
        "uuid", "builder", "kernel", "loader", "root", "bootargs", "device_model", "cpu", "cpu_cap", "vcpu_avail",
        "restart", "irq", "stdvga", "usbdevice", "serial", "parallel", "disk", "vif", "vfb", "vtpm", "description",
        "blkif", "netif", "tpmif", "extid",
    ]

    private static let passedOver: [String: String] = {
        let extra = "xend put it on the kernel's command line; write it into extra"
        let xend = "there is no xend any more"
        let floppy = "libxl has no floppy drives"
        return [
            "on_xend_start": "\(xend); a guest that is defined is started", "on_xend_stop": xend,
            "ip": extra, "netmask": extra, "gateway": extra, "hostname": extra, "dhcp": extra, "interface": extra,
            "nfs_server": extra, "nfs_root": extra, "fda": floppy, "fdb": floppy,
            "features": "libxl has no such word; put it on the kernel's command line",
            "vncviewer": "no viewer is started", "vncconsole": "no viewer is started",
            "nics": "the elements of vif are counted", "bootentry": "write bootargs", "vif2": "write vif",
            "vscsi": "libxl has no virtual SCSI", "vusb": "write an xl.cfg with usbctrl and usbdev",
            "watchdog": "libxl has no emulated watchdog", "watchdog_action": "libxl has no emulated watchdog",
            "guest_os_type": "write the features that the guest needs", "cpuid_check": "write cpuid",
            "superpages": "Xen decides about superpages", "memory_sharing": "xenward shares no memory",
            "actmem": "xenward pages no memory out", "xenpaging_file": "xenward pages no memory out",
            "xenpaging_extra": "xenward pages no memory out",
            "access_control": "Xen has no such security policies any more; write an xl.cfg with seclabel",
            "monitor": "libxl keeps the device model's monitor to itself",
            "monitor_path": "libxl keeps the device model's monitor to itself",
            "machine_address_size": "libxl has no such word", "suppress_spurious_page_faults": "libxl has no such word",
            "s3_integrity": "libxl has no such word", "target": "libxl has no such word", "vhpt": "it is for IA-64",
            "isa": "libxl has no such machine", "cap": "it is xl's; write cpu_cap",
            "xen_extended_power_mgmt": "libxl has no such word",
        ]
    }()
}
