import Host

extension World {
    /// `libxl_domain_preserve`: the name gets the suffix; uuid, nonce and userdata stay.
    mutating func preserve(_ reference: DomainReference, suffix: String) throws(HostError) {
        let index = try index(of: reference, .preserve)
        let name = domains[index].name + suffix
        try refuseTakenName(name, except: reference.domid, .preserve)
        domains[index].name = name
    }

    /// `libxl_domain_core_dump`: writes nothing, and fails where it could not write.
    func dumpCore(_ reference: DomainReference, to path: String) throws(HostError) {
        let domain = domains[try index(of: reference, .dumpCore)]
        let directory = path.split(separator: "/").dropLast().map { "/\($0)" }.joined()
        if machine.missing.contains(path) || machine.missing.contains(directory) {
            throw HostOperation.dumpCore.error(.fail, domain.name, "\(path): No such file or directory")
        }
    }
}
