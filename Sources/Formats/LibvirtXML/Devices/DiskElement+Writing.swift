import FormatSupport
import GuestModel

extension DiskElement {
    static func write(_ document: GuestDocument, to output: inout XMLOutput) {
        for disk in document.configuration.disks {
            write(disk, isShareable: document.extras.shareableDisks.contains(disk.vdev ?? ""), to: &output)
        }
    }

    private static func write(_ disk: Disk, isShareable: Bool, to output: inout XMLOutput) {
        let network = disk.path.flatMap { NetworkDisk($0) }
        let isBlock = disk.backend == .phy || disk.path?.hasPrefix("/dev/") == true
        let type = network != nil ? "network" : isBlock ? "block" : "file"
        output.element("disk", ["type": type, "device": disk.cdrom ? "cdrom" : "disk"]) { output in
            writeDriver(disk, to: &output)
            if let network {
                network.write(to: &output)
            } else if let path = disk.path {
                output.element("source", ["file": isBlock ? nil : path, "dev": isBlock ? path : nil])
            }
            if let domain = disk.backendDomain { output.element("backenddomain", ["name": domain]) }
            if let vdev = disk.vdev {
                let removable = disk.removable && !disk.cdrom ? "yes" : nil
                output.element("target", ["dev": vdev, "bus": bus(ofVdev: vdev), "removable": removable])
            }
            if !disk.readWrite { output.element("readonly") }
            if isShareable { output.element("shareable") }
        }
    }

    private static func writeDriver(_ disk: Disk, to output: inout XMLOutput) {
        let name: String? =
            switch disk.backend {
            case .phy: "phy"
            case .qdisk: "qemu"
            case .tap, .standalone, nil: nil
            }
        let type = disk.format == .empty ? nil : disk.format?.rawValue ?? "raw"
        let discard = disk.discard.map { $0 ? "unmap" : "ignore" }
        guard name != nil || (type != nil && type != "raw") || discard != nil else { return }
        output.element("driver", ["name": name, "type": type ?? (name == nil ? nil : "raw"), "discard": discard])
    }

    /// What libvirt concludes from the name.
    private static func bus(ofVdev vdev: String) -> String? {
        if vdev.hasPrefix("hd") { return "ide" }
        if vdev.hasPrefix("sd") { return "scsi" }
        return vdev.hasPrefix("xvd") ? "xen" : nil
    }
}
