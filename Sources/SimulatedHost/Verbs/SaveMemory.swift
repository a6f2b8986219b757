import GuestModel
import Host
import LibxlJSON

extension World {
    /// `libxl_domain_suspend`: the guest is suspended, and what it is goes to a file.
    ///
    /// - Throws: ``LibxlError/guestTimedOut`` for a guest that does nothing any more; ``LibxlError/invalid`` for one that does
    ///   not run; ``LibxlError/fail`` where the file cannot be written.
    mutating func saveMemory(of reference: DomainReference, to path: String) throws(HostError) {
        let operation = HostOperation.saveMemory
        let index = try index(of: reference, operation)
        let name = domains[index].name
        guard domains[index].state == .running else { throw operation.error(.invalid, name, "the guest does not run") }
        if behaviours[name] == .hangs {
            throw operation.error(.guestTimedOut, name, "the guest does not let itself be suspended")
        }
        if machine.missing.contains(path) { throw operation.error(.fail, name, "\(path): No space left on device") }
        domains[index].state = .shutDown(.suspend)
        savedMemories[path] = SavedMemory(domain: domains[index])
    }

    /// `libxl_domain_resume`
    ///
    /// - Throws: ``LibxlError/invalid`` unless it is suspended.
    mutating func resume(_ reference: DomainReference) throws(HostError) {
        let index = try index(of: reference, .resume)
        guard domains[index].state == .shutDown(.suspend) else {
            throw HostOperation.resume.error(.invalid, domains[index].name, "the guest is not suspended")
        }
        domains[index].state = .running
        noteRun(of: domains[index].uuid)
    }

    /// `libxl_domain_create_restore`: a domain like the one that was saved, paused.
    mutating func restore(
        from path: String, nonce: String, userdata: String, at now: Int64
    ) throws(HostError) -> Domid {
        let operation = HostOperation.restore
        guard let saved = savedMemories[path], !machine.missing.contains(path) else {
            throw operation.error(.fail, nil, "\(path): No such file or directory")
        }
        var guest: GuestConfiguration
        do throws(ConfigurationTextError) {
            guest = try saved.domain.stored.decoded()
        } catch {
            throw operation.error(.invalid, saved.domain.name, error.description)
        }
        // What is saved is what libxl says of the domain, which has been renamed, perhaps.
        guest.name = saved.domain.name
        guest.creation.xenstoreData.removeAll { $0.key == ObservedDomain.nonceKey }
        let domid = try create(CanonicalConfiguration(guest), nonce: nonce, userdata: userdata, at: now)
        guard let index = domains.firstIndex(where: { $0.domid == domid }) else { return domid }
        // What was changed while it ran is in the file, too.
        domains[index].runtime = saved.domain.runtime
        if saved.isStale { staleRestores.append(guest.name) }
        return domid
    }

    /// A guest runs, whichever domain it has: what was saved of it before is older than its disks from now on.
    mutating func noteRun(of uuid: GuestUUID) {
        for path in savedMemories.keys where savedMemories[path]?.domain.uuid == uuid {
            savedMemories[path]?.isStale = true
        }
    }
}
