/// What is done with each key that anybody might write. Every key that xl 4.17 reads is read.
enum KnownKeys {
    enum Use: Sendable, Hashable {
        /// Read here as xl reads it.
        case read
        /// xl passes over it; the sentence says what to do instead.
        case passedOver(String)
    }

    static func use(of key: String) -> Use? {
        uses[key]
    }

    private static let uses = KeyTable(
        suggestions.map { ($0, Use.read) } + passedOver.map { ($0, Use.passedOver($1)) })

    /// Every key that is worth suggesting to somebody who misspelt it.
    static let suggestions: [String] = (ScalarKeys.all.map(\.name) + Array(readElsewhere)).sorted()

    /// Keys that take more than putting one value into one field.
    private static let readElsewhere: Set<String> = Set(
        [
            "name", "uuid", "type", "builder", "seclabel", "init_seclabel", "memory", "maxmem", "vcpus", "maxvcpus",
            "cpus", "cpus_soft", "kernel", "cmdline", "root", "extra", "bootloader_args", "firmware", "bios",
            "bios_path_override", "firmware_override", "disk", "vif", "vif2", "vtpm", "p9", "pvcalls", "channel", "vfb",
            "usbctrl", "usbdev", "vkb", "vdispl", "vsnd", "pci", "pci_msitranslate", "pci_power_mgmt", "pci_permissive",
            "pci_seize", "ioports", "irqs", "iomem", "dtdev", "vnuma", "cpuid", "device_model", "vncviewer", "xenward",
        ] + GuestReading.screenKeys + GuestReading.hvmKeys)

    /// Keys of xm's, of xend's, and of xl's other versions.
    private static let passedOver: [String: String] = [
        "parallel": "xl has no parallel ports; leave it out",
        "budget": "xl 4.17 reads no budget; set it with xl sched-rtds",
        "cpu": "it is xm's; write cpus",
        "cpu_cap": "it is xm's; write cap",
        "vcpu_avail": "it is xm's; write vcpus and maxvcpus",
        "nics": "it is xm's; the elements of vif are counted",
        "vncconsole": "it is xm's; use the option -c of xl create",
        "netmask": "it is xm's; put it into extra",
        "gateway": "it is xm's; put it into extra",
        "ip": "it is xm's; put it into extra",
        "dhcp": "it is xm's; put it into extra",
        "hostname": "it is xm's; put it into extra",
        "nfs_server": "it is xm's; put it into extra",
        "nfs_root": "it is xm's; put it into extra",
        "on_xend_start": "it is xend's; there is no xend any more",
        "on_xend_stop": "it is xend's; there is no xend any more",
        "guest_os_type": "it is xm's; leave it out",
        "vscsi": "xl has no virtual SCSI; leave it out",
        "features": "it is xm's; leave it out",
        "cpuid_check": "it is xm's; leave it out",
        "superpages": "xl decides about superpages; leave it out",
        "irq": "it is xm's; write irqs",
        "tmem": "Xen has no transcendent memory any more; leave it out",
        "claim_mode": "it belongs into xl.conf",
        "autoballoon": "it belongs into xl.conf",
        "run_hotplug_scripts": "it belongs into xl.conf",
        "blkdev_start": "it belongs into xl.conf",
        "sched": "the scheduler is the cpupool's",
        "virtio": "it is of a later version than xl 4.17",
        "smbios": "it is of a later version than xl 4.17; smbios_firmware names a file",
        "llc_colors": "it is of a later version than xl 4.17",
        "nr_spis": "it is of a later version than xl 4.17",
    ]
}
