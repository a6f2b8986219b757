import Host

extension World {
    /// Whether the machine has what a guest needs.
    func answer(_ requirement: Requirement) -> RequirementAnswer {
        switch requirement {
        case .readable(let path, _), .writable(let path, _):
            machine.missing.contains(path) ? .unmet("\(path): No such file or directory") : .met
        case .bridge(let name):
            machine.missing.contains(name) ? .unmet("bridge \(name): No such device") : .met
        case .cpus(let count):
            count > machine.cpus ? .unmet("cpu \(count - 1): the host has \(machine.cpus), from 0 on") : .met
        case .cpupool(let name):
            machine.cpupools.contains(name) ? .met : .unmet("cpupool \(name): the host has none of this name")
        }
    }

    /// What the machine says of itself.
    func information(at now: Int64) -> HostInformation {
        HostInformation(
            bootID: machine.bootID, version: machine.version, totalMemory: machine.totalMemory,
            freeMemory: freeMemory(at: now), cpus: machine.cpus, cpupools: machine.cpupools,
            guestKinds: machine.guestKinds)
    }
}
