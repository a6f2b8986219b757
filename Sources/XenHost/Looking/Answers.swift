import Glibc
import Host
import LibxlJSON

extension XenHost {
    public func answer(_ requirements: [Requirement]) async throws(HostError) -> [RequirementAnswer] {
        let spare = try await admission.spareMemory()
        return try await pool.use { worker throws(HostError) in
            let host = try worker.hostInformation()
            var free = host.freeMemory + spare
            var answers: [RequirementAnswer] = []
            for requirement in requirements {
                guard case .memory(let guest, let ending) = requirement else {
                    answers.append(requirement.answer(on: host))
                    continue
                }
                for domid in ending { free += try worker.memoryHeld(by: domid) }
                let need: UInt64
                do throws(HostError) {
                    need = try worker.memoryNeed(of: guest.text, name: nil)
                } catch {
                    // libxl fills in its defaults to find out, and refuses what does not go with them.
                    answers.append(.unmet(error.detail))
                    continue
                }
                guard need <= free else {
                    answers.append(.tooLittleMemory(needed: need, free: free))
                    continue
                }
                free -= need
                answers.append(.met)
            }
            return answers
        }
    }
}

extension Requirement {
    /// What this host says to it, now.
    fileprivate func answer(on host: HostInformation) -> RequirementAnswer {
        switch self {
        case .readable(let path, let purpose): Self.answer(path, R_OK, purpose)
        case .writable(let path, let purpose): Self.answer(path, R_OK | W_OK, purpose)
        case .bridge(let name):
            // Open vSwitch's bridges are interfaces, too, but have no folder `bridge`.
            access("/sys/class/net/\(name)", F_OK) == 0
                ? .met : .unmet("bridge \(name): dom0 has no interface of this name")
        case .cpus(let cpus): host.answer(toCPUs: cpus)
        case .cpupool(let name):
            host.cpupools.contains(name) ? .met : .unmet("cpupool \(name): the host has none of this name")
        case .memory: .met
        }
    }

    /// Folders are taken by libxl, and fail in the backend, out of anybody's sight.
    private static func answer(_ path: String, _ mode: Int32, _ purpose: String) -> RequirementAnswer {
        guard access(path, mode) == 0 else { return .refused(path, purpose) }
        var information = stat()
        guard stat(path, &information) == 0, information.st_mode & S_IFMT == S_IFDIR else { return .met }
        return .unmet("\(purpose) \(path): it is a directory")
    }
}

extension RequirementAnswer {
    /// With the system's reason why a file is of no use.
    fileprivate static func refused(_ path: String, _ purpose: String) -> RequirementAnswer {
        .unmet("\(purpose) \(path): \(String(cString: strerror(errno)))")
    }
}
