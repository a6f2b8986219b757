import GuestModel

/// The specification of a disk, an element of `disk`: what libxlutil 4.17 takes. xl-disk-configuration(5).
struct DiskSpec {
    private var rest: Substring
    private var disk = Disk()
    private var hasFormat = false
    private var hasAccess = false

    static func read(_ text: String) throws(SpecError) -> Disk {
        if text.utf8.contains(UInt8(ascii: "\n")) { throw SpecError("a disk specification must stand on one line") }
        var spec = DiskSpec(rest: text[...])
        try spec.readParts()
        return try spec.finished()
    }

    private init(rest: Substring) {
        self.rest = rest
        disk.readWrite = true
    }

    private mutating func readParts() throws(SpecError) {
        while true {
            rest = rest.trimmingPrefix { $0 == " " || $0 == "\t" }
            if rest.isEmpty { return }
            if rest.hasPrefix("target=") {
                // It takes everything to the end, commas and blanks included.
                try set(\.path, "target", to: rest.dropFirst("target=".count))
                return
            }
            if try readPrefix() { continue }
            let part = rest.prefix { $0 != "," }
            let word = part.prefix { $0 != "=" }
            let key = String(word)
            // As in a file, a last byte that fits nowhere is let through: an equals sign after an unknown word.
            let isLetThrough = rest[word.endIndex...] == "=" && (!isKey(word) || !DiskSpec.keys.contains(key))
            if word.endIndex < part.endIndex, isKey(word), !isLetThrough {
                rest = rest[part.endIndex...].dropFirst()
                try read(key: key, value: part[word.endIndex...].dropFirst())
                continue
            }
            guard word.endIndex == part.endIndex || isLetThrough, !part.hasPrefix("=") || isLetThrough else {
                throw SpecError("\(quoted(String(part))) is neither a key with a value nor a plain word")
            }
            rest = rest[part.endIndex...].dropFirst()
            if word.isEmpty, isLetThrough { return }
            if try !readFlag(word) { try readPositional(word) }
        }
    }

