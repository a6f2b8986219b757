import CXen
import Host

extension XenHost {
    public func destroy(_ domain: DomainReference) async throws(HostError) {
        let failure = try await pool.use { worker throws(HostError) -> HostError? in
            // Somebody is at it already; its name and nonce went first, so that only the uuid can tell it from another one.
            let found = try worker.information(domain.domid)
            if found?.uuid == domain.uuid, found?.state == .dying { return nil }
            try worker.check(domain, "libxl_domain_destroy")
            return worker.destroy(domain)
        }
        // A destroy that races with an xl daemon's fails, and the domain goes away all the same.
        guard try await isGone(domain, within: failure == nil ? timing.destruction : .seconds(5)) else {
            throw failure
                ?? HostError(
                    "libxl_domain_destroy", .timedOut, domain: "domain \(domain.domid)",
                    detail:
                        "it is dying, and has not left the list after \(timing.destruction): somebody holds its memory")
        }
    }

    /// Waits for a domain to leave the hypervisor's list.
    func isGone(_ domain: DomainReference, within limit: Duration) async throws(HostError) -> Bool {
        let end = ContinuousClock.now + limit
        while true {
            let found = try await pool.use { worker throws(HostError) in try worker.information(domain.domid) }
            guard let found, found.uuid == domain.uuid else { return true }
            if .now >= end { return false }
            try? await Task.sleep(for: timing.pace)
        }
    }
}

extension LibxlWorker {
    /// `libxl_domain_destroy`
    ///
    /// - Returns: what libxl says went wrong.
    func destroy(_ domain: DomainReference) -> HostError? {
        do throws(HostError) {
            try call(
                "libxl_domain_destroy", Subject(domid: domain.domid, name: try? name(of: domain.domid)),
                attempt: "it could not be destroyed"
            ) { libxl_domain_destroy($0, domain.domid, nil) }
            return nil
        } catch {
            return error
        }
    }

    /// The domain's name; nil while it is being made or destroyed.
    func name(of domid: Domid) throws(HostError) -> String? { try context.xenstore.read(Self.namePath(domid)) }
}
