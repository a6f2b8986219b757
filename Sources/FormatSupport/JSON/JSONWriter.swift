import GuestModel

/// Writes a tree of field values as JSON.
public enum JSONWriter {
    /// How the text is laid out.
    public enum Style: Sendable, Hashable {
        /// No blank anywhere.
        case compact
        /// Four blanks a level, as libxl's own generator indents.
        case indented
    }

    /// The text, without a newline at its end.
    public static func write(_ value: FieldValue, style: Style) -> String {
        var bytes: [UInt8] = []
        append(value, style: style, depth: 0, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ value: FieldValue, style: Style, depth: Int, to bytes: inout [UInt8]) {
        switch value {
        case .boolean(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .string(let text): append(text, to: &bytes)
        case .list(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newline(style, depth + 1, &bytes)
                append(element, style: style, depth: depth + 1, to: &bytes)
            }
            if !elements.isEmpty { newline(style, depth, &bytes) }
            bytes.append(UInt8(ascii: "]"))
        case .record(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                newline(style, depth + 1, &bytes)
                append(member.name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                if style == .indented { bytes.append(UInt8(ascii: " ")) }
                append(member.value, style: style, depth: depth + 1, to: &bytes)
            }
            if !members.isEmpty { newline(style, depth, &bytes) }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func newline(_ style: Style, _ depth: Int, _ bytes: inout [UInt8]) {
        guard style == .indented else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 4 * depth))
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
            case ..<0x20, 0x7f:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
