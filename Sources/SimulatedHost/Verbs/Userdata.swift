import Host

extension World {
    /// `libxl_userdata_retrieve`
    func userdata(of reference: DomainReference) throws(HostError) -> String? {
        domains[try index(of: reference, .userdata)].userdata
    }

    /// `libxl_userdata_retrieve`, by others' names.
    func otherToolstacks(of reference: DomainReference) throws(HostError) -> Set<Toolstack> {
        domains[try index(of: reference, .otherToolstacks)].otherToolstacks
    }

    /// `libxl_userdata_store`
    mutating func storeUserdata(_ text: String, of reference: DomainReference) throws(HostError) {
        domains[try index(of: reference, .storeUserdata)].userdata = text
    }
}
