import Glibc
import Host
import LibxlJSON

extension XenHost {
    public func answer(_ requirements: [Requirement]) async throws(HostError) -> [RequirementAnswer] {
        let spare = try await admission.spareMemory()
        async let ofFiles = FileAnswers.ask(requirements.compactMap(FileQuestion.init))
        let ofHost = try await pool.use { worker throws(HostError) in
            let host = try worker.hostInformation()
            var memory = MemoryLedger(free: host.freeMemory + spare)
            var answers: [RequirementAnswer] = []
            for requirement in requirements { answers.append(try memory.answer(requirement, on: host, worker)) }
            return answers
        }
        var files = await ofFiles[...]
        return zip(requirements, ofHost).map { requirement, answer in
            FileQuestion(requirement) == nil ? answer : files.popFirst() ?? answer
        }
    }
}

/// What is left of the host's memory for guests that are asked about one after another.
private struct MemoryLedger {
    /// In KiB.
    var free: UInt64

    /// What the host says to a requirement; of files others do.
    mutating func answer(
        _ requirement: Requirement, on host: HostInformation, _ worker: isolated LibxlWorker
    ) throws(HostError) -> RequirementAnswer {
        switch requirement {
        case .readable, .writable: return .met
        case .bridge(let name):
            // Open vSwitch's bridges are interfaces, too, but have no folder `bridge`.
            return access("/sys/class/net/\(name)", F_OK) == 0
                ? .met : .unmet("bridge \(name): dom0 has no interface of this name")
        case .cpus(let cpus): return host.answer(toCPUs: cpus)
        case .cpupool(let name): return host.answer(toCPUPool: name)
        case .pciDevice(let address, let isSeized): return HostDevices().answer(toPCI: address, isSeized: isSeized)
        case .usbDevice(let address): return HostDevices().answer(toUSB: address)
        case .memory(let guest, let ending):
            for domid in ending { free += try worker.memoryHeld(by: domid) }
            return try take(guest.text, worker)
        }
    }

    private mutating func take(
        _ guest: String, _ worker: isolated LibxlWorker
    ) throws(HostError) -> RequirementAnswer {
        let need: UInt64
        do throws(HostError) {
            need = try worker.memoryNeed(of: guest, name: nil)
        } catch {
            // libxl fills in its defaults to find out, and refuses what does not go with them.
            return .unmet(error.detail)
        }
        guard need <= free else { return .tooLittleMemory(needed: need, free: free) }
        free -= need
        return .met
    }
}
