extension Vocabulary {
    /// Everything but devices.
    static let generalWords = [
        """
        domain: @type @id name uuid -hwuuid genid title description metadata memory currentMemory -maxMemory \
        -memoryBacking memtune -blkiotune vcpu -vcpus -iothreads -iothreadids -defaultiothread cputune numatune \
        -resource -sysinfo bootloader bootloader_args os -idmap -throttlegroups features cpu clock on_poweroff on_reboot \
        on_crash -on_lockfailure pm -perf devices seclabel -keywrap -launchSecurity
        """,
        "memory: @unit -@dumpCore @mode @nodeset @placement",
        "currentMemory: @unit",
        "vcpu: @placement @current @cpuset",
        """
        cputune: shares vcpupin -emulatorpin -iothreadpin -period -quota -global_period -global_quota \
        -emulator_period -emulator_quota -iothread_period -iothread_quota -vcpusched -iothreadsched -emulatorsched \
        -cachetune -memorytune
        """,
        "vcpupin: @vcpu @cpuset",
        "numatune: memory memnode",
        "memnode: @cellid @mode @nodeset",
        """
        os: @firmware type loader -nvram boot kernel initrd cmdline dtb -bootmenu -bios -smbios acpi -init -initarg \
        -initenv -initdir -inituser -initgroup -firmware -shim -varstore
        """,
        "type: @arch @machine",
        "loader: @readonly @type @format -@secure -@stateless",
        "boot: @dev @order -@loadparm",
        "acpi: table",
        "table: @type",
        """
        features: acpi apic pae hap viridian hyperv -privnet -kvm -pvspinlock pmu -vmport gic -smm -ioapic -hpt -htm \
        -nested-hv -vmcoreinfo xen msrs -ccf-assist -cfpc -sbbc -ibs -capabilities -tcg -async-teardown -ras -ps2
        """,
        "apic: -@eoi",
        "hap viridian pmu: @state",
        "gic: @version",
        "msrs: @unknown",
        "xen: e820_host passthrough",
        "e820_host: @state",
        "passthrough: @state @mode",
        """
        hyperv: @mode relaxed vapic -spinlocks vpindex -runtime synic stimer -reset -vendor_id frequencies \
        -reenlightenment tlbflush ipi -evmcs -avic -emsr_bitmap -xmm_input
        """,
        "relaxed vapic vpindex synic stimer frequencies tlbflush ipi: @state",
        """
        cpu: @mode -@match -@check -@migratable -model -vendor -topology -cache -maxphysaddr feature numa
        """,
        "feature: @policy @name",
        "numa: cell -interconnects",
        "cell: @id @cpus @memory @unit -@memAccess -@discard distances -cache",
        "distances: sibling",
        "sibling: @id @value",
        "clock: @offset @sync @adjustment @basis @timezone -@start timer",
        "timer: @name @present @mode -@tickpolicy -@track -@frequency -catchup",
        "pm: suspend-to-mem suspend-to-disk",
        "suspend-to-mem suspend-to-disk: @enabled",
        "seclabel: @type @model @relabel label -imagelabel -baselabel",
        "commandline: arg -env",
        "arg: @value",
    ]
}
