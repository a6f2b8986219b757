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

    /// `xs_read`
    func xenstoreValue(_ key: String, of reference: DomainReference) throws(HostError) -> String? {
        domains[try index(of: reference, .xenstoreValue)].published[key]
    }

    /// `libxl_userdata_store`
    mutating func storeUserdata(_ text: String, of reference: DomainReference) throws(HostError) {
        domains[try index(of: reference, .storeUserdata)].userdata = text
    }
}
