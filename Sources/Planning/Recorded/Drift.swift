import GuestModel

extension GuestRecord {
    /// What others have changed on its running domain, each with the value that it should go back to.
    ///
    /// Of a domain that nobody looked at once it was built, only what cannot be libxl's own doing is somebody else's.
    ///
    /// - Parameters:
    ///   - observed: what the domain is now.
    ///   - defaultCPUPool: where a domain runs that names no cpupool.
    /// - Throws: when the record is damaged.
    public func drift(of observed: GuestConfiguration, defaultCPUPool: String) throws -> [FieldChange] {
        if let settled { return observed.changes(to: try settled.decoded()) }
        let likeness = try Adoption(
            of: observed, uuid: uuid, by: try asBuilt.decoded(), defaultCPUPool: defaultCPUPool)
        return likeness.given.changes(to: likeness.desired)
    }
}
