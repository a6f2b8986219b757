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
        if let settled = self.settled { return observed.changes(to: try settled.decoded()).filter(\.isSomebodysDoing) }
        let likeness = try Likeness(
            of: observed, uuid: self.uuid, by: try asBuilt.decoded(), defaultCPUPool: defaultCPUPool)
        return likeness.given.changes(to: likeness.desired)
    }
}

extension FieldChange {
    /// Whether anybody did it: what follows from something else, and what libxl fills in or not as it likes, nobody did.
    fileprivate var isSomebodysDoing: Bool {
        switch field.name {
        // Which one it is, the cpupool decides.
        case JudgedField.scheduler.rawValue: false
        // Who changes a medium by `xl cd-insert` stores the drive without libxl's defaults.
        case "disks.coloEnable", "disks.coloRestoreEnable": !isBetweenNothing(and: "False")
        case "disks.trusted": !isBetweenNothing(and: "True")
        default: true
        }
    }

    private func isBetweenNothing(and word: String) -> Bool {
        (old == nil || new == nil) && [old, new].compactMap(\.self) == [.string(word)]
    }
}
