import CXen
import Glibc
import Host

extension XenHost {
    public func saveMemory(of domain: DomainReference, to path: String) async throws(HostError) {
        let function = "libxl_domain_suspend"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            guard let json = try worker.retrieve(found).json(worker.context) else {
                throw HostError(function, .fail, domain: found.subject.words, detail: "its configuration cannot be had")
            }
            let need = try worker.memoryHeld(by: domain.domid)
            let file = MemoryFile(path: path, function: function, subject: found.subject)
            try file.fill(room: need, beginningWith: SavedFile(json: json)) { descriptor throws(HostError) in
                try worker.call(function, found.subject, attempt: "its memory could not be written to \(path)") {
                    libxl_domain_suspend($0, domain.domid, descriptor.rawValue, 0, nil)
                }
            }
        }
    }

    public func resume(_ domain: DomainReference) async throws(HostError) {
        let function = "libxl_domain_resume"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            try worker.call(function, found.subject, attempt: "it could not be resumed") {
                // The guest is told that it was not moved: its connections are as they were.
                libxl_domain_resume($0, domain.domid, 1, nil)
            }
        }
    }

    public func removeMemory(at path: String) async throws(HostError) {
        // Many gigabytes take their time.
        try await pool.use { _ throws(HostError) in
            guard unlink(path) == 0 || errno == ENOENT else {
                throw HostError("unlink", .fail, detail: "\(path): \(String(cString: strerror(errno)))")
            }
        }
    }
}
