/// A Microsoft Hyper-V interface that Xen can offer to an HVM guest.
///
/// xl.cfg(5): `viridian` · libxl: `libxl_viridian_enlightenment`, whose bit numbers these are.
///
/// No enumeration, because libxl keeps 64 bits, and xl sets each of them for `all`: those that Xen 4.17 has no use for
/// have no name, and must not get lost all the same.
public struct ViridianEnlightenment: RawRepresentable, Sendable, Hashable {
    /// The number of the bit: 0 to 63 (`LIBXL_BUILDINFO_HVM_VIRIDIAN_ENABLE_DISABLE_WIDTH`).
    public let rawValue: UInt32

    /// Nil for a number that libxl has no bit for.
    public init?(rawValue: UInt32) {
        guard rawValue < Self.width else { return nil }
        self.rawValue = rawValue
    }

    private init(_ rawValue: UInt32) { self.rawValue = rawValue }

    private static let width: UInt32 = 64

    /// Registers for hypercalls, the vcpu's index and the APIC. All others need it.
    public static let base = Self(0)
    /// Registers that tell the frequencies of TSC and APIC.
    public static let freq = Self(1)
    /// The partition's time reference counter.
    public static let timeRefCount = Self(2)
    /// The partition's reference TSC.
    public static let referenceTSC = Self(3)
    /// Hypercalls that flush the TLBs of other vcpus.
    public static let hcallRemoteTLBFlush = Self(4)
    /// The page that spares the guest writes to its APIC at the end of an interrupt.
    public static let apicAssist = Self(5)
    /// Registers by which a crash tells Xen's log about itself.
    public static let crashCtl = Self(6)
    /// The synthetic interrupt controller. xl.cfg(5) has the name and does not explain it.
    public static let synic = Self(7)
    /// The synthetic interrupt controller and synthetic timers.
    public static let stimer = Self(8)
    /// Hypercalls that interrupt other vcpus.
    public static let hcallIPI = Self(9)
    /// Hypercalls that take sparse sets of vcpus: needed beyond 64 vcpus for ``hcallRemoteTLBFlush`` and ``hcallIPI``.
    public static let exProcessorMasks = Self(10)
    /// Tells the guest of no limit to the number of its vcpus; for more than 64 of them.
    public static let noVPLimit = Self(11)
    /// Lets Windows take vcpus that come and go.
    public static let cpuHotplug = Self(12)

    /// Every bit, which is what `all` means in xl.cfg(5).
    public static let all: Set<Self> = Set((0..<width).map { Self($0) })
    /// Those that Xen 4.17 knows, by their numbers.
    public static let named: [Self] = names.indices.map { Self(UInt32($0)) }

    /// The name in xl.cfg(5); nil for a bit that Xen 4.17 has no use for.
    public var name: String? { Self.names.indices.contains(Int(rawValue)) ? Self.names[Int(rawValue)] : nil }

    private static let names = [
        "base", "freq", "time_ref_count", "reference_tsc", "hcall_remote_tlb_flush", "apic_assist", "crash_ctl",
        "synic",
        "stimer", "hcall_ipi", "ex_processor_masks", "no_vp_limit", "cpu_hotplug",
    ]
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
                    throw FieldValueError(
                        path: place, reason: "libxl has no bit \(bit) for enlightenments: they are 0 to 63")
                }
                members.insert(enlightenment)
            }
            root[keyPath: path] = members
        }
    }
}
