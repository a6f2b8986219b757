import FormatSupport

/// The fields behind every key of xl.cfg(5), and of xl's specifications of devices: `vif.mac` is `mac=` in an element of `vif`.
public enum KeyLinks {
    /// Those of the guest itself, then those of its devices, each in the order of its table.
    public static let all: [FieldLink] = FieldLink.table(guest) + FieldLink.table(devices)

    /// What to do in place of a key that xl passes over; nil for one that it reads or does not know.
    public static func advice(for key: String) -> String? {
        if case .passedOver(let advice)? = KnownKeys.use(of: key) { advice } else { nil }
    }

    private static let guest = """
        name: name
        type: type
        builder: type
        uuid: uuid
        pool: cpupool.name
        seclabel: securityLabels.label securityLabels.initialLabel
        init_seclabel: securityLabels.label securityLabels.initialLabel
        device_model_stubdomain_seclabel: securityLabels.deviceModelLabel
        driver_domain: creation.driverDomain
        xend_suspend_evtchn_compat: creation.xendSuspendEvtchnCompat
        nomigrate: features.disableMigration
        memory [MiB]: memory.maximum memory.target
        maxmem [MiB]: memory.maximum
        shadow_memory [MiB]: memory.shadow
        videoram [MiB]: memory.video
        vcpus: vcpus.maximum vcpus.online
        maxvcpus: vcpus.maximum
        cpus: vcpus.hardAffinityByVCPU vcpus.numaPlacement
        cpus_soft: vcpus.softAffinityByVCPU vcpus.numaPlacement
        cpu_weight: scheduling.weight
        cap [%]: scheduling.cap
        period [µs]: scheduling.period
        extratime: scheduling.extratime
        slice: scheduling.slice
        latency: scheduling.latency
        vnuma: vcpus.maximum vcpus.numaPlacement memory.maximum virtualNodes
        vnuma.pnode: virtualNodes.physicalNode
        vnuma.size [MiB]: memory.maximum virtualNodes.memory
        vnuma.vcpus: vcpus.maximum virtualNodes.vcpus
        vnuma.vdistances: virtualNodes.distances
        cpuid: cpuPolicy
        kernel: boot.kernel
        ramdisk: boot.ramdisk
        cmdline: boot.commandLine
        root: boot.commandLine
        extra: boot.commandLine
        device_tree: boot.deviceTree
        bootloader: boot.bootloader
        bootloader_args: boot.bootloaderArguments
        boot: hvm.bootOrder
        firmware: boot.kernel hvm.firmware hvm.bios
        firmware_override: hvm.firmware
        bios: hvm.bios
        bios_path_override: hvm.systemFirmware
        smbios_firmware: hvm.smbiosFirmware
        acpi_firmware: hvm.acpiFirmware
        e820_host: pv.e820Host
        pvshim: pvh.pvshim
        pvshim_path: pvh.pvshimPath
        pvshim_cmdline: pvh.pvshimCommandLine
        pvshim_extra: pvh.pvshimExtra
        acpi: features.acpi
        apic: features.apic
        hap: creation.hap
        oos: creation.outOfSync
        nestedhvm: features.nestedHVM
        vpmu: features.vpmu
        msr_relaxed: features.msrRelaxed
        altp2m: features.altp2m
        altp2mhvm: hvm.legacyAltp2m
        vmtrace_buf_kb [KiB]: features.vmtraceBuffer
        passthrough: creation.passthrough
        gic_version: features.gicVersion
        tee: features.tee
        vuart: features.vuart
        pae: hvm.pae
        nx: hvm.nx
        acpi_s3: hvm.acpiS3
        acpi_s4: hvm.acpiS4
        acpi_laptop_slate: hvm.acpiLaptopSlate
        xen_platform_pci: hvm.xenPlatformPCI
        vendor_device: hvm.vendorDevice
        mmio_hole [MiB]: hvm.mmioHole
        viridian: hvm.viridian hvm.viridianEnable hvm.viridianDisable
        mca_caps: hvm.mcaCapabilities
        localtime: clock.localTime
        rtc_timeoffset [s]: clock.rtcTimeOffset
        tsc_mode: clock.tscMode
        timer_mode: clock.timerMode
        hpet: hvm.hpet
        vpt_align: hvm.alignVirtualTimers
        max_grant_frames: limits.grantFrames
        max_maptrack_frames: limits.maptrackFrames
        max_grant_version: limits.grantVersion
        max_event_channels: limits.eventChannels
        device_model_version: deviceModel.version
        device_model_override: deviceModel.path
        device_model_user: deviceModel.user
        dm_restrict: deviceModel.restrict
        device_model_args: deviceModel.arguments
        device_model_args_pv: deviceModel.argumentsPV
        device_model_args_hvm: deviceModel.argumentsHVM
        device_model_stubdomain_override: deviceModel.stubdomain
        stubdomain_memory [MiB]: deviceModel.stubdomainMemory
        stubdomain_kernel: deviceModel.stubdomainKernel
        stubdomain_cmdline: deviceModel.stubdomainCommandLine
        stubdomain_ramdisk: deviceModel.stubdomainRamdisk
        on_poweroff: shutdownActions.onPoweroff
        on_reboot: shutdownActions.onReboot
        on_watchdog: shutdownActions.onWatchdog
        on_crash: shutdownActions.onCrash
        on_soft_reset: shutdownActions.onSoftReset
        ioports: hardware.ioports
        irqs: hardware.irqs
        iomem: hardware.iomem
        rdm: hvm.rdmStrategy hvm.rdmPolicy pciDevices.rdmPolicy
        rdm_mem_boundary [MiB]: hvm.rdmMemoryBoundary
        ms_vm_genid: hvm.generationID
        vif2:
        device_model:
        vncviewer:
        xenward:
        """
}
