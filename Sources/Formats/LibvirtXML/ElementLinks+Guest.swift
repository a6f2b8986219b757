extension ElementLinks {
    static let guest = """
        name: name
        uuid: uuid
        genid: hvm.generationID
        title:
        description:
        metadata:
        memory [KiB]: memory.maximum memory.target
        memory@unit: memory.maximum memory.target
        currentMemory [KiB]: memory.target
        currentMemory@unit: memory.target
        vcpu: vcpus.maximum vcpus.online
        vcpu@current: vcpus.online
        vcpu@cpuset: vcpus.hardAffinityByVCPU vcpus.numaPlacement
        vcpu@placement:
        cputune/shares: scheduling.weight
        cputune/vcpupin: vcpus.hardAffinityByVCPU vcpus.numaPlacement
        cputune/vcpupin@vcpu: vcpus.hardAffinityByVCPU
        cputune/vcpupin@cpuset: vcpus.hardAffinityByVCPU
        numatune/memory: vcpus.nodeAffinity vcpus.numaPlacement
        numatune/memory@nodeset: vcpus.nodeAffinity
        numatune/memory@mode:
        numatune/memory@placement:
        numatune/memnode: virtualNodes.physicalNode
        numatune/memnode@cellid: virtualNodes.physicalNode
        numatune/memnode@nodeset: virtualNodes.physicalNode
        numatune/memnode@mode:
        os/type: type
        os/type@machine: type
        os/type@arch:
        os/kernel: boot.kernel boot.bootloader
        os/initrd: boot.ramdisk
        os/cmdline: boot.commandLine
        os/dtb: boot.deviceTree
        os@firmware: hvm.firmware hvm.bios hvm.systemFirmware
        os/loader: hvm.systemFirmware
        os/loader@type: hvm.firmware hvm.bios hvm.systemFirmware
        os/loader@readonly:
        os/loader@format:
        os/boot: hvm.bootOrder
        os/boot@dev: hvm.bootOrder
        os/acpi: hvm.acpiFirmware
        os/acpi/table: hvm.acpiFirmware
        os/acpi/table@type: hvm.acpiFirmware
        bootloader: boot.bootloader
        bootloader_args: boot.bootloaderArguments
        features/acpi: features.acpi
        features/apic: features.apic
        features/pae: hvm.pae
        features/hap: creation.hap
        features/hap@state: creation.hap
        features/viridian: hvm.viridian
        features/viridian@state: hvm.viridian
        features/hyperv: hvm.viridianEnable
        features/hyperv@mode: hvm.viridianEnable
        features/hyperv/relaxed:
        features/hyperv/relaxed@state: hvm.viridianEnable
        features/hyperv/vpindex:
        features/hyperv/vpindex@state: hvm.viridianEnable
        features/hyperv/vapic: hvm.viridianEnable
        features/hyperv/vapic@state: hvm.viridianEnable
        features/hyperv/synic: hvm.viridianEnable
        features/hyperv/synic@state: hvm.viridianEnable
        features/hyperv/stimer: hvm.viridianEnable
        features/hyperv/stimer@state: hvm.viridianEnable
        features/hyperv/frequencies: hvm.viridianEnable
        features/hyperv/frequencies@state: hvm.viridianEnable
        features/hyperv/tlbflush: hvm.viridianEnable
        features/hyperv/tlbflush@state: hvm.viridianEnable
        features/hyperv/ipi: hvm.viridianEnable
        features/hyperv/ipi@state: hvm.viridianEnable
        features/pmu: features.vpmu
        features/pmu@state: features.vpmu
        features/msrs@unknown: features.msrRelaxed
        features/gic@version: features.gicVersion
        features/xen/e820_host@state: pv.e820Host
        features/xen/passthrough@state: creation.passthrough
        features/xen/passthrough@mode: creation.passthrough
        cpu@mode: cpuPolicy features.nestedHVM
        cpu/feature: cpuPolicy features.nestedHVM
        cpu/feature@name: cpuPolicy features.nestedHVM
        cpu/feature@policy: cpuPolicy.leaves.edx features.nestedHVM
        cpu/numa/cell: virtualNodes vcpus.numaPlacement
        cpu/numa/cell@id:
        cpu/numa/cell@cpus: virtualNodes.vcpus
        cpu/numa/cell@memory [KiB]: memory.maximum memory.target virtualNodes.memory
        cpu/numa/cell@unit: memory.maximum memory.target virtualNodes.memory
        cpu/numa/cell/distances: virtualNodes.distances
        cpu/numa/cell/distances/sibling: virtualNodes.distances
        cpu/numa/cell/distances/sibling@id: virtualNodes.distances
        cpu/numa/cell/distances/sibling@value: virtualNodes.distances
        clock@offset: clock.localTime
        clock@sync: clock.localTime
        clock@basis: clock.localTime
        clock@adjustment [s]: clock.rtcTimeOffset
        clock@timezone:
        clock/timer: clock.tscMode hvm.hpet
        clock/timer@name: clock.tscMode hvm.hpet
        clock/timer@mode: clock.tscMode
        clock/timer@present: hvm.hpet
        on_poweroff: shutdownActions.onPoweroff
        on_reboot: shutdownActions.onReboot
        on_crash: shutdownActions.onCrash
        pm/suspend-to-mem@enabled: hvm.acpiS3
        pm/suspend-to-disk@enabled: hvm.acpiS4
        seclabel: securityLabels.label
        seclabel@type: securityLabels.label
        seclabel@model: securityLabels.label
        seclabel@relabel:
        seclabel/label: securityLabels.label
        xen:commandline/xen:arg: deviceModel.arguments
        xen:commandline/xen:arg@value: deviceModel.arguments
        """
}
