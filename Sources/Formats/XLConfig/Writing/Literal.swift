import FormatSupport

/// A value as it is written in a file.
package enum Literal: Sendable, Hashable {
    case number(Int)
    case text(String)
    case list([Literal])
    /// A list with each element on a line of its own.
    case lines([Literal])

    /// KiB as whole MiB; what is left over is rounded up, and found to be lost when the text is read back.
    package static func mebibytes(_ kibibytes: UInt64) -> Literal {
        .number(Int(clamping: kibibytes >> 10 + (kibibytes & 1023 == 0 ? 0 : 1)))
    }

    /// The literal as xl.cfg spells it.
    var spelled: String {
        switch self {
        case .number(let number): number < 0 ? "\"\(number)\"" : String(number)
        case .text(let text): Literal.quoted(text)
        case .list(let elements):
            elements.isEmpty ? "[]" : "[ " + elements.map(\.spelled).joined(separator: ", ") + " ]"
        case .lines(let elements):
            elements.count < 2
                ? Literal.list(elements).spelled : "[\n" + elements.map { "    \($0.spelled),\n" }.joined() + "]"
        }
    }

    /// The text in quotes, so that libxlutil gives back the same bytes. Only NUL cannot be said; no text holds it.
    static func quoted(_ text: String) -> String {
        // Double quotes, unless the other ones save every escape.
        let quote: Character = text.contains("\"") && !text.contains("'") ? "'" : "\""
        var result = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x07: result += "\\a"
            case 0x08: result += "\\b"
            case 0x09: result += "\\t"
            case 0x0a: result += "\\n"
            case 0x0b: result += "\\v"
            case 0x0c: result += "\\f"
            case 0x0d: result += "\\r"
            case 0x5c: result += "\\\\"
            case 0x22 where quote == "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        result.append(quote)
        return result
    }
}