    private func isKey(_ text: Substring) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return text.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-")
        }
    }

    // MARK: key=value

    private mutating func read(key: String, value: Substring) throws(SpecError) {
        switch key {
        case "format": try setFormat(value)
        case "vdev": try set(\.vdev, "vdev", to: value)
        case "access": try setAccess(value)
        case "devtype": try setDeviceType(value)
        case "backend": try set(\.backendDomain, "backend", to: value)
        case "backendtype": try setBackendType(value)
        case "script": try set(\.script, "script", to: value)
        case "specification": try setSpecification(value)
        case "colo-host": try set(\.coloHost, "colo-host", to: value)
        case "colo-port":
            guard let port = Numbers.decimal(value), let fit = Int32(exactly: port) else {
                throw SpecError("colo-port must be a number, not \(quoted(String(value)))")
            }
            disk.coloPort = fit == 0 ? nil : fit
        case "colo-export": try set(\.coloExport, "colo-export", to: value)
        case "active-disk": try set(\.activeDisk, "active-disk", to: value)
        case "hidden-disk": try set(\.hiddenDisk, "hidden-disk", to: value)
        default:
            let near = Spelling.nearest(to: key, among: DiskSpec.keys).map { "; did you mean \($0)?" } ?? ""
            throw SpecError("a disk has no \(key)\(near)")
        }
    }

    private static let keys = [
        "target", "format", "vdev", "access", "devtype", "backend", "backendtype", "script", "specification",
        "colo-host", "colo-port", "colo-export", "active-disk", "hidden-disk",
    ]

    /// Sets a text. Saying it twice is an error, unless the first time it was empty.
    private mutating func set(
        _ path: WritableKeyPath<Disk, String?>, _ name: String, to value: Substring
    ) throws(SpecError) {
        if let earlier = disk[keyPath: path], !earlier.isEmpty {
            throw SpecError("\(name) is given twice: \(quoted(earlier)) and \(quoted(String(value)))")
        }
        disk[keyPath: path] = String(value)
    }

    /// Sets a choice. Saying the same twice is no error.
    private mutating func set<V: LibxlEnumeration>(
        _ path: WritableKeyPath<Disk, V?>, _ name: String, to value: V
    ) throws(SpecError) {
        if let earlier = disk[keyPath: path], earlier != value {
            throw SpecError("\(name) is given twice: \(earlier.rawValue) and \(value.rawValue)")
        }
        disk[keyPath: path] = value
    }

    private mutating func setFormat(_ value: Substring) throws(SpecError) {
        hasFormat = true
        guard let format = value.isEmpty ? .raw : DiskFormat(rawValue: String(value)) else {
            throw SpecError("format must be raw, qcow, qcow2, vhd or qed, not \(quoted(String(value)))")
        }
        try set(\.format, "format", to: format)
    }

    private mutating func setAccess(_ value: Substring) throws(SpecError) {
        switch value {
        case "": break
        case "rw", "w": disk.readWrite = true
        case "ro", "r": disk.readWrite = false
        case "w!", "rw!": throw SpecError("access \(value) is xm's; xl shares no writable disks, so write w or rw")
        case "trusted", "untrusted": throw SpecError("xl 4.17 has no \(value); leave it out")
        default: throw SpecError("access must be rw, w, ro or r, not \(quoted(String(value)))")
        }
    }

    private mutating func setDeviceType(_ value: Substring) throws(SpecError) {
        switch value {
        case "cdrom": disk.cdrom = true
        case "disk": disk.cdrom = false
        default: throw SpecError("devtype must be cdrom or disk, not \(quoted(String(value)))")
        }
    }

    private mutating func setBackendType(_ value: Substring) throws(SpecError) {
        guard let backend = DiskBackend(rawValue: String(value)) else {
            throw SpecError("backendtype must be phy, qdisk, tap or standalone, not \(quoted(String(value)))")
        }
        try set(\.backend, "backendtype", to: backend)
    }

    private mutating func setSpecification(_ value: Substring) throws(SpecError) {
        guard let specification = DiskSpecification(rawValue: String(value)) else {
            throw SpecError("specification must be xen or virtio, not \(quoted(String(value)))")
        }
        try set(\.specification, "specification", to: specification)
    }

    // MARK: Words

    private mutating func readFlag(_ word: Substring) throws(SpecError) -> Bool {
        switch word {
        case "cdrom": disk.cdrom = true
        case "direct-io-safe": disk.directIOSafe = true
        case "discard": disk.discard = true
        case "no-discard": disk.discard = false
        case "colo": disk.coloEnable = true
        case "no-colo": disk.coloEnable = false
        default: return false
        }
        return true
    }

    /// Takes one of the prefixes that xend asked for, such as `phy:`.
    private mutating func readPrefix() throws(SpecError) -> Bool {
        let word = rest.prefix { $0 != ":" && $0 != "," && $0 != "=" }
        guard word.endIndex < rest.endIndex, rest[word.endIndex] == ":", isKey(word), !word.contains("-") else {
            return false
        }
        let after = rest[rest.index(after: word.endIndex)...]
        switch word {
        case "raw", "qcow", "qcow2", "vhd":
            hasFormat = true
            try setFormat(word)
        case "iscsi", "nbd", "enbd", "drbd":
            hasFormat = true
            try set(\.script, "script", to: "block-\(word)")
        case "tapdisk", "tap", "tap2", "aio", "ioemu", "file", "phy": hasFormat = true
        default:
            // A target such as rbd:pool/image goes through, http://… does not.
            if let next = after.utf8.first,
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(next)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next)
            {
                return false
            }
            throw SpecError("the prefix \(word): is unknown; give such a target last, as target=\(rest)")
        }
        rest = after
        return true
    }

    private mutating func readPositional(_ word: Substring) throws(SpecError) {
        if disk.path == nil {
            try set(\.path, "target", to: word)
        } else if !hasFormat {
            hasFormat = true
            if disk.path == "", word.contains(":") {
                // xend's empty drive, ",hdc:cdrom,r", has no format.
                try set(\.format, "format", to: DiskFormat.empty)
                try setVdev(word)
            } else {
                try setFormat(word)
            }
        } else if disk.vdev == nil {
            try setVdev(word)
        } else if !hasAccess {
            hasAccess = true
            try setAccess(word)
        } else {
            throw SpecError("\(quoted(String(word))) is one word too many: target, format, vdev and access are there")
        }
    }

    /// `hdc`, or in xend's manner `hdc:cdrom`.
    private mutating func setVdev(_ word: Substring) throws(SpecError) {
        var vdev = word
        if let colon = word.lastIndex(of: ":") {
            try setDeviceType(word[word.index(after: colon)...])
            vdev = word[..<colon]
        }
        try set(\.vdev, "vdev", to: vdev)
    }

    private mutating func finished() throws(SpecError) -> Disk {
        if disk.format == nil { disk.format = .raw }
        if disk.cdrom {
            disk.removable = true
            disk.readWrite = false
            if disk.path?.isEmpty ?? true { disk.format = .empty }
        }
        if disk.vdev == nil { throw SpecError("the disk has no vdev, such as xvda or hdc") }
        if disk.path == nil, !disk.removable { throw SpecError("the disk has no target, and is no cdrom") }
        return disk
    }
}
