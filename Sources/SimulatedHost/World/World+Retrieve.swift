import GuestModel
import Host
import LibxlJSON

extension World {
    /// What a look at a domain shows.
    func observed(_ domain: SimulatedDomain) -> ObservedDomain {
        let isDying = domain.state == .dying
        return ObservedDomain(
            domid: domain.domid, uuid: domain.uuid, name: isDying ? nil : domain.name, state: domain.state,
            configuration: isDying ? .unknown(reason: "the domain is being destroyed") : retrieve(domain),
            nonce: domain.nonce)
    }

    /// `libxl_retrieve_domain_configuration`: what libxl stored, with what is read afresh, and the live values of what is
    /// stale in it (affinity, cpupool).
    func retrieve(_ domain: SimulatedDomain) -> ObservedConfiguration {
        if behaviours[domain.name] == .deviceModelHangs {
            return .unknown(reason: "the device model does not answer (ERROR_TIMEDOUT)")
        }
        var guest: GuestConfiguration
        do throws(ConfigurationTextError) {
            guest = try domain.stored.decoded()
        } catch {
            return .unknown(reason: error.description)
        }
        let runtime = domain.runtime
        guest.name = domain.name
        guest.uuid = domain.uuid
        guest.vcpus.online = runtime.onlineVCPUs
        // libxl adds what it takes off when it sets the target, and for HVM with more maxmem than memory 1 MiB besides,
        // which it takes off at the start alone.
        guest.memory.target = runtime.memoryTarget + runtime.videoMemory + guest.memoryFudge
        guest.memory.maximum = runtime.memoryMaximum
        guest.scheduling = SchedulerParameters()
        guest.scheduling.scheduler = .credit2
        guest.scheduling.weight = runtime.weight
        guest.scheduling.cap = runtime.cap
        overlay(runtime.hardAffinity, on: &guest.vcpus.hardAffinityByVCPU)
        overlay(runtime.softAffinity, on: &guest.vcpus.softAffinityByVCPU)
        if let nodes = runtime.nodeAffinity { guest.vcpus.nodeAffinity = nodes }
        if runtime.cpupool != guest.cpupool.name ?? machine.defaultCPUPool { guest.cpupool.name = runtime.cpupool }
        return .known(CanonicalConfiguration(guest))
    }

    private func overlay(_ live: [CPUSet], on stored: inout [CPUSet]) {
        for (vcpu, cpus) in live.enumerated() {
            if vcpu < stored.count { stored[vcpu] = cpus } else { stored.append(cpus) }
        }
    }
}

extension GuestConfiguration {
    /// libxl's LIBXL_MAXMEM_CONSTANT, in KiB, for HVM guests with more maxmem than memory.
    var memoryFudge: UInt64 {
        guard case .hvm = type, memory.maximum ?? .max > memory.target ?? .max else { return 0 }
        return 1 << 10
    }
}
