import CXen
import GuestModel
import Host

extension LibxlWorker {
    /// The host itself.
    func hostInformation() throws(HostError) -> HostInformation {
        var physical = libxl_physinfo()
        libxl_physinfo_init(&physical)
        defer { libxl_physinfo_dispose(&physical) }
        try call("libxl_get_physinfo", .host, attempt: "the hypervisor does not describe itself") {
            libxl_get_physinfo($0, &physical)
        }
        let version = libxl_get_version_info(context.handle)?.pointee
        let extra = version?.xen_version_extra.map { String(cString: $0) } ?? ""
        var kinds: Set<GuestType.Kind> = []
        if physical.cap_pv { kinds.insert(.pv) }
        if physical.cap_hvm { kinds.formUnion([.hvm, .pvh]) }
        let pools = cpupools()
        let pageSize = UInt64(version?.pagesize ?? 4096) >> 10
        return HostInformation(
            bootID: try bootID(),
            version: "\(version?.xen_version_major ?? 0).\(version?.xen_version_minor ?? 0)\(extra)",
            totalMemory: physical.total_pages * pageSize, freeMemory: try freeMemory(),
            cpus: cpus ?? CPUSet(first: physical.nr_cpus),
            cpupools: Set(pools.values), defaultCPUPool: pools[0] ?? "Pool-0", guestKinds: kinds)
    }

    /// `libxl_get_free_memory`, in KiB.
    func freeMemory() throws(HostError) -> UInt64 {
        var memory: UInt64 = 0
        try call("libxl_get_free_memory", .host, attempt: "the hypervisor does not say what is free") {
            libxl_get_free_memory($0, &memory)
        }
        return memory
    }

    /// The names of the cpupools, by number.
    func cpupools() -> [UInt32: String] {
        var count: Int32 = 0
        guard let pools = libxl_list_cpupool(context.handle, &count) else { return [:] }
        defer { libxl_cpupoolinfo_list_free(pools, count) }
        var names: [UInt32: String] = [:]
        for pool in UnsafeBufferPointer(start: pools, count: Int(count)) {
            names[pool.poolid] = pool.pool_name.map { String(cString: $0) }
        }
        return names
    }

    /// The numbers of the host's cpus; nil where libxl does not say.
    private var cpus: CPUSet? {
        guard let cpus = presentCPUs, !cpus.isEmpty else { return nil }
        return CPUSet(cpus.map(\.number))
    }

    /// The host's cpus, NUMA node by node; nil where libxl does not say.
    func cpusByNode() -> [CPUSet]? {
        guard let cpus = presentCPUs else { return nil }
        // Nobody has placed one whose node is the highest number of all.
        let nodes = Dictionary(grouping: cpus.filter { $0.node != .max }, by: \.node)
        return (0...(nodes.keys.max() ?? 0)).map { CPUSet(nodes[$0, default: []].map(\.number)) }
    }

    /// The cpus that are there, each with its NUMA node; nil where libxl does not say.
    private var presentCPUs: [(number: UInt32, node: UInt32)]? {
        var count: Int32 = 0
        guard let cpus = libxl_get_cpu_topology(context.handle, &count) else { return nil }
        defer { libxl_cputopology_list_free(cpus, count) }
        return UnsafeBufferPointer(start: cpus, count: Int(count)).enumerated()
            // One that is not there has no core.
            .filter { $0.element.core != .max }.map { (UInt32($0.offset), $0.element.node) }
    }

    /// What each domain is doing, by domid, without dom0.
    func states() throws(HostError) -> [Domid: DomainState] {
        try list { $0.reduce(into: [:]) { $0[$1.domid] = DomainState($1) } }
    }

    /// All domains but dom0.
    func domains() throws(HostError) -> [DomainInformation] { try list(describe) }

    private func list<Answer>(_ describe: ([libxl_dominfo]) throws(HostError) -> Answer) throws(HostError) -> Answer {
        var count: Int32 = 0
        var list: UnsafeMutablePointer<libxl_dominfo>?
        try call("libxl_list_domain", .host, attempt: "the hypervisor lists no domains") {
            list = libxl_list_domain($0, &count)
            return list == nil ? ERROR_FAIL.rawValue : 0
        }
        defer { if let list { libxl_dominfo_list_free(list, count) } }
        return try describe(UnsafeBufferPointer(start: list, count: Int(count)).filter { $0.domid != 0 })
    }

    /// Another one after every boot of dom0. A host that gives none cannot tell yesterday's domids from today's.
    private func bootID() throws(HostError) -> String {
        let path = "/proc/sys/kernel/random/boot_id"
        guard let line = Presence.firstLine(of: path), !line.isEmpty else {
            throw HostError("read", .fail, detail: "\(path) cannot be read, or is empty")
        }
        return line
    }
}
