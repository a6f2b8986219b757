import FormatSupport
import GuestModel

extension Refinement {
    /// Longer records are broken into lines.
    private static let width = 96

    /// As JSON that a person can read, each line behind `indentation`.
    func text(indentation: String) -> String { indentation + Self.text(tree, indentation, isNull: false) }

    /// - Parameter isNull: it is an empty record that stands for nothing.
    private static func text(_ value: FieldValue, _ indentation: String, isNull: Bool) -> String {
        let short = oneLine(value, isNull: isNull)
        guard indentation.utf8.count + short.utf8.count > width else { return short }
        let inner = indentation + "  "
        switch value {
        case .record(let members):
            let lines = members.map { "\(inner)\(quoted($0.name)): \(text($0.value, inner, isNull: isUnset($0)))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(indentation)}"
        case .list(let elements) where elements.contains { $0.elements != nil || $0.isRecord }:
            let lines = elements.map { inner + text($0, inner, isNull: false) }
            return "[\n\(lines.joined(separator: ",\n"))\n\(indentation)]"
        default: return short
        }
    }

    private static func oneLine(_ value: FieldValue, isNull: Bool) -> String {
        switch value {
        case .record([]): return isNull ? "null" : "{}"
        case .record(let members):
            let inside = members.map { "\(quoted($0.name)): \(oneLine($0.value, isNull: isUnset($0)))" }
            return "{ \(inside.joined(separator: ", ")) }"
        case .list(let elements):
            return "[\(elements.map { oneLine($0, isNull: false) }.joined(separator: ", "))]"
        case .string(let text): return quoted(text)
        case .boolean, .integer: return JSONWriter.write(value, style: .compact)
        }
    }

    /// A text in quotes, in which whatever XML has no way to say is escaped.
    private static func quoted(_ text: String) -> String {
        let json = JSONWriter.write(.string(text), style: .compact)
        guard json.unicodeScalars.contains(where: { !XMLEscape.isAllowed($0) }) else { return json }
        var escaped = ""
        for scalar in json.unicodeScalars {
            if XMLEscape.isAllowed(scalar) {
                escaped.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return escaped
    }

    /// Reads such a text.
    ///
    /// - Throws: ``JSONError``, whose offset is one of `bytes`.
    init(reading bytes: [UInt8]) throws(JSONError) {
        tree = try JSONReader.read(Self.withoutNull(bytes))
    }

    /// Every `null` as an empty record of the same length, so that no place in the text moves.
    static func withoutNull(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let (null, nothing) = (Array("null".utf8), Array("{  }".utf8))
        var isInString = false
        var index = 0
        while index < bytes.count {
            if isInString, bytes[index] == UInt8(ascii: "\\") {
                index += 1
            } else if bytes[index] == UInt8(ascii: "\"") {
                isInString.toggle()
            } else if !isInString, bytes[index] == null[0], bytes[index...].starts(with: null) {
                bytes.replaceSubrange(index..<index + 4, with: nothing)
            }
            index += 1
        }
        return bytes
    }
}

extension FieldValue {
    fileprivate var isRecord: Bool { if case .record = self { true } else { false } }
}
