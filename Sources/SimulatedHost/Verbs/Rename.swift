import Host

extension World {
    /// `libxl_domain_rename`; its own name is no other's.
    mutating func rename(_ reference: DomainReference, to name: String) throws(HostError) {
        let index = try index(of: reference, .rename)
        guard !name.isEmpty else {
            throw HostOperation.rename.error(.invalid, domains[index].name, "the name is empty")
        }
        try refuseTakenName(name, except: reference.domid, .rename)
        if let behaviour = behaviours.removeValue(forKey: domains[index].name) { behaviours[name] = behaviour }
        domains[index].name = name
    }
}
