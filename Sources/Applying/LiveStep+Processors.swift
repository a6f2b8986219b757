import GuestModel
import Planning

extension LiveStep {
    /// A set for each vcpu, where hard affinity is among the changes.
    var hardAffinity: [CPUSet]? {
        let (each, all) = (change(of: .hardAffinityByVCPU), change(of: .hardAffinity))
        guard each != nil || all != nil else { return nil }
        let forAll =
            all.map { $0.new.flatMap { try? CPUSet(fieldValue: $0, at: FieldPath()) } ?? [] }
            ?? aim.desired.vcpus.hardAffinity
        return perVCPU(each.map { sets($0) } ?? aim.desired.vcpus.hardAffinityByVCPU, else: forAll)
    }

    /// A set for each vcpu, where soft affinity is among the changes.
    var softAffinity: [CPUSet]? { change(of: .softAffinityByVCPU).map { perVCPU(sets($0), else: []) } }

    private func sets(_ change: FieldChange) -> [CPUSet] {
        change.new.flatMap { try? [CPUSet](fieldValue: $0, at: FieldPath()) } ?? []
    }

    /// One that the definition does not mention (any more) may run anywhere. More vcpus than the domain was built with come with
    /// its next boot.
    private func perVCPU(_ given: [CPUSet], else standard: CPUSet) -> [CPUSet] {
        let standard = standard.isEmpty ? aim.cpus : standard
        let count = Int(aim.vcpus)
        return (0..<count).map { $0 < given.count && !given[$0].isEmpty ? given[$0] : standard }
    }

    /// All that the definition says for whichever scheduler the domain has; nil when it says nothing.
    var wantedScheduling: SchedulerParameters? {
        var parameters = aim.desired.scheduling
        parameters.scheduler = nil
        return parameters == SchedulerParameters() ? nil : parameters
    }

    /// What changes; a value that is taken out of the definition goes back to Xen's default.
    var scheduling: SchedulerParameters {
        var parameters = SchedulerParameters()
        for change in changes {
            let number: Int32? = if case .integer(let integer) = change.new { Int32(exactly: integer) } else { nil }
            switch JudgedField(change.field) {
            case .weight: parameters.weight = number ?? 256
            case .cap: parameters.cap = number ?? 0
            case .period: parameters.period = number ?? 10_000
            case .budget: parameters.budget = number ?? 4_000
            case .extratime: parameters.extratime = number ?? 1
            default: break
            }
        }
        return parameters
    }
}
