extension GuestConfiguration {
    /// Every field of a guest, under libxl's names and in libxl's order.
    public static let fields = FieldMap<GuestConfiguration>([
        .nested("c_info", createInfo),
        .nested("b_info", buildInfo),
        .devices("disks", "disks", \.disks),
        .devices("nics", "nics", \.nics),
        .devices("pcidevs", "pciDevices", \.pciDevices),
        .devices("rdms", "reservedDeviceMemory", \.reservedDeviceMemory),
        .devices("dtdevs", "deviceTreeDevices", \.deviceTreeDevices),
        .devices("vfbs", "framebuffers", \.framebuffers),
        .devices("vkbs", "keyboards", \.keyboards),
        .devices("vtpms", "vtpms", \.vtpms),
        .devices("p9s", "p9Filesystems", \.p9Filesystems),
        .devices("pvcallsifs", "pvcallsInterfaces", \.pvcallsInterfaces),
        .devices("vdispls", "displays", \.displays),
        .devices("vsnds", "soundDevices", \.soundDevices),
        .devices("channels", "channels", \.channels),
        .devices("usbctrls", "usbControllers", \.usbControllers),
        .devices("usbdevs", "usbDevices", \.usbDevices),
        .value("on_poweroff", "shutdownActions.onPoweroff", \.shutdownActions.onPoweroff, default: .destroy),
        .value("on_reboot", "shutdownActions.onReboot", \.shutdownActions.onReboot, default: .destroy),
        .value("on_watchdog", "shutdownActions.onWatchdog", \.shutdownActions.onWatchdog, default: .destroy),
        .value("on_crash", "shutdownActions.onCrash", \.shutdownActions.onCrash, default: .destroy),
        .value("on_soft_reset", "shutdownActions.onSoftReset", \.shutdownActions.onSoftReset, default: .destroy),
    ])

    /// `libxl_domain_create_info`.
    private static var createInfo: [FieldMap<Self>.Entry] {
        [
            .declaredType,
            .defbool("hap", "creation.hap", \.creation.hap),
            .defbool("oos", "creation.outOfSync", \.creation.outOfSync),
            .number("ssidref", "securityLabels.ssidRef", \.securityLabels.ssidRef, unset: 0),
            .optional("ssid_label", "securityLabels.label", \.securityLabels.label),
            .name,
            .number("domid", "creation.requestedDomid", \.creation.requestedDomid, unset: 0),
            .optional("uuid", "uuid", \.uuid),
            .pairs("xsdata", "creation.xenstoreData", \.creation.xenstoreData),
            .pairs("platformdata", "creation.platformData", \.creation.platformData),
            .number("poolid", "cpupool.id", \.cpupool.id, unset: 0),
            .optional("pool_name", "cpupool.name", \.cpupool.name),
            .defbool("run_hotplug_scripts", "creation.runHotplugScripts", \.creation.runHotplugScripts),
            .defbool("driver_domain", "creation.driverDomain", \.creation.driverDomain),
            .choice("passthrough", "creation.passthrough", \.creation.passthrough),
            .defbool(
                "xend_suspend_evtchn_compat", "creation.xendSuspendEvtchnCompat", \.creation.xendSuspendEvtchnCompat),
        ]
    }

