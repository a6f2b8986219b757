import Host

extension World {
    /// `libxl_domain_pause`
    mutating func pause(_ reference: DomainReference) throws(HostError) {
        let index = try index(of: reference, .pause)
        if domains[index].state == .running { domains[index].state = .paused }
    }

    /// `libxl_domain_unpause`
    mutating func unpause(_ reference: DomainReference) throws(HostError) {
        let index = try index(of: reference, .unpause)
        guard domains[index].state == .paused else { return }
        domains[index].state = behaviours[domains[index].name] == .crashesAtStart ? .shutDown(.crash) : .running
        noteRun(of: domains[index].uuid)
    }
}
