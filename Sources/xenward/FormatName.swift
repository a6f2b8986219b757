import ArgumentParser
import Definitions
import FormatSupport
import GuestModel
import LibvirtXML
import LibxlJSON
import SExpression
import XLConfig
import XMConfig

/// The formats a guest can be converted from and to, under virsh's names.
enum FormatName: String, ExpressibleByArgument, CaseIterable {
    case xml
    case xenXL = "xen-xl"
    case xenXM = "xen-xm"
    case xenSXPR = "xen-sxpr"
    case libxlJSON = "libxl-json"

    /// Takes the names that other tools have for them, too.
    init?(argument: String) {
        switch argument.lowercased() {
        case "xml", "libvirt", "libvirt-xml", "domain-xml": self = .xml
        case "xen-xl", "xl", "xl.cfg", "cfg": self = .xenXL
        case "xen-xm", "xm": self = .xenXM
        case "xen-sxpr", "xen-sxp", "sxpr", "sxp": self = .xenSXPR
        case "libxl-json", "json": self = .libxlJSON
        default: return nil
        }
    }

    /// Whether it is one that virsh calls native: any but libvirt's own.
    var isNative: Bool { self != .xml }

    func reader(_ defaults: HostDefaults, _ networks: LibvirtNetworks) -> any GuestReader {
        switch self {
        case .xml: LibvirtXMLReader(hostNodes: defaults.cpusByNode?.count, networkFile: networks.file)
        case .xenXL: XLConfigReader(host: defaults)
        case .xenXM: XMConfigReader()
        case .xenSXPR: SExpressionReader()
        case .libxlJSON: LibxlJSONReader()
        }
    }

    func writer(_ defaults: HostDefaults) -> any GuestWriter {
        switch self {
        case .xml: LibvirtXMLWriter()
        case .xenXL: XLConfigWriter(host: defaults)
        case .xenXM: XMConfigWriter()
        case .xenSXPR: SExpressionWriter()
        case .libxlJSON: LibxlJSONWriter()
        }
    }
}
