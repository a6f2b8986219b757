import FormatSupport
import GuestModel

/// The specification of a disk, an element of `disk`: what libxlutil 4.17 takes. xl-disk-configuration(5).
///
/// Its grammar is one of bytes, as libxlutil's is: a comma parts two values whatever mark may follow it.
struct DiskSpec {
    private typealias Part = ArraySlice<UInt8>

    private var rest: Part
    private var disk = Disk()
    private var hasFormat = false
    private var hasAccess = false

    static func read(_ text: String) throws(SpecError) -> Disk {
        let bytes = Array(text.utf8)
        if bytes.contains(UInt8(ascii: "\n")) { throw SpecError("a disk specification must stand on one line") }
        var spec = DiskSpec(rest: bytes[...])
        try spec.readParts()
        return try spec.finished()
    }

    private init(rest: Part) {
        self.rest = rest
        disk.readWrite = true
    }

    private mutating func readParts() throws(SpecError) {
        while true {
            while let byte = rest.first, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { rest.removeFirst() }
            if rest.isEmpty { return }
            if rest.first == UInt8(ascii: "t"), rest.starts(with: "target=".utf8) {
                // It takes everything to the end, commas and blanks included, but for one comma that ends it.
                let path = rest.dropFirst("target=".utf8.count)
                return try Self.set(
                    &disk.path, "target", to: String(path.last == UInt8(ascii: ",") ? path.dropLast() : path))
            }
            if try readPrefix() { continue }
            try readPart()
        }
    }

    /// Takes `key=value` or a plain word, up to the next comma.
    private mutating func readPart() throws(SpecError) {
        let part = rest.prefix { $0 != UInt8(ascii: ",") }
        let word = part.prefix { $0 != UInt8(ascii: "=") }
        let text = String(word)
        // As in a file, a last byte that fits nowhere is let through: an equals sign after what is no key.
        let endsInEquals = word.endIndex + 1 == rest.endIndex && rest.last == UInt8(ascii: "=")
        let isPlain = word.endIndex == part.endIndex || endsInEquals && Key.named[text] == nil
        guard isPlain || isKey(word) else {
            throw SpecError("\(quoted(String(part))) is neither a key with a value nor a plain word")
        }
        rest = rest[part.endIndex...].dropFirst()
        if !isPlain {
            try read(key: text, value: String(part[word.endIndex...].dropFirst()))
        } else if !word.isEmpty || part.isEmpty, try !readFlag(text) {
            try readPositional(text)
        }
    }

