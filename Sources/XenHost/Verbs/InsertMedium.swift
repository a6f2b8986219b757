import CXen
import GuestModel
import Host

extension XenHost {
    public func insertMedium(_ disk: Disk, in domain: DomainReference) async throws(HostError) {
        let function = "libxl_cdrom_insert"
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            let medium = try LibxlValue(.disk, json: disk.json, worker.context)
            let what = disk.path.map { "\($0) could not be put into" } ?? "nothing could be taken out of"
            try worker.call(function, found.subject, attempt: "\(what) drive \(disk.vdev ?? "")") {
                libxl_cdrom_insert($0, domain.domid, medium.pointer, nil)
            }
            try worker.close(disk.vdev, of: domain.domid)
        }
    }
}
