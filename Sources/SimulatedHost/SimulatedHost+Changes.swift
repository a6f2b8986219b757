import GuestModel
import Host

/// Changes to a running domain, and userdata.
extension SimulatedHost {
    public func rename(_ domain: DomainReference, to name: String) async throws(HostError) {
        try await effect(.rename, on: domain.domid) { world, _ throws(HostError) in
            try world.rename(domain, to: name)
        }
    }

    public func setMemoryTarget(_ domain: DomainReference, to kibibytes: UInt64) async throws(HostError) {
        try await effect(.setMemoryTarget, on: domain.domid) { world, now throws(HostError) in
            try world.setMemoryTarget(domain, to: kibibytes, at: now)
        }
    }

    public func setMaximumMemory(_ domain: DomainReference, to kibibytes: UInt64) async throws(HostError) {
        try await effect(.setMaximumMemory, on: domain.domid) { world, _ throws(HostError) in
            try world.setMaximumMemory(domain, to: kibibytes)
        }
    }

    public func setOnlineVCPUs(_ domain: DomainReference, to vcpus: CPUSet) async throws(HostError) {
        try await effect(.setOnlineVCPUs, on: domain.domid) { world, _ throws(HostError) in
            try world.setOnlineVCPUs(domain, to: vcpus)
        }
    }

    public func setAffinity(_ domain: DomainReference, hard: [CPUSet]?, soft: [CPUSet]?) async throws(HostError) {
        try await effect(.setAffinity, on: domain.domid) { world, _ throws(HostError) in
            try world.setAffinity(domain, hard: hard, soft: soft)
        }
    }

    public func setNodeAffinity(_ domain: DomainReference, to nodes: CPUSet) async throws(HostError) {
        try await effect(.setNodeAffinity, on: domain.domid) { world, _ throws(HostError) in
            try world.setNodeAffinity(domain, to: nodes)
        }
    }

    public func move(_ domain: DomainReference, toCPUPool name: String) async throws(HostError) {
        try await effect(.move, on: domain.domid) { world, _ throws(HostError) in
            try world.move(domain, toCPUPool: name)
        }
    }

    public func setScheduling(
        _ domain: DomainReference, to parameters: SchedulerParameters
    ) async throws(HostError) {
        try await effect(.setScheduling, on: domain.domid) { world, _ throws(HostError) in
            try world.setScheduling(domain, to: parameters)
        }
    }

    public func attach(_ device: PluggableDevice, to domain: DomainReference) async throws(HostError) {
        try await effect(.attach, on: domain.domid) { world, _ throws(HostError) in
            try world.attach(device, to: domain)
        }
    }

    public func detach(_ device: PluggableDevice, from domain: DomainReference) async throws(HostError) {
        try await effect(.detach, on: domain.domid) { world, _ throws(HostError) in
            try world.detach(device, from: domain)
        }
    }

    public func insertMedium(_ disk: Disk, in domain: DomainReference) async throws(HostError) {
        try await effect(.insertMedium, on: domain.domid) { world, _ throws(HostError) in
            try world.insertMedium(disk, in: domain)
        }
    }

    public func userdata(of domain: DomainReference) async throws(HostError) -> String? {
        try await look(.userdata, at: domain.domid) { world, _ throws(HostError) in
            try world.userdata(of: domain)
        }
    }

    public func storeUserdata(_ text: String, of domain: DomainReference) async throws(HostError) {
        try await effect(.storeUserdata, on: domain.domid) { world, _ throws(HostError) in
            try world.storeUserdata(text, of: domain)
        }
    }

    public func xenstoreValue(_ key: String, of domain: DomainReference) async throws(HostError) -> String? {
        try await look(.xenstoreValue, at: domain.domid) { world, _ throws(HostError) in
            try world.xenstoreValue(key, of: domain)
        }
    }

    public func otherToolstacks(of domain: DomainReference) async throws(HostError) -> Set<Toolstack> {
        try await look(.otherToolstacks, at: domain.domid) { world, _ throws(HostError) in
            try world.otherToolstacks(of: domain)
        }
    }
}
