import CXen
import Host

extension XenHost {
    public func rename(_ domain: DomainReference, to name: String) async throws(HostError) {
        let function = "libxl_domain_rename"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            if found.name == name { return }
            try worker.call(function, found.subject, attempt: "it could not be renamed to \(name)") {
                libxl_domain_rename($0, domain.domid, found.name, name)
            }
        }
    }
}