    /// `libxl_domain_build_info`.
    private static var buildInfo: [FieldMap<Self>.Entry] {
        [
            .number("max_vcpus", "vcpus.maximum", \.vcpus.maximum, unset: 0),
            .value("avail_vcpus", "vcpus.online", \.vcpus.online, default: CPUSet()),
            .value("cpumap", "vcpus.hardAffinity", \.vcpus.hardAffinity, default: CPUSet()),
            .value("nodemap", "vcpus.nodeAffinity", \.vcpus.nodeAffinity, default: CPUSet()),
            .value("vcpu_hard_affinity", "vcpus.hardAffinityByVCPU", \.vcpus.hardAffinityByVCPU, default: []),
            .value("vcpu_soft_affinity", "vcpus.softAffinityByVCPU", \.vcpus.softAffinityByVCPU, default: []),
            .defbool("numa_placement", "vcpus.numaPlacement", \.vcpus.numaPlacement),
            .choice("tsc_mode", "clock.tscMode", \.clock.tscMode),
            .number("max_memkb", "memory.maximum", \.memory.maximum, unset: UInt64.max, unit: .kibibytes),
            .number("target_memkb", "memory.target", \.memory.target, unset: UInt64.max, unit: .kibibytes),
            .number("video_memkb", "memory.video", \.memory.video, unset: UInt64.max, unit: .kibibytes),
            .number("shadow_memkb", "memory.shadow", \.memory.shadow, unset: UInt64.max, unit: .kibibytes),
            .number("iommu_memkb", "memory.iommu", \.memory.iommu, unset: UInt64.max, unit: .kibibytes),
            .number("rtc_timeoffset", "clock.rtcTimeOffset", \.clock.rtcTimeOffset, unset: 0, unit: .seconds),
            .number("exec_ssidref", "securityLabels.initialSSIDRef", \.securityLabels.initialSSIDRef, unset: 0),
            .optional("exec_ssid_label", "securityLabels.initialLabel", \.securityLabels.initialLabel),
            .defbool("localtime", "clock.localTime", \.clock.localTime),
            .defbool("disable_migrate", "features.disableMigration", \.features.disableMigration),
            .cpuPolicy("cpuid", "cpuPolicy", \.cpuPolicy),
            .optional("blkdev_start", "boot.firstDisk", \.boot.firstDisk),
            .list("vnuma_nodes", "virtualNodes", \.virtualNodes),
            .number("max_grant_frames", "limits.grantFrames", \.limits.grantFrames, unset: UInt32.max),
            .number("max_maptrack_frames", "limits.maptrackFrames", \.limits.maptrackFrames, unset: UInt32.max),
            .number("max_grant_version", "limits.grantVersion", \.limits.grantVersion, unset: -1),
            .choice("device_model_version", "deviceModel.version", \.deviceModel.version),
            .defbool("device_model_stubdomain", "deviceModel.stubdomain", \.deviceModel.stubdomain),
            .number(
                "stubdomain_memkb", "deviceModel.stubdomainMemory", \.deviceModel.stubdomainMemory, unset: UInt64.max,
                unit: .kibibytes),
            .optional("stubdomain_kernel", "deviceModel.stubdomainKernel", \.deviceModel.stubdomainKernel),
            .optional("stubdomain_cmdline", "deviceModel.stubdomainCommandLine", \.deviceModel.stubdomainCommandLine),
            .optional("stubdomain_ramdisk", "deviceModel.stubdomainRamdisk", \.deviceModel.stubdomainRamdisk),
            .optional("device_model", "deviceModel.path", \.deviceModel.path),
            .number(
                "device_model_ssidref", "securityLabels.deviceModelSSIDRef", \.securityLabels.deviceModelSSIDRef,
                unset: 0),
            .optional("device_model_ssid_label", "securityLabels.deviceModelLabel", \.securityLabels.deviceModelLabel),
            .optional("device_model_user", "deviceModel.user", \.deviceModel.user),
            .value("extra", "deviceModel.arguments", \.deviceModel.arguments, default: []),
            .value("extra_pv", "deviceModel.argumentsPV", \.deviceModel.argumentsPV, default: []),
            .value("extra_hvm", "deviceModel.argumentsHVM", \.deviceModel.argumentsHVM, default: []),
            .nested(
                "sched_params",
                [
                    .choice("sched", "scheduling.scheduler", \.scheduling.scheduler),
                    .number("weight", "scheduling.weight", \.scheduling.weight, unset: -1),
                    .number("cap", "scheduling.cap", \.scheduling.cap, unset: -1, unit: .percent),
                    .number("period", "scheduling.period", \.scheduling.period, unset: -1, unit: .microseconds),
                    .number("budget", "scheduling.budget", \.scheduling.budget, unset: -1, unit: .microseconds),
                    .number("extratime", "scheduling.extratime", \.scheduling.extratime, unset: -1),
                    .number("slice", "scheduling.slice", \.scheduling.slice, unset: -1),
                    .number("latency", "scheduling.latency", \.scheduling.latency, unset: -1),
                ]),
            .list("ioports", "hardware.ioports", \.hardware.ioports),
            .value("irqs", "hardware.irqs", \.hardware.irqs, default: []),
            .list("iomem", "hardware.iomem", \.hardware.iomem),
            .defbool("claim_mode", "memory.claimMode", \.memory.claimMode),
            .number("event_channels", "limits.eventChannels", \.limits.eventChannels, unset: 0),
            .optional("kernel", "boot.kernel", \.boot.kernel),
            .optional("cmdline", "boot.commandLine", \.boot.commandLine),
            .optional("ramdisk", "boot.ramdisk", \.boot.ramdisk),
            .optional("device_tree", "boot.deviceTree", \.boot.deviceTree),
            .defbool("acpi", "features.acpi", \.features.acpi),
            .optional("bootloader", "boot.bootloader", \.boot.bootloader),
            .value("bootloader_args", "boot.bootloaderArguments", \.boot.bootloaderArguments, default: []),
            .choice("timer_mode", "clock.timerMode", \.clock.timerMode),
            .defbool("nested_hvm", "features.nestedHVM", \.features.nestedHVM),
            .defbool("apic", "features.apic", \.features.apic),
            .defbool("dm_restrict", "deviceModel.restrict", \.deviceModel.restrict),
            .value("tee", "features.tee", \.features.tee, default: .none),
            .typeUnion,
            .nested(
                "arch_arm",
                [
                    .value("gic_version", "features.gicVersion", \.features.gicVersion, default: .default),
                    .choice("vuart", "features.vuart", \.features.vuart),
                ]),
            .nested(
                "arch_x86",
                [
                    .defbool("msr_relaxed", "features.msrRelaxed", \.features.msrRelaxed)
                ]),
            .value("altp2m", "features.altp2m", \.features.altp2m, default: .disabled),
            .number("vmtrace_buf_kb", "features.vmtraceBuffer", \.features.vmtraceBuffer, unset: 0, unit: .kibibytes),
            .defbool("vpmu", "features.vpmu", \.features.vpmu),
        ]
    }

