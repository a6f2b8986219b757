import Host

extension World {
    /// `libxl_domain_soft_reset`: the same domain begins again, paused, with new userdata.
    ///
    /// - Throws: ``LibxlError/invalid`` unless the guest has shut down, for whatever reason.
    mutating func softReset(_ reference: DomainReference, userdata: String) throws(HostError) {
        let index = try index(of: reference, .softReset)
        guard domains[index].state.isShutDown else {
            throw HostOperation.softReset.error(.invalid, domains[index].name, "the guest has not shut down")
        }
        domains[index].state = .paused
        domains[index].userdata = userdata
    }
}
