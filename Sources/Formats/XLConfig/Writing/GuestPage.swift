import GuestModel

/// Puts a guest on a page of xl.cfg.
package struct GuestPage {
    let guest: GuestConfiguration
    var page = Page()

    /// The page of a guest. What xl.cfg cannot say is left out.
    package static func page(of guest: GuestConfiguration, annotations: [GuestDocument.Annotation]) -> Page {
        var page = GuestPage(guest: guest)
        page.writeIdentity(annotations)
        page.writeMemoryAndProcessors()
        page.page.add(.boot, "kernel", text: guest.boot.kernel)
        page.writeDevices()
        page.writeScalars { $0 != .display }
        page.writeCommandLines()
        if case .hvm(let hvm) = guest.type { page.writeEmulation(hvm) }
        page.writeScreens()
        page.writeScalars { $0 == .display }
        return page.page
    }

    private mutating func writeIdentity(_ annotations: [GuestDocument.Annotation]) {
        page.add(.identity, "name", text: guest.name)
        page.add(.identity, "uuid", text: guest.uuid?.description)
        page.add(.identity, "type", text: guest.type.kind.rawValue)
        let labels = guest.securityLabels
        if labels.initialLabel == nil {
            page.add(.identity, "seclabel", text: labels.label)
        } else {
            page.add(.identity, "init_seclabel", text: labels.label)
            page.add(.identity, "seclabel", text: labels.initialLabel)
        }
        page.add(.identity, "xenward", specs: annotations.map { "\($0.key)=\($0.value)" })
    }

    private mutating func writeScalars(in isWanted: (ScalarKey.Section) -> Bool) {
        for key in ScalarKeys.all where isWanted(key.section) && key.kinds.contains(guest.type.kind) {
            // A PV guest with PCI devices has the host's memory map without asking.
            if key.name == "e820_host", guest.pv.e820Host == true, !guest.pciDevices.isEmpty { continue }
            page.add(key.section, key.name, key.write(guest))
        }
    }

    private mutating func writeCommandLines() {
        page.add(.boot, "cmdline", text: guest.boot.commandLine)
        let arguments = guest.boot.bootloaderArguments
        if !arguments.isEmpty { page.add(.boot, "bootloader_args", .list(arguments.map(Literal.text))) }
    }

    /// xl takes what the cells of a guest have together, where it has cells.
    private var maximumMemory: UInt64? {
        let cells = guest.virtualNodes.memory ?? 0
        return cells > 0 && cells >= guest.memory.target ?? 0 ? cells : guest.memory.maximum
    }

    private mutating func writeMemoryAndProcessors() {
        let memory = guest.memory
        page.add(.processors, "memory", memory.target.map(Literal.mebibytes))
        let maximum = maximumMemory
        if maximum != memory.target { page.add(.processors, "maxmem", maximum.map(Literal.mebibytes)) }
        let vcpus = guest.vcpus
        if let maximum = vcpus.maximum {
            if !vcpus.online.isEmpty { page.add(.processors, "vcpus", .number(vcpus.online.count)) }
            if vcpus.online.count != Int(maximum) { page.add(.processors, "maxvcpus", .number(Int(maximum))) }
        }
        page.add(.processors, "cpus", affinity(vcpus.hardAffinityByVCPU, isForced: vcpus.numaPlacement == false))
        page.add(.processors, "cpus_soft", affinity(vcpus.softAffinityByVCPU, isForced: false))
        if !guest.cpuPolicy.isEmpty, let names = CPUFeatureList.text(of: guest.cpuPolicy) {
            page.add(.processors, "cpuid", text: names)
        } else {
            page.add(.processors, "cpuid", specs: guest.cpuPolicy.leaves.map(GuestReading.text))
        }
        if !guest.virtualNodes.isEmpty {
            page.add(.processors, "vnuma", .lines(guest.virtualNodes.map(node)))
        }
    }

    /// One text where every vcpu may run on the same cpus, else a list; a list also tells libxl not to place the guest.
    private func affinity(_ sets: [CPUSet], isForced: Bool) -> Literal? {
        guard let first = sets.first else {
            // An empty list of cpus says no more than that libxl shall not place the guest.
            let isLeftOut = guest.vcpus.softAffinityByVCPU.isEmpty && guest.virtualNodes.isEmpty
            return isForced && isLeftOut ? .list([]) : nil
        }
        let needsList = isForced && guest.vcpus.softAffinityByVCPU.isEmpty && guest.virtualNodes.isEmpty
        if !needsList, sets.count == Int(guest.vcpus.maximum ?? 0), sets.allSatisfy({ $0 == first }) {
            return .text(CPUList.text(of: first))
        }
        return .list(sets.map { .text(CPUList.text(of: $0)) })
    }

    private func node(_ node: VirtualNode) -> Literal {
        var parts = ["pnode=\(node.physicalNode)"]
        if let memory = node.memory { parts.append("size=\((memory + 1023) >> 10)") }
        parts.append("vcpus=\(node.vcpus)")
        parts.append("vdistances=\(node.distances.map(String.init).joined(separator: ","))")
        return .list(parts.map(Literal.text))
    }
}
