import FormatSupport
import LibvirtXML
import LibxlJSON
import Policy
import SExpression
import XLConfig
import XMConfig

@testable import StateStore

/// A reader that takes what somebody else wrote.
enum FuzzedReader: String, CaseIterable {
    case xl, xm, sxpr, xml, state, policy
    case libxlJSON = "libxl-json"

    /// What the command line names first.
    static let chosen = CommandLine.arguments.dropFirst().first.flatMap(Self.init(rawValue:))

    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }

    /// Reads, and writes again what was understood: what is found is a crash, a hang, or too much memory.
    func read(_ bytes: [UInt8]) {
        switch self {
        case .state:
            var writer = StateWriter()
            if let state = try? StateReader.read(bytes, path: "fuzzed") { _ = try? writer.write(state) }
        case .policy: _ = try? PolicyFile.read(bytes)
        default:
            guard let format else { return }
            if let document = format.reader.read(bytes, file: "fuzzed").document {
                _ = format.writer.write(document, options: WriteOptions(includesSecrets: true))
            }
        }
    }

    /// Nil for what holds no guest.
    var format: (reader: any GuestReader, writer: any GuestWriter)? {
        switch self {
        case .xl: (XLConfigReader(), XLConfigWriter())
        case .xm: (XMConfigReader(), XMConfigWriter())
        case .sxpr: (SExpressionReader(), SExpressionWriter())
        case .xml: (LibvirtXMLReader(), LibvirtXMLWriter())
        case .libxlJSON: (LibxlJSONReader(), LibxlJSONWriter())
        case .state, .policy: nil
        }
    }
}
