import GuestModel

/// Judges changes to a running guest, by what libxl 4.17 can do to a running domain.
struct Verdicts {
    /// What the running domain was made from.
    let booted: GuestConfiguration
    /// What it was built with, and cannot outgrow.
    let limits: GuestRecord.Limits
    /// What the guest is to become.
    let desired: GuestConfiguration
    /// Another toolstack started the domain, and may still act on it.
    let isWatched: Bool
    /// The memory target that the domain has and keeps, in KiB; nil where it is given that of its definition.
    var targetThatStays: UInt64?

    /// When a change can take effect.
    func verdict(for change: FieldChange) -> Verdict {
        if change.field == .runState { return .ofRunState(change) }
        if change.device != nil { return deviceVerdict(for: change) }
        if let field = JudgedField(change.field) { return verdict(on: field, change) }
        if let group = FieldGroup(change.field) { return verdict(on: group) }
        return Verdict(.restart, "xenward cannot change it while the domain runs")
    }

    private func verdict(on field: JudgedField, _ change: FieldChange) -> Verdict {
        switch field {
        case .name: Verdict(.live(.rename), "a running domain can be renamed")
        case .uuid: Verdict(.recreate, "the uuid is the guest's identity")
        case .type: Verdict(.recreate, "a domain keeps the type it was built with")
        case .memoryTarget: memoryTarget
        case .memoryMaximum: memoryMaximum
        case .onlineVCPUs: onlineVCPUs
        case .maximumVCPUs: maximumVCPUs
        case .hardAffinity, .hardAffinityByVCPU, .softAffinityByVCPU:
            Verdict(.live(.affinity), "vcpus can be moved at any time")
        case .nodeAffinity where change.new == nil:
            Verdict(.restart, "nodes are chosen freely only when the domain is built")
        case .nodeAffinity:
            Verdict(.live(.nodeAffinity), "from now on; memory that the guest has stays where it is")
        case .cpupoolName: Verdict(.live(.cpupool), "a domain can move to another cpupool")
        case .cpupoolID where desired.cpupool.name != nil:
            Verdict(.live(.remember), "libxl heeds the number only where no name is given")
        case .cpupoolID: Verdict(.restart, "a running domain is moved by its cpupool's name; give cpupool.name")
        case .weight, .cap, .period, .budget, .extratime:
            Verdict(.live(.scheduling), "the scheduler takes new values at any time")
        case .slice, .latency: Verdict(.live(.remember), "no scheduler of Xen's has it any more")
        case .scheduler: Verdict(.restart, "the cpupool decides which scheduler a running domain has")
        case .numaPlacement where !desired.vcpus.hardAffinity.isEmpty || !desired.vcpus.hardAffinityByVCPU.isEmpty:
            // Giving cpus turns it off.
            Verdict(.live(.remember), "the vcpus' affinity decides where they run")
        case .requestedDomid, .memoryClaimMode, .numaPlacement: whenBuilt("it only matters when the domain is built")
        case .firstDisk: verdict(on: .boot)
        // xl.cfg's reader turns it on with the first PCI device, which can come before.
        case .hostMemoryMap: whenBuilt("the guest sees the host's memory map when it boots")
        case .diskPath, .diskFormat, .diskReadWrite, .diskRemovable, .diskCDROM: deviceVerdict(for: change)
        }
    }

    private func verdict(on group: FieldGroup) -> Verdict {
        switch group {
        case .shutdownActions where isWatched:
            Verdict(
                .live(.remember), "xenward heeds it from now on; an xl that watches the domain keeps to what it read")
        case .shutdownActions: Verdict(.live(.remember), "the toolstack heeds it, not the domain")
        case .boot: whenBuilt("it only matters when the guest boots")
        case .memory: Verdict(.restart, "this memory is set aside when the domain is built")
        case .creation, .limits, .hardware: Verdict(.restart, "it is settled when the domain is built")
        case .securityLabels: Verdict(.restart, "a domain keeps the labels it was built with")
        case .cpuPolicy, .features, .clock, .virtualNodes, .pv, .pvh:
            Verdict(.restart, "the guest has seen this machine when it booted")
        case .hvm, .deviceModel: Verdict(.restart, "the device model is told when it starts")
        case .disks, .nics, .pciDevices, .keyboards, .usbControllers, .usbDevices, .reservedDeviceMemory,
            .deviceTreeDevices, .framebuffers, .vtpms, .p9Filesystems, .pvcallsInterfaces, .displays, .soundDevices,
            .channels:
            Verdict(.restart, "it comes and goes with the domain")
        }
    }

    /// A reboot under xl builds from what xl knows, not from what is recorded here.
    private func whenBuilt(_ reason: String) -> Verdict {
        Verdict(.nextBoot, isWatched ? "\(reason), by xenward; a reboot under xl keeps the old value" : reason)
    }

    // MARK: Memory and processors

    private var memoryTarget: Verdict {
        guard let wanted = desired.memory.target ?? desired.memory.maximum, wanted > limits.memory else {
            return Verdict(.live(.memoryTarget), "the guest's balloon driver follows the target")
        }
        return Verdict(.restart, "the running domain was built for at most \(Field.kibibytes(limits.memory))")
    }

    private var memoryMaximum: Verdict {
        if let target = targetThatStays, let wanted = desired.memory.maximum ?? desired.memory.target,
            wanted < target
        {
            return whenBuilt(
                "the domain's memory target is \(Field.kibibytes(target)), by others' doing, and a maximum cannot be lower"
            )
        }
        guard let wanted = desired.memory.maximum ?? desired.memory.target, wanted > limits.memory else {
            return Verdict(
                .live(.maximumMemory),
                "the maximum can be lowered, and raised again up to what the domain was built for")
        }
        return Verdict(.restart, "the running domain was built for at most \(Field.kibibytes(limits.memory))")
    }

    private var onlineVCPUs: Verdict {
        guard let last = desired.vcpus.online.members.last, last >= limits.vcpus else {
            return Verdict(.live(.onlineVCPUs), "vcpus can be taken offline and brought back")
        }
        return Verdict(.restart, "the running domain was built with \(limits.vcpus) vcpus")
    }

    private var maximumVCPUs: Verdict {
        desired.vcpus.maximum ?? 1 <= limits.vcpus
            ? whenBuilt("vcpus beyond the new maximum can be offline until the domain is built anew")
            : Verdict(.restart, "the running domain was built with \(limits.vcpus) vcpus")
    }
}

extension Field {
    fileprivate static func kibibytes(_ number: UInt64) -> String {
        Field(name: "", libxlPath: [], unit: .kibibytes).text(of: .integer(Int128(number)))
    }
}

extension Verdicts {
    /// On changes of a guest that is remembered.
    init(
        for record: GuestRecord, booted: GuestConfiguration, desired: GuestConfiguration, targetThatStays: UInt64? = nil
    ) {
        self.init(
            booted: booted, limits: record.domain?.limits ?? GuestRecord.Limits(booted), desired: desired,
            isWatched: record.isWatched, targetThatStays: targetThatStays)
    }
}
