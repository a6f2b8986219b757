import XLConfig

extension Literal {
    /// The literal as Python spells it.
    package var spelledForPython: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): Literal.quotedForPython(text)
        case .list(let elements):
            elements.isEmpty ? "[]" : "[ " + elements.map(\.spelledForPython).joined(separator: ", ") + " ]"
        case .lines(let elements):
            elements.count < 2
                ? Literal.list(elements).spelledForPython
                : "[\n" + elements.map { "    \($0.spelledForPython),\n" }.joined() + "]"
        }
    }

    /// The text in quotes, of the kind that saves most escapes.
    private static func quotedForPython(_ text: String) -> String {
        let needsEscape = text.unicodeScalars.contains { $0 == "\\" || $0.value < 0x20 || $0.value == 0x7f }
        if !needsEscape, text.contains("\""), text.contains("'"), !text.hasSuffix("\""), !text.contains("\"\"\"") {
            return "\"\"\"\(text)\"\"\""
        }
        let quote: Character = text.contains("\"") && !text.contains("'") ? "'" : "\""
        var result = String(quote)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case "\\": result += "\\\\"
            case "\"" where quote == "\"": result += "\\\""
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count == 1 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        result.append(quote)
        return result
    }
}
