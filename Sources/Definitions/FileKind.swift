import FormatSupport
import GuestModel
import LibvirtXML
import XLConfig

/// The formats in which a definitions directory may hold a guest.
enum DefinitionFormat: Sendable {
    case libvirtXML
    case xlConfig

    func reader(_ defaults: HostDefaults) -> any GuestReader {
        switch self {
        // libvirt does not look at xl.conf; what its XML leaves out is libvirt's to fill in, or libxl's.
        case .libvirtXML: LibvirtXMLReader()
        case .xlConfig: XLConfigReader(host: defaults)
        }
    }
}

/// What a file in a definitions directory is taken for.
enum FileKind: Sendable {
    case definition(DefinitionFormat)
    /// Not a definition; the reason is a sentence without a full stop.
    case other(String)
    /// A guest, in a form that is not read.
    case unreadable(String)
}

/// Tells definitions from what else lies about in a directory like /etc/xen.
enum Recognition {
    static let policyFile = "xenward.yaml"

    /// Why a file or folder of this name is not even opened; nil if it may hold a guest.
    static func reasonToSkip(name: String, isDirectory: Bool) -> String? {
        let letters = Array(name.utf8)
        if letters.first == UInt8(ascii: ".") { return "hidden" }
        if isDirectory { return name == "scripts" ? "a folder of hotplug scripts" : nil }
        // Most files end like this, and then only the oddest prefix could matter.
        let isPlain = letters.ends(with: ".cfg") || letters.ends(with: ".xml") || letters.ends(with: ".xl")
        if !isPlain || letters.first == UInt8(ascii: "#"), let reason = leftover(name) { return reason }
        if letters.first == UInt8(ascii: "x"), name.hasPrefix("xlexample.") || name.hasPrefix("xmexample") {
            return "one of Xen's samples"
        }
        if isPlain { return nil }
        switch name {
        case "xl.conf": return "settings of xl"
        case "xend-config.sxp", "xend-pci-permissive.sxp", "xend-pci-quirks.sxp": return "settings of xend"
        case "oxenstored.conf", "xenstored.conf": return "settings of xenstored"
        case "cpupool": return "a cpupool, not a guest"
        case policyFile: return "xenward's policy, which this version does not read"
        default: return nil
        }
    }

    /// XML that is no domain, unless a slip of the finger made it so.
    private static func other(_ root: String) -> FileKind {
        Spelling.nearest(to: root, among: ["domain"]) == nil
            ? .other("its root element is <\(root)>, not <domain>")
            : .unreadable("its root element is <\(root)>; is <domain> meant?")
    }

    /// What an editor or the package manager left behind.
    private static func leftover(_ name: String) -> String? {
        if name.hasSuffix("~") || (name.hasPrefix("#") && name.hasSuffix("#")) { return "left over by an editor" }
        if name.contains(".dpkg-") || name.contains(".ucf-") || name.contains(".rpm") {
            return "left over by the package manager"
        }
        return [".bak", ".orig", ".old", ".swp", ".tmp"].first { name.hasSuffix($0) }.map { "a leftover (\($0))" }
    }

    /// What the file holds: by its name, else by its first bytes.
    static func kind(name: String, bytes: [UInt8]) -> FileKind {
        if name.hasSuffix(".cfg") || name.hasSuffix(".xl") { return .definition(.xlConfig) }
        let text = Text(bytes: bytes)
        if name.hasSuffix(".xml") {
            guard let root = text.rootElement, root != "domain" else { return .definition(.libvirtXML) }
            return other(root)
        }
        if let root = text.rootElement {
            return root == "domain" ? .definition(.libvirtXML) : other(root)
        }
        // A document type, which the reader refuses by name.
        if text.startsWith("<!") { return .definition(.libvirtXML) }
        if text.startsWith("#!") { return .other("a script") }
        if text.startsWith("(domain") || text.startsWith("(vm") {
            return .unreadable("an S-expression of xend's, which this version does not read")
        }
        if text.startsWith("\u{7f}ELF") { return .other("a program") }
        if text.assignsGuestKey { return .definition(.xlConfig) }
        return .other("nothing in it looks like a guest")
    }
}

/// A look at a file's first bytes.
private struct Text {
    let bytes: ArraySlice<UInt8>

    /// Leaves out a byte order mark and blanks at the start.
    init(bytes: [UInt8]) {
        var rest = bytes[...]
        if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
        self.bytes = rest.drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
    }

    func startsWith(_ text: String) -> Bool { bytes.starts(with: text.utf8) }

    /// The name of the first element, if this looks like XML at all.
    var rootElement: String? {
        var rest = bytes
        while rest.starts(with: "<".utf8) {
            let skipped: String
            if rest.starts(with: "<?".utf8) {
                skipped = "?>"
            } else if rest.starts(with: "<!--".utf8) {
                skipped = "-->"
            } else {
                let name = rest.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }
                // A document type is for the reader to refuse.
                guard let first = name.first, first != UInt8(ascii: "!") else { return nil }
                return String(decoding: name, as: UTF8.self)
            }
            guard let end = rest.firstRange(of: skipped.utf8) else { return nil }
            rest = rest[end.upperBound...].drop { $0 == 0x20 || (0x09...0x0d).contains($0) }
        }
        return nil
    }

    /// Whether a line sets one of the keys that a guest in xl.cfg's form cannot do without.
    var assignsGuestKey: Bool {
        let keys = ["name", "memory", "kernel", "builder", "bootloader", "disk", "vif", "type"]
        for line in bytes.prefix(64 << 10).split(separator: UInt8(ascii: "\n")) {
            let trimmed = line.drop { $0 == 0x20 || $0 == 0x09 }
            for key in keys where trimmed.starts(with: key.utf8) {
                let rest = trimmed.dropFirst(key.utf8.count).drop { $0 == 0x20 || $0 == 0x09 }
                if rest.first == UInt8(ascii: "=") { return true }
            }
        }
        return false
    }
}

extension [UInt8] {
    fileprivate func ends(with text: StaticString) -> Bool {
        let size = text.utf8CodeUnitCount
        guard count >= size else { return false }
        for offset in 0..<size where self[count - size + offset] != text.utf8Start[offset] { return false }
        return true
    }
}

extension ArraySlice<UInt8> {
    fileprivate func firstRange(of pattern: String.UTF8View) -> Range<Int>? {
        guard let first = pattern.first else { return nil }
        var index = startIndex
        while let found = self[index...].firstIndex(of: first) {
            if self[found...].starts(with: pattern) { return found..<found + pattern.count }
            index = found + 1
        }
        return nil
    }
}
