import CXen
import Host

extension XenHost {
    public func pause(_ domain: DomainReference) async throws(HostError) {
        try await change(domain, "libxl_domain_pause", attempt: "it could not be paused") { context, domid in
            libxl_domain_pause(context, domid, nil)
        }
    }

    public func unpause(_ domain: DomainReference) async throws(HostError) {
        try await change(domain, "libxl_domain_unpause", attempt: "it could not run on") { context, domid in
            libxl_domain_unpause(context, domid, nil)
        }
    }

    /// One call to libxl about a domain that has been made sure of.
    func change(
        _ domain: DomainReference, _ function: String, attempt: String,
        _ body: @Sendable (OpaquePointer, Domid) -> Int32
    ) async throws(HostError) {
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            try worker.call(function, found.subject, attempt: attempt) { body($0, domain.domid) }
        }
    }
}
