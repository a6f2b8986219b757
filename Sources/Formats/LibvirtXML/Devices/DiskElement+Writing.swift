import FormatSupport
import GuestModel

extension DiskElement {
    static func write(_ document: GuestDocument, to output: inout XMLOutput) {
        let guest = document.configuration
        // A disk without a name has no place in libvirt's XML, nor has a drive that is empty and no CD-ROM's.
        for disk in guest.disks where disk.vdev.map(isVdev) == true && (disk.path?.isEmpty == false || disk.cdrom) {
            let isShareable = document.extras.shareableDisks.contains(disk.vdev ?? "")
            write(disk, of: guest.type.kind, isShareable: isShareable, to: &output)
        }
    }

    private static func write(
        _ disk: Disk, of kind: GuestType.Kind, isShareable: Bool, to output: inout XMLOutput
    ) {
        let isBlock = disk.backend == .phy
        let network = isBlock ? nil : disk.path.flatMap { NetworkDisk($0) }
        let type = network != nil ? "network" : isBlock ? "block" : "file"
        let address = DriveAddress(disk, of: kind)
        output.element("disk", ["type": type, "device": disk.cdrom ? "cdrom" : "disk"]) { output in
            writeDriver(disk, to: &output)
            if let network {
                network.write(to: &output)
            } else if let path = disk.path, !path.isEmpty {
                output.element("source", ["file": isBlock ? nil : path, "dev": isBlock ? path : nil])
            }
            if let domain = disk.backendDomain { output.element("backenddomain", ["name": domain]) }
            if let vdev = disk.vdev {
                // libvirt refuses the word for disks on any other bus.
                let removable = disk.removable && !disk.cdrom && address?.type == "scsi" ? "on" : nil
                output.element("target", ["dev": vdev, "bus": ownBus(of: vdev), "removable": removable])
            }
            if !disk.readWrite { output.element("readonly") }
            if isShareable { output.element("shareable") }
            address?.write(to: &output)
        }
    }

    /// libvirt passes a format on only where there is a driver's name; `qemu` is what it takes when libxl is to choose.
    private static func writeDriver(_ disk: Disk, to output: inout XMLOutput) {
        let name = disk.backend == .phy ? "phy" : "qemu"
        let isEmpty = name != "phy" && (disk.format == .empty || disk.path?.isEmpty != false)
        let format = name == "phy" || disk.cdrom || disk.format == .empty ? .raw : disk.format ?? .raw
        let discard = disk.discard.map { $0 ? "unmap" : "ignore" }
        output.element("driver", ["name": name, "type": isEmpty ? nil : format.rawValue, "discard": discard])
    }
}

/// The place on its bus that libvirt gives an emulated disk, after its name.
struct DriveAddress {
    /// The bus: ide or scsi.
    let type: String
    let controller: Int
    private let bus: Int
    private let unit: Int

    /// Nil for a disk that is not emulated.
    init?(_ disk: Disk, of kind: GuestType.Kind) {
        guard kind == .hvm, let vdev = disk.vdev else { return nil }
        type = DiskElement.ownBus(of: vdev)
        let letters = vdev.dropFirst(2).utf8.prefix(while: \.isSmallLetter)
        guard type != "xen", (1...2).contains(letters.count) else { return nil }
        // a, b, … z, aa, ab, …
        let number = letters.reduce(0) { $0 * 26 + Int($1 - UInt8(ascii: "a")) + 1 } - 1
        // Two buses of two disks a controller, or one of seven.
        let perController = type == "ide" ? 4 : 7
        let perBus = type == "ide" ? 2 : 7
        controller = number / perController
        bus = number % perController / perBus
        unit = number % perBus
    }

    func write(to output: inout XMLOutput) {
        output.element(
            "address",
            [
                "type": "drive", "controller": "\(controller)", "bus": "\(bus)", "target": "0", "unit": "\(unit)",
            ])
    }
}
