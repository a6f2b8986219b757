import CXen
import GuestModel
import Host

/// A `libxl_bitmap`, disposed of with its owner.
struct LibxlBitmap: ~Copyable {
    let pointer: UnsafeMutablePointer<libxl_bitmap>

    private init() {
        pointer = .allocate(capacity: 1)
        libxl_bitmap_init(pointer)
    }

    /// An empty one with room for all NUMA nodes of the host; nil where libxl has no memory.
    init?(forNodesOf context: borrowing LibxlContext) {
        self.init()
        guard libxl_node_bitmap_alloc(context.handle, pointer, 0) == 0 else { return nil }
    }

    /// - Throws: ``LibxlError/noMemory`` where libxl has none.
    init(_ set: CPUSet, _ context: borrowing LibxlContext) throws(HostError) {
        self.init()
        let count = Int32(set.members.last ?? 0) + 1
        guard libxl_bitmap_alloc(context.handle, pointer, count) == 0 else {
            throw HostError("libxl_bitmap_alloc", .noMemory, detail: "no memory for \(count) bits")
        }
        for member in set.members { libxl_bitmap_set(pointer, Int32(member)) }
    }

    /// NUMA nodes of the host, with room for all of them: libxl reads as many bits as the host could have.
    ///
    /// - Throws: ``LibxlError/invalid`` for a node that the host does not have.
    init(nodes: CPUSet, _ context: borrowing LibxlContext) throws(HostError) {
        self.init()
        guard libxl_node_bitmap_alloc(context.handle, pointer, 0) == 0 else {
            throw HostError("libxl_node_bitmap_alloc", .noMemory, detail: "no memory for a set of nodes")
        }
        let count = pointer.pointee.size * 8
        if let last = nodes.members.last, last >= count {
            throw HostError("libxl_node_bitmap_alloc", .invalid, detail: "the host has no node \(last)")
        }
        for node in nodes.members { libxl_bitmap_set(pointer, Int32(node)) }
    }

    deinit {
        libxl_bitmap_dispose(pointer)
        pointer.deallocate()
    }

    var set: CPUSet { CPUSet(pointer.pointee) }
}

extension CPUSet {
    init(_ bitmap: libxl_bitmap) {
        let bytes = UnsafeBufferPointer(start: bitmap.map, count: bitmap.map == nil ? 0 : Int(bitmap.size))
        var members: [UInt32] = []
        for (index, byte) in bytes.enumerated() where byte != 0 {
            for bit in 0..<8 where byte & (1 << bit) != 0 { members.append(UInt32(index * 8 + bit)) }
        }
        self.init(members)
    }
}
