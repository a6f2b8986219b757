import FormatSupport
import GuestModel

extension GuestReading {
    /// `memory` and `maxmem`, in MiB.
    mutating func readMemory() {
        if let target = settings["memory"].flatMap({ number($0, in: 0...ScalarKey.memoryLimit) }) {
            configuration.memory.target = target << 10
            configuration.memory.maximum = target << 10
        }
        if let maximum = settings["maxmem"].flatMap({ number($0, in: 0...ScalarKey.memoryLimit) }) {
            configuration.memory.maximum = maximum << 10
        }
    }

    /// `vcpus` and `maxvcpus`.
    mutating func readProcessors() {
        if let count = settings["vcpus"].flatMap({ number($0, in: 1...VCPULimit.most) }) {
            configuration.vcpus.online = CPUSet(first: count)
            configuration.vcpus.maximum = count
        }
        if !saysMaximum {
            passOver("maxvcpus", "xl takes maxvcpus = 0 for nothing said")
        } else if let maximum = settings["maxvcpus"].flatMap({ number($0, in: 1...VCPULimit.most) }) {
            if let online = configuration.vcpus.maximum, maximum < online {
                refuse("maxvcpus", "maxvcpus (\(maximum)) is less than vcpus (\(online))")
            }
            configuration.vcpus.maximum = maximum
        }
    }

    /// Whether `maxvcpus` says something: a 0 does not.
    var saysMaximum: Bool {
        guard let value = settings["maxvcpus"]?.value else { return false }
        if case .text(let text, _) = value { return Numbers.long(text) != 0 }
        return true
    }

    /// `cpus` and `cpus_soft`, for as many vcpus as there are by now.
    mutating func readAffinities() {
        readAffinity("cpus", \.vcpus.hardAffinityByVCPU)
        readAffinity("cpus_soft", \.vcpus.softAffinityByVCPU)
    }

    private enum VCPULimit {
        /// Far above what Xen can; ``GuestRules`` knows how many that is.
        static let most: UInt32 = 4096
    }

    private mutating func readAffinity(_ key: String, _ path: WritableKeyPath<GuestConfiguration, [CPUSet]>) {
        guard let setting = settings[key] else { return }
        // A list, or any soft affinity, takes the choice of NUMA nodes away from libxl.
        if setting.value.isList || key == "cpus_soft" { configuration.vcpus.numaPlacement = false }
        guard let vcpus = configuration.vcpus.maximum else { return remarkOnIdleAffinity(setting) }
        if setting.value.isList {
            guard let texts = texts(setting) else { return }
            if texts.count > Int(vcpus) {
                warn(
                    .meaningless, at: texts[Int(vcpus)].position,
                    "\(key) names cpus for \(texts.count) vcpus, but there are only \(vcpus)")
            }
            configuration[keyPath: path] = texts.prefix(min(Int(vcpus), 512)).compactMap {
                cpus($0.text, key, $0.position)
            }
        } else if case .text(let text, let position) = setting.value {
            guard let cpus = cpus(text, key, position) else { return }
            configuration[keyPath: path] = Array(repeating: cpus, count: Int(vcpus))
        }
    }

    /// Of cpus for vcpus that nobody counts, xl still reads what is no list.
    private mutating func remarkOnIdleAffinity(_ setting: Setting) {
        if case .text(let text, let position) = setting.value {
            let host = host.cpusByNode ?? []
            let cpus = specified(setting.key, position) { () throws(SpecError) in try CPUList.read(text, on: host) }
            if cpus == nil { return }
        }
        // An empty list names no vcpu: it is there to take the choice of NUMA nodes away from libxl.
        if case .list(let elements, _) = setting.value, elements.isEmpty { return }
        warn(
            .meaningless, at: setting.position,
            "xl heeds \(setting.key) only where vcpus or maxvcpus is given; write vcpus = 1")
    }

    private mutating func cpus(_ text: String, _ key: String, _ position: Position) -> CPUSet? {
        do throws(SpecError) {
            let cpus = try CPUList.read(text, on: host.cpusByNode)
            // A vcpu that may run nowhere is refused; one that prefers nothing is not.
            if cpus.isEmpty, key == "cpus" { throw SpecError("\(quoted(text)) names no cpu of the host") }
            return cpus
        } catch {
            refuse(key, at: position, "\(key): \(error.message)")
            return nil
        }
    }
}
