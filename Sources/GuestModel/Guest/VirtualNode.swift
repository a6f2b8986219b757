/// A NUMA node as the guest sees it.
public struct VirtualNode: FieldRecord {
    /// Its memory.
    ///
    /// KiB. xl.cfg(5): `vnuma size (MiB)` · libvirt: `cpu/numa/cell memory` · libxl: `memkb`
    public var memory: UInt64?
    /// Distance to each node, itself included.
    ///
    /// Default: 10 to itself, 20 to others. xl.cfg(5): `vnuma vdistances` · libvirt: `cpu/numa/cell/distances` ·
    /// libxl: `distances`
    public var distances: [UInt32] = []
    /// The host's node it stands on.
    ///
    /// Default: 0. xl.cfg(5): `vnuma pnode` · libvirt: `numatune/memnode` · libxl: `pnode`
    public var physicalNode: UInt32 = 0
    /// Its vcpus.
    ///
    /// xl.cfg(5): `vnuma vcpus` · libvirt: `cpu/numa/cell cpus` · libxl: `vcpus`
    public var vcpus: CPUSet = CPUSet()

    public init() {}

    public static let fields = FieldMap<VirtualNode>([
        .number("memkb", "memory", \.memory, unset: UInt64.max, unit: .kibibytes),
        .value("distances", "distances", \.distances, default: []),
        .value("pnode", "physicalNode", \.physicalNode, default: 0),
        .value("vcpus", "vcpus", \.vcpus, default: CPUSet()),
    ])
}

extension [VirtualNode] {
    /// What the nodes have together, in KiB; nil where none says.
    public var memory: UInt64? {
        let sizes = compactMap(\.memory)
        return sizes.isEmpty ? nil : sizes.reduce(0, &+)
    }
}