    /// This guest as a tree under libxl's names; libxl's defaults are left out.
    public var fieldValue: FieldValue { Self.fields.encode(self) }

    /// Reads a guest from such a tree.
    ///
    /// - Throws: ``FieldValueError`` when the name or the type is missing, or anything in it is not libxl's.
    public init(fieldValue: FieldValue) throws(FieldValueError) {
        let creation = FieldPath().appending("c_info")
        guard let info = fieldValue["c_info"] else {
            throw FieldValueError(path: creation, reason: "is missing")
        }
        guard case .record = info else {
            throw FieldValueError(path: creation, reason: "expected an object, found \(info.kind)")
        }
        guard let name = info["name"] else {
            throw FieldValueError(path: creation.appending("name"), reason: "is missing: every guest has a name")
        }
        guard let kind = info["type"] else {
            throw FieldValueError(path: creation.appending("type"), reason: "is missing: \"pv\", \"hvm\" or \"pvh\"")
        }
        self.init(
            name: try String(fieldValue: name, at: creation.appending("name")),
            type: try GuestType.Kind(fieldValue: kind, at: creation.appending("type")).standard)
        try Self.fields.decode(fieldValue, into: &self, at: FieldPath())
    }
}

extension FieldMap.Entry where Root == GuestConfiguration {
    /// `c_info.name`; a guest without one does not exist.
    fileprivate static let name = single("name", "name", isSame: same(\.name), get: { .string($0.name) }) {
        (root, value, place) throws(FieldValueError) in
        root.name = try String(fieldValue: value, at: place)
    }
}
