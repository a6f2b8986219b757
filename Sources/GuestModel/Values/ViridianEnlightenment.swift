/// A Microsoft Hyper-V interface that Xen can offer to an HVM guest.
///
/// xl.cfg(5): `viridian` · libxl: `libxl_viridian_enlightenment`, whose bit numbers these are.
public enum ViridianEnlightenment: UInt32, Sendable, Hashable, CaseIterable {
    case base = 0
    case freq = 1
    case timeRefCount = 2
    case referenceTSC = 3
    case hcallRemoteTLBFlush = 4
    case apicAssist = 5
    case crashCtl = 6
    case synic = 7
    case stimer = 8
    case hcallIPI = 9
    case exProcessorMasks = 10
    case noVPLimit = 11
    case cpuHotplug = 12

    /// The name in xl.cfg(5).
    public var name: String {
        switch self {
        case .base: "base"
        case .freq: "freq"
        case .timeRefCount: "time_ref_count"
        case .referenceTSC: "reference_tsc"
        case .hcallRemoteTLBFlush: "hcall_remote_tlb_flush"
        case .apicAssist: "apic_assist"
        case .crashCtl: "crash_ctl"
        case .synic: "synic"
        case .stimer: "stimer"
        case .hcallIPI: "hcall_ipi"
        case .exProcessorMasks: "ex_processor_masks"
        case .noVPLimit: "no_vp_limit"
        case .cpuHotplug: "cpu_hotplug"
        }
    }
}

extension FieldMap.Entry {
    /// A set of enlightenments, which libxl keeps as a bitmap.
    static func bits(
        _ libxl: String, _ name: String, _ path: WritableKeyPath<Root, Set<ViridianEnlightenment>> & Sendable
    ) -> Self {
        single(
            libxl, name,
            get: {
                let members = $0[keyPath: path]
                return members.isEmpty ? nil : CPUSet(members.map(\.rawValue)).fieldValue
            }
        ) { (root, value, place) throws(FieldValueError) in
            var members: Set<ViridianEnlightenment> = []
            for bit in try CPUSet(fieldValue: value, at: place).members {
                guard let enlightenment = ViridianEnlightenment(rawValue: bit) else {
                    throw FieldValueError(path: place, reason: "libxl 4.17 knows no enlightenment \(bit)")
                }
                members.insert(enlightenment)
            }
            root[keyPath: path] = members
        }
    }
}
