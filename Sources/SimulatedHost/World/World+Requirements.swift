import GuestModel
import Host

extension World {
    /// For each requirement, whether the machine meets it; memory that one takes is not there for the next.
    func answer(_ requirements: [Requirement], at now: Int64) -> [RequirementAnswer] {
        var free = comingMemory
        let information = information(at: now)
        return requirements.map { requirement in
            guard case .memory(let guest, let ending) = requirement else { return answer(requirement, information) }
            let freed = domains.reduce(0) { ending.contains($1.domid) ? $0 + $1.runtime.memoryHeld : $0 }
            let need = (try? guest.decoded().memoryNeed) ?? 0
            guard need <= free + freed else { return .tooLittleMemory(needed: need, free: free + freed) }
            free = free + freed - need
            return .met
        }
    }

    private func answer(_ requirement: Requirement, _ information: HostInformation) -> RequirementAnswer {
        switch requirement {
        case .readable(let path, _), .writable(let path, _):
            machine.missing.contains(path) ? .unmet("\(path): No such file or directory") : .met
        case .bridge(let name):
            machine.missing.contains(name) ? .unmet("bridge \(name): No such device") : .met
        case .cpus(let cpus): information.answer(toCPUs: cpus)
        case .cpupool(let name): information.answer(toCPUPool: name)
        case .pciDevice, .usbDevice:
            machine.missing.contains("\(requirement)") ? .unmet("\(requirement): No such device") : .met
        case .memory: .met
        }
    }

    /// What the machine says of itself.
    func information(at now: Int64) -> HostInformation {
        HostInformation(
            bootID: machine.bootID, version: machine.version, totalMemory: machine.totalMemory,
            freeMemory: freeMemory(at: now), cpus: CPUSet(first: machine.cpus), cpupools: Set(machine.cpupools),
            defaultCPUPool: machine.defaultCPUPool,
            guestKinds: machine.guestKinds)
    }
}
