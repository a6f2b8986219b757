import GuestModel

/// The keys that mean the same for every guest, or nearly every one.
extension ScalarKeys {
    static let identity: [ScalarKey] = [
        .text("pool", \.cpupool.name, .identity),
        .flag("driver_domain", \.creation.driverDomain, .identity),
        .flag("nomigrate", \.features.disableMigration, .identity),
        .flag("xend_suspend_evtchn_compat", \.creation.xendSuspendEvtchnCompat, .identity),
        .text("device_model_stubdomain_seclabel", \.securityLabels.deviceModelLabel, .identity),
    ]

    static let processors: [ScalarKey] = [
        .number("cpu_weight", \.scheduling.weight, .processors, in: 1...65535),
        .number("cap", \.scheduling.cap, .processors),
        .number("period", \.scheduling.period, .processors),
        .number("slice", \.scheduling.slice, .processors),
        .number("latency", \.scheduling.latency, .processors),
        .number("extratime", \.scheduling.extratime, .processors),
        .mebibytes("shadow_memory", \.memory.shadow, .processors),
    ]

    static let boot: [ScalarKey] = [
        .text("ramdisk", \.boot.ramdisk, .boot),
        .text("device_tree", \.boot.deviceTree, .boot),
        .text("bootloader", \.boot.bootloader, .boot),
        .flag("e820_host", \.pv.e820Host, .boot, for: [.pv]),
        .flag("pvshim", \.pvh.pvshim, .boot, for: [.pvh]),
        .text("pvshim_path", \.pvh.pvshimPath, .boot, for: [.pvh]),
        .text("pvshim_cmdline", \.pvh.pvshimCommandLine, .boot, for: [.pvh]),
        .text("pvshim_extra", \.pvh.pvshimExtra, .boot, for: [.pvh]),
    ]

    static let features: [ScalarKey] = [
        .flag("acpi", \.features.acpi, .features),
        .flag("apic", \.features.apic, .features, for: [.hvm]),
        .flag("hap", \.creation.hap, .features),
        .flag("oos", \.creation.outOfSync, .features),
        .flag("nestedhvm", \.features.nestedHVM, .features),
        .flag("vpmu", \.features.vpmu, .features),
        .flag("msr_relaxed", \.features.msrRelaxed, .features),
        .choice(
            "altp2m", \.features.altp2m, .features,
            Choice(
                words: [("disabled", .disabled), ("mixed", .mixed), ("external", .external), ("limited", .limited)],
                numbered: 4),
            default: .disabled),
        .number("vmtrace_buf_kb", \.features.vmtraceBuffer, .features, unset: 0),
        .choice(
            "passthrough", \.creation.passthrough, .features,
            Choice(words: [
                ("default", nil), ("disabled", .disabled), ("enabled", .enabled), ("sync_pt", .syncPt),
                ("share_pt", .sharePt),
            ])),
        .choice(
            "gic_version", \.features.gicVersion, .features,
            Choice(words: [("default", .default), ("v2", .v2), ("v3", .v3)]), default: .default),
        .choice(
            "tee", \.features.tee, .features, Choice(words: [("none", TEE.none), ("optee", .optee)]), default: .none),
        .choice(
            "vuart", \.features.vuart, .features, Choice(words: [("unknown", nil), ("sbsa_uart", .sbsaUart)])),
    ]

    static let clock: [ScalarKey] = [
        .flag("localtime", \.clock.localTime, .clock),
        ScalarKey("rtc_timeoffset", .clock, ScalarKey.everyKind) { reading, setting in
            // libxl keeps a signed offset in an unsigned member.
            if let offset = reading.number(setting, in: Int(Int32.min)...Int(UInt32.max)) {
                reading.configuration.clock.rtcTimeOffset = offset == 0 ? nil : UInt32(truncatingIfNeeded: offset)
            }
        } write: {
            $0.clock.rtcTimeOffset.map { .number(Int(Int32(bitPattern: $0))) }
        },
        .choice(
            "tsc_mode", \.clock.tscMode, .clock,
            Choice(
                words: [
                    ("default", nil), ("always_emulate", .alwaysEmulate), ("native", .native),
                    ("native_paravirt", .nativeParavirt),
                ], numbered: 4)),
        timerMode,
    ]

    private static let timerMode: ScalarKey = {
        var key = ScalarKey.choice(
            "timer_mode", \.clock.timerMode, .clock,
            Choice(
                words: [
                    ("delay_for_missed_ticks", .delayForMissedTicks),
                    ("no_delay_for_missed_ticks", .noDelayForMissedTicks),
                    ("no_missed_ticks_pending", .noMissedTicksPending),
                    ("one_missed_tick_pending", .oneMissedTickPending), ("unknown", nil),
                ], numbered: 4), for: [.hvm, .pvh])
        key.isRefusedElsewhere = true
        return key
    }()

    static let limits: [ScalarKey] = [
        .number("max_grant_frames", \.limits.grantFrames, .limits, in: 0...UInt32(Int32.max)),
        .number("max_maptrack_frames", \.limits.maptrackFrames, .limits, in: 0...UInt32(Int32.max)),
        .number("max_grant_version", \.limits.grantVersion, .limits),
        .number("max_event_channels", \.limits.eventChannels, .limits, unset: 0),
    ]

    static let deviceModel: [ScalarKey] = [
        .choice(
            "device_model_version", \.deviceModel.version, .deviceModel,
            Choice(
                words: [("qemu-xen", .qemuXen), ("qemu-xen-traditional", .qemuXenTraditional)], ignoresCase: false)),
        .text("device_model_override", \.deviceModel.path, .deviceModel),
        .text("device_model_user", \.deviceModel.user, .deviceModel),
        .flag("dm_restrict", \.deviceModel.restrict, .deviceModel),
        .texts("device_model_args", \.deviceModel.arguments, .deviceModel),
        .texts("device_model_args_pv", \.deviceModel.argumentsPV, .deviceModel),
        .texts("device_model_args_hvm", \.deviceModel.argumentsHVM, .deviceModel),
        .flag("device_model_stubdomain_override", \.deviceModel.stubdomain, .deviceModel),
        .mebibytes("stubdomain_memory", \.deviceModel.stubdomainMemory, .deviceModel),
        .text("stubdomain_kernel", \.deviceModel.stubdomainKernel, .deviceModel),
        .text("stubdomain_cmdline", \.deviceModel.stubdomainCommandLine, .deviceModel),
        .text("stubdomain_ramdisk", \.deviceModel.stubdomainRamdisk, .deviceModel),
    ]

    static let actions: [ScalarKey] = [
        action("on_poweroff", \.shutdownActions.onPoweroff, default: .destroy),
        action("on_reboot", \.shutdownActions.onReboot, default: .restart),
        action("on_watchdog", \.shutdownActions.onWatchdog, default: .destroy),
        action("on_crash", \.shutdownActions.onCrash, default: .destroy),
        action("on_soft_reset", \.shutdownActions.onSoftReset, default: .softReset),
    ]

    private static func action(
        _ name: String, _ path: ScalarKey.Path<ShutdownAction>, default standard: ShutdownAction
    ) -> ScalarKey {
        .choice(
            name, path, .actions,
            Choice(
                words: [
                    ("destroy", .destroy), ("restart", .restart), ("rename-restart", .restartRename),
                    ("preserve", .preserve), ("coredump-destroy", .coredumpDestroy),
                    ("coredump-restart", .coredumpRestart), ("soft-reset", .softReset),
                ], ignoresCase: false),
            default: standard)
    }
}
