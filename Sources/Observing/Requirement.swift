import GuestModel
import LibxlJSON

/// Something that a guest needs from its host before it can be started.
public enum Requirement: Sendable, Hashable, CustomStringConvertible {
    /// A file or block device that can be read.
    case readable(path: String, purpose: String)
    /// A file or block device that can be written.
    case writable(path: String, purpose: String)
    /// A network bridge, by its name.
    case bridge(String)
    /// One of these physical cpus.
    case cpus(CPUSet)
    /// A cpupool, by its name.
    case cpupool(String)
    /// A PCI device, by its address, that dom0 has set aside for guests (`xl pci-assignable-add`); where it is seized, one that is there.
    case pciDevice(String, isSeized: Bool)
    /// A USB device, by where it is plugged in.
    case usbDevice(USBHostAddress)
    /// Memory for a guest that is to be built, beside what those before it in the same question take.
    ///
    /// How much that is, the host knows (`libxl_domain_need_memory`, asked of a copy). What the ending domains hold counts
    /// as free, since they are gone by the time that the guest is built.
    case memory(for: CanonicalConfiguration, ending: Set<Domid>)

    public var description: String {
        switch self {
        case .readable(let path, let purpose), .writable(let path, let purpose): "\(purpose) \(path)"
        case .bridge(let name): "bridge \(name)"
        case .cpus(let cpus): "cpus \(cpus)"
        case .cpupool(let name): "cpupool \(name)"
        case .pciDevice(let address, _): "PCI device \(address)"
        case .usbDevice(let address): "USB device \(address.bus).\(address.address)"
        case .memory: "memory"
        }
    }
}

/// What a host says to a requirement.
public enum RequirementAnswer: Sendable, Hashable {
    case met
    /// With the reason, as a sentence without a full stop: `/boot/vmlinuz: No such file or directory`.
    case unmet(String)

    /// Both numbers in KiB.
    public static func tooLittleMemory(needed: UInt64, free: UInt64) -> Self {
        let unit = Field(name: "memory", libxlPath: [], unit: .kibibytes)
        func text(mebibytes: UInt64) -> String { unit.text(of: .integer(Int128(mebibytes << 10))) }
        let needed = text(mebibytes: (needed + 1023) >> 10)
        return .unmet("it needs \(needed) of memory, and \(text(mebibytes: free >> 10)) are free")
    }
}

extension HostInformation {
    /// What it says to somebody who wants to run on these cpus. Xen passes over those that are not there, as long as one is.
    public func answer(toCPUs wanted: CPUSet) -> RequirementAnswer {
        wanted.isDisjoint(with: cpus)
            ? .unmet("cpu\(wanted.count == 1 ? "" : "s") \(wanted): the host has \(cpus)") : .met
    }

    /// What it says to somebody who wants to run in this cpupool.
    public func answer(toCPUPool name: String) -> RequirementAnswer {
        cpupools.contains(name) ? .met : .unmet("cpupool \(name): the host has none of this name")
    }
}

extension Sequence<RequirementAnswer> {
    /// What the host does not have of what it was asked for, one sentence each.
    public var reasons: [String] {
        compactMap { answer in if case .unmet(let reason) = answer { reason } else { nil } }
    }

    /// The same as one sentence; nil when it has all.
    public var unmet: String? {
        let reasons = reasons
        return reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }
}
