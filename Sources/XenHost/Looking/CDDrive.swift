import GuestModel
import Host

/// An emulated CD drive in xenstore.
struct CDDrive: Sendable, Hashable {
    let domid: Domid
    /// libxl's number of the disk: 5632 for hdc.
    let devid: Int

    /// What a disk's type is that is a CD drive.
    static let type = "cdrom"
    /// What a guest writes when it lets the medium out.
    static let ejected = "eject"

    /// Where libxl says what the disk is.
    var typePath: String { "\(DeviceKind.disk.folder(of: domid))/\(devid)/device-type" }
    /// Where libxl says by which name the disk is known.
    var vdevPath: String { "\(DeviceKind.disk.folder(of: domid))/\(devid)/dev" }
    /// Where the guest says that the medium is out (`libxl_evenable_disk_eject`).
    var ejectPath: String { "/local/domain/\(domid)/device/vbd/\(devid)/eject" }
}

extension CDDrive {
    /// - Returns: nil for any other path.
    init?(typePath: String) { self.init(typePath, ["libxl", nil, "device", "vbd", nil, "device-type"]) }

    /// - Returns: nil for any other path.
    init?(ejectPath: String) { self.init(ejectPath, ["local", "domain", nil, "device", "vbd", nil, "eject"]) }

    /// - Parameter pattern: the path's names, with nil for the domid and for the disk's number.
    private init?(_ path: String, _ pattern: [String?]) {
        let names = path.split(separator: "/")
        guard names.count == pattern.count,
            zip(names, pattern).allSatisfy({ name, wanted in wanted.map { $0 == name } ?? true })
        else { return nil }
        let numbers = zip(names, pattern).filter { $0.1 == nil }.map(\.0)
        guard let domid = numbers.first.flatMap({ Domid($0) }), let devid = numbers.last.flatMap({ Int($0) }) else {
            return nil
        }
        self.init(domid: domid, devid: devid)
    }
}

extension LibxlWorker {
    /// The drives, and other disks, of a domain.
    func drives(of domid: Domid) -> [CDDrive] {
        let numbers = (try? context.xenstore.list(DeviceKind.disk.folder(of: domid))) ?? []
        return numbers.compactMap(Int.init).map { CDDrive(domid: domid, devid: $0) }
    }

    /// The name by which the guest's configuration knows it; nil when xenstore does not say.
    func vdev(of drive: CDDrive) -> String? { try? context.xenstore.read(drive.vdevPath) }

    /// The drive has a medium, or is meant to have none: what the guest has ejected is forgotten.
    func close(_ vdev: String?, of domid: Domid) throws(HostError) {
        for drive in drives(of: domid) where vdev == self.vdev(of: drive) {
            guard try context.xenstore.read(drive.ejectPath) == CDDrive.ejected else { continue }
            try context.xenstore.write("", to: drive.ejectPath)
        }
    }
}
