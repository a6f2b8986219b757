import FormatSupport
import GuestModel

/// The specification of a paravirtual display, an element of `vdispl`.
enum DisplaySpec {
    static let table = SpecTable<VirtualDisplay>(keys: [
        .text("backend", \.backendDomain),
        .flag("be-alloc", \.backendAllocates),
        .init(name: "connectors") { (text, display) throws(SpecError) in
            display.connectors = []
            for part in text.split(separator: ";") { display.connectors.append(try connector(part)) }
        } write: {
            $0.connectors.isEmpty ? nil : $0.connectors.map(text).joined(separator: ";")
        },
    ])

    /// `ID:WIDTHxHEIGHT`.
    private static func connector(_ text: Substring) throws(SpecError) -> DisplayConnector {
        let sides = text.split(separator: ":", omittingEmptySubsequences: false)
        let size = sides.last?.split(separator: "x", omittingEmptySubsequences: false).map {
            Numbers.decimal($0).flatMap { UInt32(exactly: $0) }
        }
        guard sides.count == 2, !sides[0].isEmpty, let size, size.count == 2, let width = size[0], let height = size[1]
        else {
            throw SpecError("connectors must be such as id0:1920x1080;id1:800x600, not \(quoted(String(text)))")
        }
        var connector = DisplayConnector()
        connector.uniqueID = String(sides[0])
        (connector.width, connector.height) = (width == 0 ? nil : width, height == 0 ? nil : height)
        return connector
    }

    private static func text(_ connector: DisplayConnector) -> String {
        "\(connector.uniqueID ?? ""):\(connector.width ?? 0)x\(connector.height ?? 0)"
    }
}
