import FormatSupport
import GuestModel

/// `disk`: reading. Which format and backend a driver stands for is as libvirt's driver for libxl decides it.
enum DiskElement {
    private enum Medium { case disk, cdrom, floppy }

    static func read(_ devices: Element, into draft: inout DomainDraft) {
        var vdevs: Set<String> = []
        for element in devices.children("disk") {
            guard let disk = disk(element) else { continue }
            BootOrder.read(element, disk.cdrom ? "d" : "c", into: &draft)
            if let vdev = disk.vdev, !vdevs.insert(vdev).inserted {
                element.reading.remember(.disks, at: element.place)
            }
            if element.child("shareable") != nil, let vdev = disk.vdev { draft.shareableDisks.insert(vdev) }
            draft.guest.disks.append(disk)
        }
    }

    private static func disk(_ element: Element) -> Disk? {
        let media: KeyValuePairs<String, Medium> = [
            "disk": .disk, "cdrom": .cdrom, "floppy": .floppy, "lun": .disk,
        ]
        let medium = element.attribute("device").map { $0.choice(media) } ?? .disk
        if medium == .floppy {
            element.dismiss(
                .warning, .unsupported,
                "libxl has no floppy drives, and the disk is left out: <xen:commandline> can give the device model one")
            return nil
        }
        if let lun = element.attribute("device"), lun.text == "lun" {
            lun.note(
                .warning, .meaningless, "device 'lun' passes SCSI commands through: on Xen it is a disk")
        }
        var disk = Disk()
        disk.cdrom = medium == .cdrom
        readTarget(element, into: &disk)
        readSource(element, into: &disk)
        readDriver(element, into: &disk)
        disk.readWrite = element.child("readonly") == nil && !disk.cdrom
        for encryption in [element.child("encryption"), element.child("source")?.child("encryption")].compactMap(\.self)
        {
            encryption.dismiss(.error, .unsupported, "Xen decrypts no disks: open the volume in dom0, and name that")
        }
        if let transient = element.child("transient") {
            transient.report(.error, .unsupported, "Xen has no transient disks: changes would stay")
        }
        disk.backendDomain = element.child("backenddomain")?.attribute("name")?.text
        if disk.cdrom, disk.path == nil { disk.format = .empty }
        if !disk.readWrite { disk.discard = nil }
        return disk
    }

    private static func readTarget(_ element: Element, into disk: inout Disk) {
        guard let target = element.child("target"), let device = target.attribute("dev") else {
            return element.lacks("a <target> with a dev, such as xvda")
        }
        if let bus = target.attribute("bus"), bus.text != ownBus(of: device.trimmed) {
            bus.note(.warning, .meaningless, "bus '\(bus.text)' has no meaning on Xen, where the name decides")
        }
        disk.vdev = device.trimmed
        if !isVdev(device.trimmed) { device.refuse("a name that Xen knows: xvda, hda, sda and the like, or d0p1") }
        disk.removable = disk.cdrom
        if let removable = target.attribute("removable")?.choice([
            "on": true, "off": false, "yes": true, "no": false,
        ]) {
            disk.removable = removable || disk.cdrom
        }
    }

    /// The bus that a disk is on by its name; libxl sees to it.
    static func ownBus(of name: String) -> String {
        name.hasPrefix("hd") ? "ide" : name.hasPrefix("sd") ? "scsi" : "xen"
    }

    /// The names that libxl takes: three prefixes with letters and perhaps a partition, `d` with numbers, or a number.
    static func isVdev(_ name: String) -> Bool {
        func isNumber(_ text: Substring) -> Bool {
            !text.isEmpty && text.utf8.allSatisfy(\.isDigit)
        }
        for prefix in ["xvd", "hd", "sd"] where name.hasPrefix(prefix) {
            let letters = name.dropFirst(prefix.count).prefix { ("a"..."z").contains($0) }
            let partition = name[letters.endIndex...]
            return !letters.isEmpty && (partition.isEmpty || isNumber(partition))
        }
        if name.hasPrefix("0x") { return UInt32(name.dropFirst(2), radix: 16) != nil }
        let numbers = name.drop { $0 == "d" }
        let parts = numbers.split(separator: "p", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.allSatisfy(isNumber) && (name.hasPrefix("d") ? !name.hasPrefix("dd") : parts.count == 1)
    }

    private static func readSource(_ element: Element, into disk: inout Disk) {
        let type = element.attribute("type")
        let word = type?.text ?? "file"
        let source = element.child("source")
        switch word {
        case "file": disk.path = source?.attribute("file")?.text
        case "block": disk.path = source?.attribute("dev")?.text
        case "dir": disk.path = source?.attribute("dir")?.text
        case "network": disk.path = NetworkDisk.path(source, of: element)
        case "volume", "nvme", "vhostuser", "vhostvdpa":
            type?.note(
                .error, .unsupported, "a disk of type '\(word)' is beyond libxl: use 'file', 'block' or 'network'")
            return
        default: type?.refuse("'file', 'block' or 'network'")
        }
        if disk.path?.isEmpty == true { disk.path = nil }
        if disk.path == nil, !disk.cdrom, source == nil || word != "network" {
            element.lacks("a <source>: only a CD-ROM drive can be empty")
        }
        for scheme in ["dmmd", "drbd", "npiv"] where disk.path?.hasPrefix("\(scheme):") == true {
            disk.script = "block-\(scheme)"
        }
    }

    private static func readDriver(_ element: Element, into disk: inout Disk) {
        disk.format = .raw
        let isRemote = element.attribute("type")?.text == "network"
        // No other driver reaches a disk on a network, so libvirt takes it where none is named.
        if isRemote { disk.backend = .qdisk }
        guard let driver = element.child("driver") else { return }
        if let cache = driver.attribute("cache"), cache.text != "default" {
            cache.note(.warning, .meaningless, "cache '\(cache.text)' has no meaning on Xen: libxl decides")
        }
        if let discard = driver.attribute("discard") {
            disk.discard = discard.choice(["unmap": true, "ignore": false])
        }
        let formats: KeyValuePairs<String, DiskFormat> = [
            "raw": .raw, "aio": .raw, "qcow": .qcow, "qcow2": .qcow2, "vhd": .vhd, "vpc": .vhd, "qed": .qed,
        ]
        let type = driver.attribute("type")
        if let format = type?.choice(formats) { disk.format = format }
        guard let name = driver.attribute("name") else { return }
        if isRemote, name.text != "qemu" { return name.refuse("'qemu', the driver of disks of type 'network'") }
        switch name.text {
        case "qemu": disk.backend = .qdisk
        case "file", "phy":
            disk.backend = name.text == "phy" ? .phy : .qdisk
            if disk.format != .raw { type?.refuse("'raw', as the driver is '\(name.text)'") }
        case "tap", "tap2":
            // Xen's blktap is gone since 4.14: for raw images libxl chooses among what there is.
            disk.backend = disk.format == .raw || disk.format == .vhd ? nil : .qdisk
            name.note(.note, .deprecated, "driver '\(name.text)' is no more: 'qemu' serves all image formats")
        default: name.refuse("'qemu', 'phy', 'file' or 'tap'")
        }
    }
}
