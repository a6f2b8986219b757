import Host

extension World {
    /// `libxl_domain_destroy`: the domain leaves the list at once, its memory comes back after a while.
    mutating func destroy(_ reference: DomainReference, at now: Int64) throws(HostError) {
        let domain = domains.remove(at: try index(of: reference, .destroy))
        scrub(domain.runtime.memoryHeld, at: now)
    }
}
