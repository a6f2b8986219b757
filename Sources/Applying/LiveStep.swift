import GuestModel
import Host
import Planning

/// One operation on a running domain, for one or several changes.
struct LiveStep {
    let operation: Verdict.LiveOperation
    let changes: [FieldChange]
    let aim: LiveAim

    var places: [String] { changes.map(\.place) }

    /// The operations for some changes, in the order in which they can be done.
    static func steps(for changes: [PlannedChange], towards aim: LiveAim) -> [LiveStep] {
        var gathered: [Gathering: [FieldChange]] = [:]
        for planned in changes {
            guard case .live(let operation) = planned.verdict.effect, operation != .remember else { continue }
            let device = operation.isAboutDevice ? planned.change.wholePlace : nil
            gathered[Gathering(operation: operation, device: device), default: []].append(planned.change)
        }
        let isGrowing = grows(changes)
        return gathered.sorted { $0.key.device ?? "" < $1.key.device ?? "" }
            .map { LiveStep(operation: $0.operation, changes: $1, aim: aim) }
            .sorted { $0.turn(isGrowing: isGrowing) < $1.turn(isGrowing: isGrowing) }
    }

    /// What one operation does at once.
    private struct Gathering: Hashable {
        var operation: Verdict.LiveOperation
        var device: String?
    }

    /// The target may never be above the maximum, so the one that makes room comes first.
    private static func grows(_ changes: [PlannedChange]) -> Bool {
        changes.contains {
            guard JudgedField($0.change.field) == .memoryMaximum else { return false }
            guard case .integer(let old) = $0.change.old, case .integer(let new) = $0.change.new else { return true }
            return new > old
        }
    }

    private func turn(isGrowing: Bool) -> Int {
        // A USB controller outlasts the devices that are plugged into it.
        let isController = changes.first.map { FieldGroup($0.field) == .usbControllers } ?? false
        return switch operation {
        // Who stands still lets go of no device.
        case .unpause: -1
        case .rename: 0
        case .detach: isController ? 2 : 1
        case .attach: isController ? 3 : 5
        case .reattach: 4
        case .insertMedium: 6
        case .maximumMemory: isGrowing ? 7 : 9
        case .memoryTarget: 8
        case .onlineVCPUs: 10
        case .cpupool: 11
        case .affinity: 12
        case .nodeAffinity: 13
        case .scheduling: 14
        case .pause: 15
        case .remember: 16
        }
    }

    func carryOut(on domain: DomainReference, of host: any Host) async throws(HostError) {
        switch operation {
        case .rename: try await host.rename(domain, to: aim.desired.name)
        case .memoryTarget:
            if let target = aim.desired.memory.target ?? aim.desired.memory.maximum ?? number(.memoryTarget) {
                try await host.setMemoryTarget(domain, to: target)
            }
        case .maximumMemory:
            if let maximum = aim.desired.memory.maximum ?? aim.desired.memory.target ?? number(.memoryMaximum) {
                try await host.setMaximumMemory(domain, to: maximum)
            }
        case .onlineVCPUs:
            let online = set(.onlineVCPUs) ?? aim.desired.vcpus.online
            try await host.setOnlineVCPUs(domain, to: online.isEmpty ? [0] : online)
        case .affinity: try await host.setAffinity(domain, hard: hardAffinity, soft: softAffinity)
        case .nodeAffinity:
            try await host.setNodeAffinity(domain, to: set(.nodeAffinity) ?? aim.desired.vcpus.nodeAffinity)
        case .cpupool:
            try await host.move(domain, toCPUPool: new(.cpupoolName)?.string ?? aim.defaultCPUPool)
            // The pool's own scheduler begins with its defaults.
            if let scheduling = wantedScheduling { try await host.setScheduling(domain, to: scheduling) }
        case .scheduling: try await host.setScheduling(domain, to: scheduling)
        case .attach, .detach, .reattach, .insertMedium: try await carryOutDevice(on: domain, of: host)
        case .pause: try await host.pause(domain)
        case .unpause: try await host.unpause(domain)
        case .remember: break
        }
    }

    // MARK: New values

    func new(_ field: JudgedField) -> FieldValue? { change(of: field)?.new }

    func change(of field: JudgedField) -> FieldChange? { changes.first { JudgedField($0.field) == field } }

    private func number(_ field: JudgedField) -> UInt64? {
        guard case .integer(let number) = new(field) else { return nil }
        return UInt64(exactly: number)
    }

    private func set(_ field: JudgedField) -> CPUSet? {
        new(field).flatMap { try? CPUSet(fieldValue: $0, at: FieldPath()) }
    }
}

/// Where live changes lead, and what they meet.
struct LiveAim {
    var desired: GuestConfiguration
    /// The domain as it is now; nil when that is not known.
    var seen: GuestConfiguration?
    /// Those of the host.
    var cpus: CPUSet
    /// How many vcpus the domain was built with.
    var vcpus: UInt32
    /// Where a domain runs that names no cpupool.
    var defaultCPUPool: String
}

extension Verdict.LiveOperation {
    /// One step for each device, rather than one for all changes.
    fileprivate var isAboutDevice: Bool {
        switch self {
        case .attach, .detach, .reattach, .insertMedium: true
        default: false
        }
    }
}
