import FormatSupport
import GuestModel
import LibvirtXML
import SExpression
import XLConfig
import XMConfig

/// The formats in which a definitions directory may hold a guest.
enum DefinitionFormat: Sendable {
    case libvirtXML
    case xlConfig
    case xmConfig
    case sExpression

    func reader(_ defaults: HostDefaults, _ networks: LibvirtNetworks) -> any GuestReader {
        switch self {
        // libvirt does not look at xl.conf, but at the host; what its XML leaves out is libvirt's to fill in, or libxl's.
        case .libvirtXML: LibvirtXMLReader(hostNodes: defaults.cpusByNode?.count, networkFile: networks.file)
        case .xlConfig: XLConfigReader(host: defaults)
        case .xmConfig: XMConfigReader(host: defaults)
        case .sExpression: SExpressionReader(host: defaults)
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
    /// What xend called each definition in its store.
    static let xendFile = "config.sxp"

    /// Why a file or folder of this name is not even opened; nil if it may hold a guest.
    static func reasonToSkip(name: String, isDirectory: Bool) -> String? {
        let letters = Array(name.utf8)
        if letters.first == UInt8(ascii: ".") { return "hidden" }
        if isDirectory { return name == "scripts" ? "a folder of hotplug scripts" : nil }
        // Most files end like this, and then only the oddest prefix could matter.
        let isPlain =
            letters.ends(with: ".cfg") || letters.ends(with: ".xml") || letters.ends(with: ".xl")
            || letters.ends(with: ".xm")
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
        case policyFile: return "xenward's policy"
        default: return nil
        }
    }

    /// An expression of xend's, by the word that it begins with; the reader is to say what is wrong with one without.
    private static func expression(_ text: FirstLook) -> FileKind {
        guard let name = text.expressionName, !name.isEmpty, name != "domain", name != "vm" else {
            return .definition(.sExpression)
        }
        return Spelling.nearest(to: name, among: ["domain"]) == nil
            ? .other("its expression is (\(name) …), not (domain …)")
            : .unreadable("its expression is (\(name) …); is (domain …) meant?")
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
        if name.hasSuffix(".xm") { return .definition(.xmConfig) }
        let text = FirstLook(bytes: bytes)
        if name.hasSuffix(".sxp") { return expression(text) }
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
        if ["domain", "vm"].contains(text.expressionName) { return .definition(.sExpression) }
        if text.startsWith("\u{7f}ELF") { return .other("a program") }
        if text.assignsGuestKey { return .definition(text.isWrittenForXend ? .xmConfig : .xlConfig) }
        return .other("nothing in it looks like a guest")
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
