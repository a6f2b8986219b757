import Host

extension World {
    /// The domain of that name; a dying one has lost its name.
    public func domain(named name: String) -> SimulatedDomain? {
        domains.first { $0.name == name && $0.state != .dying }
    }

    /// The domain with that domid.
    public func domain(_ domid: Domid) -> SimulatedDomain? { domains.first { $0.domid == domid } }

    /// Where the domain stands that is meant.
    ///
    /// - Throws: ``LibxlError/domainNotFound`` when there is none, when it is another one by now, or when it is dying.
    func index(of reference: DomainReference, _ operation: HostOperation) throws(HostError) -> Int {
        guard let index = domains.firstIndex(where: { $0.domid == reference.domid }) else {
            throw operation.error(.domainNotFound, nil, "there is no domain \(reference.domid)")
        }
        let domain = domains[index]
        guard domain.reference == reference else {
            throw operation.error(.domainNotFound, domain.name, "domain \(domain.domid) is another one by now")
        }
        guard domain.state != .dying else {
            throw operation.error(.domainNotFound, nil, "domain \(domain.domid) is being destroyed")
        }
        return index
    }

    /// Refuses a name that another domain has.
    func refuseTakenName(
        _ name: String, except domid: Domid? = nil, _ operation: HostOperation
    ) throws(HostError) {
        if let other = domain(named: name), other.domid != domid {
            throw operation.error(.invalid, name, "domain \(other.domid) has this name")
        }
    }
}
