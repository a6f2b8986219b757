/// What the guest's CPUID instruction and model specific registers answer, where it is not the host's own answer.
///
/// xl.cfg(5): `cpuid` · libvirt: `cpu/feature` · libxl: `b_info.cpuid`.
public struct CPUPolicy: FieldRecord {
    /// Answers of CPUID.
    public var leaves: [CPUIDLeaf] = []
    /// Contents of registers.
    public var msrs: [MSRPolicy] = []

    public init() {}

    /// Whether all of it is left to libxl; then libxl's JSON has no `cpuid`.
    public var isEmpty: Bool { leaves.isEmpty && msrs.isEmpty }

    public static let fields = FieldMap<CPUPolicy>([
        .listAlways("cpuid", "leaves", \.leaves),
        .listAlways("msr", "msrs", \.msrs),
    ])
}

/// The answer of one CPUID leaf, bit by bit.
///
/// Each register is a text of 32 letters, the most significant bit first: `0` and `1` force the bit, `x` leaves it to
/// libxl, `k` keeps the host's, `s` as `k` and keeps it when the guest migrates.
public struct CPUIDLeaf: FieldRecord {
    /// What the guest has in eax when it asks: 1, 0x80000001.
    ///
    /// xl.cfg(5): `cpuid`, `LEAF` in `LEAF,SUBLEAF:eax=…` · libxl: `leaf`
    public var leaf: UInt32 = 0
    /// What it has in ecx; nil for a leaf that does not look at it.
    ///
    /// xl.cfg(5): `cpuid`, `SUBLEAF` in `LEAF,SUBLEAF:eax=…` · libxl: `subleaf`
    public var subleaf: UInt32?
    /// Nil leaves every bit of it to libxl.
    ///
    /// xl.cfg(5): `cpuid`, `eax=` · libxl: `eax`
    public var eax: String?
    /// As ``eax``.
    public var ebx: String?
    /// As ``eax``.
    public var ecx: String?
    /// As ``eax``.
    public var edx: String?

    public init() {}

    public static let fields = FieldMap<CPUIDLeaf>([
        .always("leaf", "leaf", \.leaf),
        .optional("subleaf", "subleaf", \.subleaf),
        .optional("eax", "eax", \.eax),
        .optional("ebx", "ebx", \.ebx),
        .optional("ecx", "ecx", \.ecx),
        .optional("edx", "edx", \.edx),
    ])
}

/// The content of one model specific register, bit by bit, as in ``CPUIDLeaf`` but of 64 letters.
public struct MSRPolicy: FieldRecord {
    /// The register's number, as in ecx for RDMSR.
    ///
    /// libxl: `index`
    public var index: UInt32 = 0
    /// Nil leaves every bit of it to libxl.
    ///
    /// xl.cfg(5): `cpuid = "host,…"`, by the names of features · libxl: `policy`
    public var policy: String?

    public init() {}

    public static let fields = FieldMap<MSRPolicy>([
        .always("index", "index", \.index),
        .optional("policy", "policy", \.policy),
    ])
}

extension FieldMap.Entry {
    /// A value that is written whatever it is.
    static func always<V: FieldCodable>(_ libxl: String, _ name: String, _ path: WritableKeyPath<Root, V> & Sendable)
        -> Self
    {
        let access = MemberAccess(path)
        return single(libxl, name, isSame: same(access), get: { $0[keyPath: path].fieldValue }) {
            (root, value, place) throws(FieldValueError) in
            access.set(try V(fieldValue: value, at: place), in: &root)
        }
    }

    /// A list that is written even when it is empty.
    static func listAlways<E: FieldRecord>(
        _ libxl: String, _ name: String, _ path: WritableKeyPath<Root, [E]> & Sendable
    ) -> Self {
        let list = Self.list(libxl, name, path)
        return Self(
            of: libxl,
            encode: { root, members in
                members.append(.init(libxl, .list(root[keyPath: path].map { E.fields.encode($0) })))
            },
            decode: list.decode, fields: list.fields, isSame: list.isSame)
    }

    /// The CPU policy: left out when empty; also read from the bare list that libxl wrote before it knew registers.
    static func cpuPolicy(
        _ libxl: String, _ name: String, _ path: WritableKeyPath<Root, CPUPolicy> & Sendable
    ) -> Self {
        let group = Self.group(libxl, name, path)
        return Self(
            of: libxl,
            encode: { root, members in if !root[keyPath: path].isEmpty { group.encode(root, &members) } },
            decode: { (member, root, place) throws(FieldValueError) in
                guard member.name == libxl, case .list = member.value else {
                    return try group.decode(member, &root, place)
                }
                let wrapped = FieldValue.record([.init("cpuid", member.value)])
                return try group.decode(.init(libxl, wrapped), &root, place)
            },
            fields: { [Field(name: join($0, name), libxlPath: $1 + [libxl])] + group.fields($0, $1) },
            isSame: group.isSame)
    }
}