    private func isKey(_ word: Part) -> Bool {
        guard let first = word.first, first.isSmallLetter else { return false }
        return word.allSatisfy { $0.isSmallLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
    }

    // MARK: key=value

    private mutating func read(key: String, value: String) throws(SpecError) {
        guard let known = Key.named[key] else {
            let near =
                Spelling.nearest(to: key, among: Key.allCases.map(\.rawValue)).map { "; did you mean \($0)?" } ?? ""
            throw SpecError("a disk has no \(key)\(near)")
        }
        switch known {
        case .target: try Self.set(&disk.path, "target", to: value)
        case .format: try setFormat(value)
        case .vdev: try Self.set(&disk.vdev, "vdev", to: value)
        case .access: try setAccess(value)
        case .devtype: try setDeviceType(value)
        case .backend: try Self.set(&disk.backendDomain, "backend", to: value)
        case .backendtype: try setBackendType(value)
        case .script: try Self.set(&disk.script, "script", to: value)
        case .specification: try setSpecification(value)
        case .coloHost: try Self.set(&disk.coloHost, "colo-host", to: value)
        case .coloPort:
            guard let port = Numbers.decimal(value), let fit = Int32(exactly: port) else {
                throw SpecError("colo-port must be a number, not \(quoted(value))")
            }
            disk.coloPort = fit == 0 ? nil : fit
        case .coloExport: try Self.set(&disk.coloExport, "colo-export", to: value)
        case .activeDisk: try Self.set(&disk.activeDisk, "active-disk", to: value)
        case .hiddenDisk: try Self.set(&disk.hiddenDisk, "hidden-disk", to: value)
        }
    }

    private enum Key: String, CaseIterable {
        case target, format, vdev, access, devtype, backend, backendtype, script, specification
        case coloHost = "colo-host"
        case coloPort = "colo-port"
        case coloExport = "colo-export"
        case activeDisk = "active-disk"
        case hiddenDisk = "hidden-disk"

        static let named = KeyTable(allCases.map { ($0.rawValue, $0) })
    }

    /// Sets a text. Saying it twice is an error, unless the first time it was empty.
    private static func set(_ field: inout String?, _ name: String, to value: String) throws(SpecError) {
        if let earlier = field, !earlier.isEmpty {
            throw SpecError("\(name) is given twice: \(quoted(earlier)) and \(quoted(value))")
        }
        field = value
    }

    /// Sets a choice. Saying the same twice is no error.
    private static func set<V: LibxlEnumeration>(
        _ field: inout V?, _ name: String, to value: V
    ) throws(SpecError) {
        if let earlier = field, earlier != value {
            throw SpecError("\(name) is given twice: \(earlier.rawValue) and \(value.rawValue)")
        }
        field = value
    }

    private mutating func setFormat(_ value: String) throws(SpecError) {
        hasFormat = true
        guard let format = value.isEmpty ? .raw : DiskFormat(rawValue: value) else {
            throw SpecError("format must be raw, qcow, qcow2, vhd or qed, not \(quoted(value))")
        }
        try Self.set(&disk.format, "format", to: format)
    }

    private mutating func setAccess(_ value: String) throws(SpecError) {
        switch value {
        case "": break
        case "rw", "w": disk.readWrite = true
        case "ro", "r": disk.readWrite = false
        case "w!", "rw!": throw SpecError("access \(value) is xm's; xl shares no writable disks, so write w or rw")
        case "trusted", "untrusted": throw SpecError("xl 4.17 has no \(value); leave it out")
        default: throw SpecError("access must be rw, w, ro or r, not \(quoted(value))")
        }
    }

    private mutating func setDeviceType(_ value: String) throws(SpecError) {
        switch value {
        case "cdrom": disk.cdrom = true
        case "disk": disk.cdrom = false
        default: throw SpecError("devtype must be cdrom or disk, not \(quoted(value))")
        }
    }

    private mutating func setBackendType(_ value: String) throws(SpecError) {
        guard let backend = DiskBackend(rawValue: value) else {
            throw SpecError("backendtype must be phy, qdisk, tap or standalone, not \(quoted(value))")
        }
        try Self.set(&disk.backend, "backendtype", to: backend)
    }

    private mutating func setSpecification(_ value: String) throws(SpecError) {
        guard let specification = DiskSpecification(rawValue: value) else {
            throw SpecError("specification must be xen or virtio, not \(quoted(value))")
        }
        try Self.set(&disk.specification, "specification", to: specification)
    }

    // MARK: Words

    private mutating func readFlag(_ word: String) throws(SpecError) -> Bool {
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
        let part = rest.prefix { $0.isSmallLetter || $0.isDigit }
        guard part.first?.isSmallLetter == true, rest[part.endIndex...].first == UInt8(ascii: ":") else { return false }
        let after = rest[part.endIndex...].dropFirst()
        let word = String(part)
        switch word {
        case "raw", "qcow", "qcow2", "vhd": try setFormat(word)
        case "iscsi", "nbd", "enbd", "drbd":
            hasFormat = true
            try Self.set(&disk.script, "script", to: "block-\(word)")
        case "tapdisk", "tap", "tap2", "aio", "ioemu", "file", "phy": hasFormat = true
        default:
            // A target such as rbd:pool/image goes through, http://… does not.
            if let next = after.first, next.isSmallLetter || next.isDigit { return false }
            throw SpecError("the prefix \(word): is unknown; give such a target last, as target=\(String(rest))")
        }
        rest = after
        return true
    }

    private mutating func readPositional(_ word: String) throws(SpecError) {
        if disk.path == nil {
            try Self.set(&disk.path, "target", to: word)
        } else if !hasFormat {
            hasFormat = true
            if disk.path == "", word.utf8.contains(UInt8(ascii: ":")) {
                // xend's empty drive, ",hdc:cdrom,r", has no format.
                try Self.set(&disk.format, "format", to: DiskFormat.empty)
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
            throw SpecError("\(quoted(word)) is one word too many: target, format, vdev and access are there")
        }
    }

    /// `hdc`, or in xend's manner `hdc:cdrom`.
    private mutating func setVdev(_ word: String) throws(SpecError) {
        var vdev = word
        if let colon = word.utf8.lastIndex(of: UInt8(ascii: ":")) {
            try setDeviceType(String(word[word.index(after: colon)...]))
            vdev = String(word[..<colon])
        }
        try Self.set(&disk.vdev, "vdev", to: vdev)
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

extension String {
    /// A part of what has been a string before.
    fileprivate init(_ bytes: ArraySlice<UInt8>) { self.init(decoding: bytes, as: UTF8.self) }
}
