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

    /// `libxl_retrieve_domain_configuration`, as far as it can fail.
    func retrieve(_ domain: SimulatedDomain) -> ObservedConfiguration {
        if behaviours[domain.name] == .deviceModelHangs {
            return .unknown(reason: "the device model does not answer (ERROR_TIMEDOUT)")
        }
        let pool = machine.defaultCPUPool
        return .known(
            SeenConfiguration(fingerprint: domain.fingerprint(pool: pool)) {
                guard let stored = try? domain.stored.decoded() else { return domain.stored }
                return CanonicalConfiguration(domain.retrieved(stored, defaultCPUPool: pool))
            })
    }
}

extension SimulatedDomain {
    /// What libxl stored, with what is read afresh, and the live values of what is stale in it (affinity, cpupool).
    fileprivate func retrieved(_ stored: GuestConfiguration, defaultCPUPool: String) -> GuestConfiguration {
        var guest = stored
        guest.name = name
        guest.uuid = uuid
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
        if runtime.cpupool != guest.cpupool.name ?? defaultCPUPool { guest.cpupool.name = runtime.cpupool }
        return guest
    }

    private func overlay(_ live: [CPUSet], on stored: inout [CPUSet]) {
        for (vcpu, cpus) in live.enumerated() {
            if vcpu < stored.count { stored[vcpu] = cpus } else { stored.append(cpus) }
        }
    }
}

extension SimulatedDomain {
    /// A hash of everything that ``retrieved(_:defaultCPUPool:)`` depends on.
    fileprivate func fingerprint(pool: String) -> String {
        var hash = Fingerprint()
        hash.add(stored.text)
        hash.add(name)
        hash.add(pool)
        hash.add(uuid.description)
        for number in [runtime.memoryTarget, runtime.memoryMaximum, runtime.videoMemory, UInt64(runtime.vcpus)] {
            hash.add(number)
        }
        hash.add(UInt64(bitPattern: Int64(runtime.weight)))
        hash.add(UInt64(bitPattern: Int64(runtime.cap)))
        hash.add(runtime.cpupool)
        hash.add(runtime.onlineVCPUs)
        hash.add(runtime.nodeAffinity ?? [.max])
        for affinity in [runtime.hardAffinity, runtime.softAffinity] {
            hash.add(UInt64(affinity.count))
            for cpus in affinity { hash.add(cpus) }
        }
        return hash.text
    }
}

/// A hash of 64 bits that takes eight bytes at a time, and is the same in every process. Enough for a simulation.
private struct Fingerprint {
    private var state: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            let bytes = UnsafeRawBufferPointer(bytes)
            let whole = bytes.count & ~7
            for start in stride(from: 0, to: whole, by: 8) {
                add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self)))
            }
            add(bytes[whole...].reduce(0) { $0 << 8 | UInt64($1) })
            add(UInt64(bytes.count))
        }
    }

    mutating func add(_ number: UInt64) { state = ((state << 5 | state >> 59) ^ number) &* 0x517c_c1b7_2722_0a95 }

    mutating func add(_ cpus: CPUSet) {
        add(UInt64(cpus.count))
        for cpu in cpus.members { add(UInt64(cpu)) }
    }

    var text: String { String(state, radix: 16) }
}

extension GuestConfiguration {
    /// libxl's LIBXL_MAXMEM_CONSTANT, in KiB, for HVM guests with more maxmem than memory.
    var memoryFudge: UInt64 {
        guard case .hvm = type, memory.maximum ?? .max > memory.target ?? .max else { return 0 }
        return 1 << 10
    }
}
