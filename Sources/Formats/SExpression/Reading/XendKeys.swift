/// What is done with each entry of `(domain …)` and `(vm …)`.
enum XendKeys {
    enum Use: Sendable, Hashable {
        /// A setting of xm's, under its name there.
        case setting(String)
        /// A setting that counts only where the older entry of the same meaning is left out.
        case later(String)
        /// An amount of memory in bytes, likewise.
        case laterBytes(String)
        /// What xend kept for itself about a guest that ran.
        case runtime
        /// Read on its own.
        case own
    }

    static func use(of key: String) -> Use? {
        if runtime.contains(key) { return .runtime }
        if own.contains(key) { return .own }
        if let setting = settings[key] { return .setting(setting) }
        if let setting = later[key] { return .later(setting) }
        return laterBytes[key].map(Use.laterBytes)
    }

    /// Every entry that is worth suggesting.
    static let suggestions = (Array(settings.keys) + Array(own) + Array(later.keys)).sorted()

    private static let settings: [String: String] = {
        var settings = Dictionary(
            uniqueKeysWithValues: [
                "name", "uuid", "memory", "maxmem", "shadow_memory", "vcpus", "vcpu_avail", "cpu", "cpu_weight",
                "cpu_cap",
                "on_poweroff", "on_reboot", "on_crash", "on_xend_start", "on_xend_stop", "restart", "bootloader",
                "features", "description", "localtime", "oos", "tsc_mode", "nomigrate", "target", "cpuid_check",
                "s3_integrity", "machine_address_size", "suppress_spurious_page_faults", "superpages", "memory_sharing",
            ].map { ($0, $0) })
        settings["bootloader_args"] = "bootargs"
        settings["pool_name"] = "pool"
        settings["security"] = "access_control"
        settings["security_label"] = "access_control"
        return settings
    }()

    /// The names of the later generation, under which xend's store holds everything once more.
    private static let later = [
        "name_label": "name", "name_description": "description", "Description": "description", "VCPUs_max": "vcpus",
        "actions_after_shutdown": "on_poweroff", "actions_after_reboot": "on_reboot", "actions_after_crash": "on_crash",
        "PV_bootloader": "bootloader", "PV_bootloader_args": "bootargs", "PV_kernel": "kernel", "PV_ramdisk": "ramdisk",
        "PV_args": "extra",
    ]

    private static let laterBytes = ["memory_static_max": "maxmem", "memory_dynamic_max": "memory"]

    private static let own: Set<String> = [
        "image", "device", "cpus", "cpuid", "backend", "platform", "vcpus_params", "HVM_boot_params", "HVM_boot",
    ]

    private static let runtime: Set<String> = [
        "domid", "dom", "state", "status", "cpu_time", "up_time", "start_time", "online_vcpus", "store_mfn",
        "console_mfn",
        "shutdown_reason", "ssidref", "change_home_server", "VCPUs_live", "VCPUs_at_startup", "memory_static_min",
        "memory_dynamic_min", "is_a_template", "is_control_domain", "auto_power_on", "resident_on", "tools_version",
        "user_version", "other_config", "PCI_bus", "HVM_boot_policy", "actions_after_suspend", "running", "blocked",
        "paused", "crashed", "dying", "shutdown", "current-memory", "xend_version",
    ]

    /// What xend kept for itself about a device.
    static let deviceRuntime: Set<String> = [
        "uuid", "devid", "bootable", "VDI", "driver", "location", "other_config", "security_label", "state",
        "backend-id", "frontend", "frontend-id", "backend-uuid", "device-type", "virtual-device", "handle", "ring-ref",
        "event-channel", "tx-ring-ref", "rx-ring-ref", "network", "network-id", "tty", "physical-device", "params",
        "protocol",
    ]
}
