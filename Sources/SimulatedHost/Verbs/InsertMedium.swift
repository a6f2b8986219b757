import GuestModel
import Host
import LibxlJSON

extension World {
    /// `libxl_cdrom_insert`
    ///
    /// - Throws: ``LibxlError/invalid`` unless the guest is HVM, without a stub domain, and has a CD drive of this vdev;
    ///   ``LibxlError/fail`` when there is no such file.
    mutating func insertMedium(_ disk: Disk, in reference: DomainReference) throws(HostError) {
        let index = try index(of: reference, .insertMedium)
        let name = domains[index].name
        func refusal(_ code: LibxlError, _ detail: String) -> HostError {
            HostOperation.insertMedium.error(code, name, detail)
        }
        var guest = try Attaching(kind: "cdrom", domain: name, verb: "insert").stored(of: domains[index])
        guard case .hvm = guest.type else { throw refusal(.invalid, "only an HVM guest has a CD drive") }
        if guest.deviceModel.stubdomain == true {
            throw refusal(.invalid, "a guest with a stub domain keeps its media")
        }
        guard let drive = guest.disks.firstIndex(where: { $0.cdrom && $0.vdev == disk.vdev }) else {
            throw refusal(.invalid, "the guest has no CD drive \(disk.vdev ?? "without a vdev")")
        }
        if let path = disk.path, machine.missing.contains(path) {
            throw refusal(.fail, "\(path): No such file or directory")
        }
        guest.disks[drive].path = disk.path
        guest.disks[drive].format = disk.format
        domains[index].stored = CanonicalConfiguration(guest)
    }
}
