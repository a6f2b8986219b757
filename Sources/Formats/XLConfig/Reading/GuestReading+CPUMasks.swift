import FormatSupport
import GuestModel

extension GuestReading {
    /// Takes from each vcpu's hard affinity the cpus that xl.conf keeps guests of this type off.
    mutating func applyCPUMasks() {
        let masks = host.masks(for: configuration.type.kind)
        // Where nobody says how many vcpus there are, xl leaves the affinity to libxl, which knows no masks.
        guard !masks.isEmpty, let vcpus = configuration.vcpus.maximum else { return }
        let key = ["cpus", "maxvcpus", "vcpus"].first { settings[$0] != nil } ?? "vcpus"
        guard !refusedKeys.contains(key) else { return }
        var everywhere: Set<UInt32>?
        for (name, mask) in masks {
            do throws(SpecError) {
                let cpus = Set(try mask.cpus(on: host.cpusByNode).members)
                everywhere = everywhere?.intersection(cpus) ?? cpus
            } catch {
                return refuse(key, "\(name) of xl.conf: \(error.message)")
            }
        }
        let allowed = everywhere ?? []
        if configuration.vcpus.hardAffinityByVCPU.isEmpty {
            // Masks that take nothing away leave a guest without any affinity.
            if let cpus = host.cpusByNode, cpus.allSatisfy({ $0.members.allSatisfy(allowed.contains) }) { return }
            configuration.vcpus.hardAffinityByVCPU = Array(repeating: CPUSet(allowed), count: Int(vcpus))
        } else {
            configuration.vcpus.hardAffinityByVCPU = configuration.vcpus.hardAffinityByVCPU.map {
                CPUSet($0.members.filter(allowed.contains))
            }
        }
        if configuration.vcpus.hardAffinityByVCPU.contains(where: \.isEmpty) {
            let said = masks.map { "\($0.key) = \(quoted($0.mask.text))" }.joined(separator: " and ")
            refuse(key, "xl.conf leaves no cpu for a vcpu to run on: it says \(said)")
        }
    }
}
