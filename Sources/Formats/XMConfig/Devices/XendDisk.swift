import FormatSupport
import GuestModel
import XLConfig

/// Disks of xend's: what stands behind `uname`, `dev` and `mode`.
package enum XendDisk {
    /// A disk, and whether other guests may write it too.
    struct Reading {
        var disk = Disk()
        var isShared = false
        /// An emulated floppy drive, which libxl does not have.
        var isFloppy = false
    }

    static func read(_ device: XendDevice) throws(SpecError) -> Reading {
        var reading = Reading()
        try readName(device["dev"], into: &reading)
        try readSource(device["uname"] ?? "", into: &reading.disk)
        try readMode(device["mode"] ?? "w", into: &reading)
        if reading.disk.cdrom {
            reading.disk.removable = true
            reading.disk.readWrite = false
            if reading.disk.path == nil { reading.disk.format = .empty }
        } else if reading.disk.path == nil {
            throw SpecError("the disk has no source; only a CD-ROM drive can be empty")
        }
        if let backend = device["backend"], !["0", "Domain-0"].contains(backend) {
            reading.disk.backendDomain = backend
        }
        return reading
    }

    /// `xvda`, `hdc:cdrom`, `ioemu:hda`.
    private static func readName(_ name: String?, into reading: inout Reading) throws(SpecError) {
        guard var vdev = name else { throw SpecError("the disk has no name in the guest, such as xvda") }
        if vdev.hasPrefix("ioemu:") { vdev.removeFirst("ioemu:".count) }
        if let colon = vdev.firstIndex(of: ":") {
            switch vdev[vdev.index(after: colon)...] {
            case "cdrom": reading.disk.cdrom = true
            case "disk": break
            case "tape", "floppy": reading.isFloppy = true
            default: throw SpecError("\(quoted(vdev)) must end in :cdrom or :disk, or in neither")
            }
            vdev = String(vdev[..<colon])
        }
        if vdev.isEmpty { throw SpecError("the disk has no name in the guest, such as xvda") }
        if vdev.hasPrefix("fd") { reading.isFloppy = true }
        if vdev.hasPrefix("/dev/") { vdev.removeFirst("/dev/".count) }
        reading.disk.vdev = vdev
    }

    /// `phy:/dev/vg0/a`, `file:/srv/a.img`, `tap:aio:/srv/a.img`, `tap2:vhd:/srv/a.vhd`, or nothing.
    private static func readSource(_ uname: String, into disk: inout Disk) throws(SpecError) {
        disk.format = .raw
        if uname.isEmpty {
            // As libvirt has it of an empty drive.
            disk.backend = .phy
            return
        }
        guard let colon = uname.firstIndex(of: ":"), !uname.hasPrefix("/") else {
            guard uname.hasPrefix("/") else {
                throw SpecError("\(quoted(uname)) must begin with phy:, file: or tap:aio:, or be an absolute path")
            }
            disk.path = uname
            return
        }
        let rest = String(uname[uname.index(after: colon)...])
        switch uname[..<colon] {
        case "phy":
            disk.backend = .phy
            // xend looked for such a device below /dev.
            disk.path = rest.hasPrefix("/") || rest.isEmpty ? rest : "/dev/\(rest)"
        case "file":
            disk.backend = .qdisk
            disk.path = rest
        case "tap", "tap2": try readTap(rest, into: &disk)
        case "iscsi", "nbd", "enbd", "drbd", "npiv", "dmmd":
            disk.script = "block-\(uname[..<colon])"
            disk.path = rest
        default:
            throw SpecError(
                "libxl has nothing for the prefix \(uname[..<colon]): of \(quoted(uname)); use phy: or file:")
        }
        if disk.path?.isEmpty == true { disk.path = nil }
    }

    /// Xen's blktap is gone since 4.14: of raw images libxl chooses what serves them, and QEMU serves the others.
    private static func readTap(_ rest: String, into disk: inout Disk) throws(SpecError) {
        var parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.first == "tapdisk", parts.count == 2 {
            parts = parts[1].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        }
        guard parts.count == 2 else {
            throw SpecError("tap: needs the kind of image: tap:aio:, tap:qcow:, tap:qcow2: or tap:vhd:")
        }
        switch parts[0] {
        case "aio", "sync", "raw": disk.format = .raw
        case "qcow": disk.format = .qcow
        case "qcow2": disk.format = .qcow2
        case "vhd": disk.format = .vhd
        default:
            throw SpecError(
                "libxl has no images of the kind \(quoted(String(parts[0]))); convert it to raw, qcow2 or vhd")
        }
        if disk.format == .qcow || disk.format == .qcow2 { disk.backend = .qdisk }
        disk.path = String(parts[1])
    }

    private static func readMode(_ mode: String, into reading: inout Reading) throws(SpecError) {
        switch mode {
        case "w", "rw": reading.disk.readWrite = true
        case "r", "ro": break
        case "w!", "rw!", "!":
            reading.disk.readWrite = true
            reading.isShared = true
        default: throw SpecError("the mode must be w, r or w!, not \(quoted(mode))")
        }
    }
}

extension XendDisk {
    /// What xend would be told of a disk; nil where it has no word for its source.
    package static func device(_ disk: Disk, isShared: Bool) -> XendDevice? {
        guard let vdev = disk.vdev, let uname = uname(of: disk) else { return nil }
        let mode = disk.readWrite ? isShared ? "w!" : "w" : "r"
        var parts = [("uname", uname), ("dev", disk.cdrom ? "\(vdev):cdrom" : vdev), ("mode", mode)]
        if let backend = disk.backendDomain { parts.append(("backend", backend)) }
        let nowhere = Position(line: 1, column: 1)
        return XendDevice(parts: parts.map { .init($0.0, $0.1, at: nowhere) }, position: nowhere)
    }

    private static func uname(of disk: Disk) -> String? {
        guard let path = disk.path else { return disk.cdrom ? "" : nil }
        if let script = disk.script, script.hasPrefix("block-") { return "\(script.dropFirst("block-".count)):\(path)" }
        switch (disk.format, disk.backend) {
        case (.raw, .phy), (nil, .phy): return "phy:\(path)"
        case (.raw, .qdisk), (nil, .qdisk): return "file:\(path)"
        case (.raw, _), (nil, _): return path.hasPrefix("/dev/") ? "phy:\(path)" : "tap:aio:\(path)"
        case (.qcow?, _), (.qcow2?, _), (.vhd?, _): return "tap:\(disk.format?.rawValue ?? ""):\(path)"
        case (.empty?, _), (.qed?, _): return nil
        }
    }
}
