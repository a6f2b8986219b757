import GuestModel
import Host
import Planning

/// One operation on a running domain, for one or several changes.
struct LiveStep {
    let operation: Verdict.LiveOperation
    let changes: [FieldChange]
    let desired: GuestConfiguration
    /// How many the host has.
    let cpus: UInt32

    var places: [String] { changes.map(\.place) }

    /// The operations for some changes, in the order in which they can be done.
    static func steps(for changes: [PlannedChange], towards desired: GuestConfiguration, cpus: UInt32) -> [LiveStep] {
        var byOperation: [Verdict.LiveOperation: [FieldChange]] = [:]
        var steps: [LiveStep] = []
        for planned in changes {
            guard case .live(let operation) = planned.verdict.effect else { continue }
            switch operation {
            case .remember: continue
            case .attach, .detach:
                steps.append(LiveStep(operation: operation, changes: [planned.change], desired: desired, cpus: cpus))
            default: byOperation[operation, default: []].append(planned.change)
            }
        }
        steps += byOperation.map { LiveStep(operation: $0, changes: $1, desired: desired, cpus: cpus) }
        let isGrowing = grows(changes)
        return steps.sorted { $0.turn(isGrowing: isGrowing) < $1.turn(isGrowing: isGrowing) }
    }

    /// The target may never be above the maximum, so the one that makes room comes first.
    private static func grows(_ changes: [PlannedChange]) -> Bool {
        changes.contains {
            guard $0.change.field.name == "memory.maximum" else { return false }
            guard case .integer(let old) = $0.change.old, case .integer(let new) = $0.change.new else { return true }
            return new > old
        }
    }

    private func turn(isGrowing: Bool) -> Int {
        switch operation {
        case .rename: 0
        case .detach: 1
        case .attach: 2
        case .maximumMemory: isGrowing ? 3 : 5
        case .memoryTarget: 4
        case .onlineVCPUs: 6
        case .cpupool: 7
        case .affinity: 8
        case .nodeAffinity: 9
        case .scheduling: 10
        case .pause, .unpause: 11
        case .remember: 12
        }
    }

    func carryOut(on domain: DomainReference, of host: any Host) async throws(HostError) {
        switch operation {
        case .rename: try await host.rename(domain, to: desired.name)
        case .memoryTarget:
            if let target = desired.memory.target ?? desired.memory.maximum ?? value("memory.target") {
                try await host.setMemoryTarget(domain, to: target)
            }
        case .maximumMemory:
            if let maximum = desired.memory.maximum ?? desired.memory.target ?? value("memory.maximum") {
                try await host.setMaximumMemory(domain, to: maximum)
            }
        case .onlineVCPUs:
            let online = set("vcpus.online") ?? desired.vcpus.online
            try await host.setOnlineVCPUs(domain, to: online.isEmpty ? [0] : online)
        case .affinity:
            try await host.setAffinity(
                domain, hard: sets("vcpus.hardAffinityByVCPU"), soft: sets("vcpus.softAffinityByVCPU"))
        case .nodeAffinity:
            try await host.setNodeAffinity(domain, to: set("vcpus.nodeAffinity") ?? desired.vcpus.nodeAffinity)
        case .cpupool: try await host.move(domain, toCPUPool: string("cpupool.name") ?? "Pool-0")
        case .scheduling: try await host.setScheduling(domain, to: scheduling)
        case .attach: if let device { try await host.attach(device, to: domain) }
        case .detach: if let device { try await host.detach(device, from: domain) }
        case .pause: try await host.pause(domain)
        case .unpause: try await host.unpause(domain)
        case .remember: break
        }
    }

    // MARK: New values

    private func new(_ field: String) -> FieldValue? { changes.first { $0.field.name == field }?.new }

    private func value(_ field: String) -> UInt64? {
        guard case .integer(let number) = new(field) else { return nil }
        return UInt64(exactly: number)
    }

    private func string(_ field: String) -> String? { new(field)?.string }

    private func set(_ field: String) -> CPUSet? {
        new(field).flatMap { try? CPUSet(fieldValue: $0, at: FieldPath()) }
    }

    /// A set for each vcpu. One that the definition does not mention (any more) may run anywhere.
    private func sets(_ field: String) -> [CPUSet]? {
        guard let change = changes.first(where: { $0.field.name == field }) else { return nil }
        let given = change.new.flatMap { try? [CPUSet](fieldValue: $0, at: FieldPath()) } ?? []
        let all = CPUSet(first: cpus)
        let count = max(Int(desired.vcpus.maximum ?? 1), given.count)
        return (0..<count).map { $0 < given.count && !given[$0].isEmpty ? given[$0] : all }
    }

    private var scheduling: SchedulerParameters {
        var parameters = SchedulerParameters()
        for change in changes {
            let number: Int32? =
                if case .integer(let integer) = change.new { Int32(exactly: integer) } else { nil }
            switch change.field.name {
            case "scheduling.weight": parameters.weight = number ?? 256
            case "scheduling.cap": parameters.cap = number ?? 0
            case "scheduling.period": parameters.period = number
            case "scheduling.budget": parameters.budget = number
            case "scheduling.extratime": parameters.extratime = number
            default: break
            }
        }
        return parameters
    }

    private var device: PluggableDevice? {
        guard let change = changes.first, let value = change.new ?? change.old else { return nil }
        let place = FieldPath().appending(change.field.name)
        switch change.field.name {
        case "disks":
            var disk = Disk()
            return (try? Disk.fields.decode(value, into: &disk, at: place)).map { .disk(disk) }
        case "nics":
            var nic = NetworkInterface()
            return (try? NetworkInterface.fields.decode(value, into: &nic, at: place)).map { .nic(nic) }
        default: return nil
        }
    }
}
