import CXen
import GuestModel
import Host

extension XenHost {
    public func preserve(_ domain: DomainReference, suffix: String) async throws(HostError) {
        let function = "libxl_domain_preserve"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            let configuration = try worker.retrieve(found)
            try worker.call(function, found.subject, attempt: "it could not be put aside") {
                libxl_domain_preserve($0, domain.domid, &configuration.pointer.pointee.c_info, suffix, .random())
            }
        }
    }

    public func dumpCore(_ domain: DomainReference, to path: String) async throws(HostError) {
        let function = "libxl_domain_core_dump"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            let file = MemoryFile(path: path, function: function, subject: found.subject)
            try file.fill(room: try worker.memoryHeld(by: domain.domid)) { new throws(HostError) in
                try worker.call(function, found.subject, attempt: "its memory could not be written to \(path)") {
                    libxl_domain_core_dump($0, domain.domid, new, nil)
                }
            }
        }
    }

    public func softReset(_ domain: DomainReference, userdata: String) async throws(HostError) {
        let function = "libxl_domain_soft_reset"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            let configuration = try worker.retrieve(found)
            try worker.call(function, found.subject, attempt: "it could not be reset") {
                libxl_domain_soft_reset($0, configuration.pointer, domain.domid, nil, nil)
            }
            try worker.store(userdata, of: found)
            worker.setApartDeviceModel(of: found.domid, found.name, serviceManager)
        }
    }
}
