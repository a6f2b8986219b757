import GuestModel
import Host
import LibxlJSON

/// What somebody else does on the host, as with `xl`: without a nonce, and without asking.
extension World {
    /// `xl create`: builds and starts a domain; makes up a uuid when there is none.
    ///
    /// - Parameter toolstacks: who leaves userdata with it; xl does not.
    public mutating func createForeign(
        _ guest: GuestConfiguration, by toolstacks: Set<Toolstack> = [], at now: Int64 = 0
    ) throws(HostError) -> Domid {
        var guest = guest
        if guest.uuid == nil { guest.uuid = .random(using: &random) }
        let domid = try create(CanonicalConfiguration(guest), nonce: nil, userdata: nil, at: now)
        if let index = domains.firstIndex(where: { $0.domid == domid }) {
            domains[index].otherToolstacks = toolstacks
            try unpause(domains[index].reference)
        }
        return domid
    }

    /// `xl destroy`
    public mutating func destroyForeign(_ name: String, at now: Int64 = 0) throws(HostError) {
        try destroy(reference(named: name), at: now)
    }

    /// `xl rename`
    public mutating func renameForeign(_ name: String, to newName: String) throws(HostError) {
        try rename(reference(named: name), to: newName)
    }

    /// `xl mem-set`, in KiB.
    public mutating func setMemoryForeign(_ name: String, to kibibytes: UInt64, at now: Int64 = 0) throws(HostError) {
        try setMemoryTarget(reference(named: name), to: kibibytes, at: now)
    }

    /// `xl pause`
    public mutating func pauseForeign(_ name: String) throws(HostError) { try pause(reference(named: name)) }

    /// `xl unpause`
    public mutating func unpauseForeign(_ name: String) throws(HostError) { try unpause(reference(named: name)) }

    /// `xl block-attach`, `xl network-attach` and their like.
    public mutating func attachForeign(_ device: PluggableDevice, to name: String) throws(HostError) {
        try attach(device, to: reference(named: name))
    }

    /// `xl block-detach`, `xl network-detach` and their like.
    public mutating func detachForeign(_ device: PluggableDevice, from name: String) throws(HostError) {
        try detach(device, from: reference(named: name))
    }

    /// A domain begins to die, and does not get on: somebody still holds its memory.
    public mutating func beginDying(_ name: String) throws(HostError) {
        domains[try index(of: reference(named: name), .destroy)].state = .dying
    }

    /// Domains that were dying are gone.
    public mutating func finishDying(at now: Int64 = 0) {
        for domain in domains where domain.state == .dying { scrub(domain.runtime.memoryHeld, at: now) }
        domains.removeAll { $0.state == .dying }
    }

    private func reference(named name: String) throws(HostError) -> DomainReference {
        guard let domain = domain(named: name) else {
            throw HostError("xl", .domainNotFound, domain: name, detail: "there is no domain of this name")
        }
        return domain.reference
    }
}
