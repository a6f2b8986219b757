import GuestModel
import Host

extension World {
    /// `libxl_set_vcpuonline`
    ///
    /// - Throws: ``LibxlError/invalid`` for none, and for a vcpu that the domain was not made with.
    mutating func setOnlineVCPUs(_ reference: DomainReference, to vcpus: CPUSet) throws(HostError) {
        let index = try index(of: reference, .setOnlineVCPUs)
        let domain = domains[index]
        guard let last = vcpus.members.last, last < domain.runtime.vcpus else {
            throw HostOperation.setOnlineVCPUs.error(
                .invalid, domain.name, "vcpus \(vcpus) are not among the \(domain.runtime.vcpus), from 0 on")
        }
        domains[index].runtime.onlineVCPUs = vcpus
    }

    /// `libxl_set_vcpuaffinity`, for each vcpu.
    ///
    /// - Throws: ``LibxlError/invalid`` for more sets than vcpus; ``LibxlError/fail`` for a set without a cpu of the host.
    mutating func setAffinity(_ reference: DomainReference, hard: [CPUSet]?, soft: [CPUSet]?) throws(HostError) {
        let index = try index(of: reference, .setAffinity)
        let domain = domains[index]
        for sets in [hard, soft].compactMap({ $0 }) {
            guard sets.count <= domain.runtime.vcpus else {
                throw HostOperation.setAffinity.error(
                    .invalid, domain.name, "\(sets.count) affinities for \(domain.runtime.vcpus) vcpus")
            }
            if let none = sets.first(where: { $0.members.first.map { $0 >= machine.cpus } ?? true }) {
                throw HostOperation.setAffinity.error(
                    .fail, domain.name, "cpus \"\(none)\": the host has none of them")
            }
        }
        if let hard { domains[index].runtime.hardAffinity.replace(with: hard) }
        if let soft { domains[index].runtime.softAffinity.replace(with: soft) }
    }

    /// `libxl_domain_set_nodeaffinity`
    mutating func setNodeAffinity(_ reference: DomainReference, to nodes: CPUSet) throws(HostError) {
        let index = try index(of: reference, .setNodeAffinity)
        guard !nodes.isEmpty else {
            throw HostOperation.setNodeAffinity.error(.invalid, domains[index].name, "no node is given")
        }
        domains[index].runtime.nodeAffinity = nodes
    }

    /// `libxl_cpupool_movedomain`
    ///
    /// The scheduler of the new pool knows nothing of what the old one was told.
    ///
    /// - Throws: ``LibxlError/notFound`` when there is no such cpupool.
    mutating func move(_ reference: DomainReference, toCPUPool name: String) throws(HostError) {
        let index = try index(of: reference, .move)
        guard machine.cpupools.contains(name) else {
            throw HostOperation.move.error(.notFound, domains[index].name, "there is no cpupool \(name)")
        }
        guard domains[index].runtime.cpupool != name else { return }
        domains[index].runtime.cpupool = name
        domains[index].runtime.weight = 256
        domains[index].runtime.cap = 0
    }
}

extension [CPUSet] {
    /// What is longer stays behind what is replaced.
    fileprivate mutating func replace(with sets: [CPUSet]) { self = sets + dropFirst(sets.count) }
}
