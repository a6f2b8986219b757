import XLConfig

extension SExpression {
    private static let nowhere = Position(line: 1, column: 1)

    /// A word, for writing.
    static func word(_ text: String) -> SExpression { .word(text, nowhere) }

    /// A list, for writing.
    static func list(_ elements: [SExpression]) -> SExpression { .list(elements, nowhere) }

    /// `(name value)`, for writing.
    static func pair(_ name: String, _ value: String) -> SExpression { .list([.word(name), .word(value)]) }

    /// The expression on one line.
    var onOneLine: String {
        switch self {
        case .word(let text, _): SExpression.spelled(text)
        case .list(let elements, _): "(" + elements.map(\.onOneLine).joined(separator: " ") + ")"
        }
    }

    /// The expression with each element of its list on a line of its own, and those of an image, too.
    var onManyLines: String { lines(depth: 0) }

    private func lines(depth: Int) -> String {
        guard case .list(let elements, _) = self, let name = elements.first, depth == 0 || isLong else {
            return onOneLine
        }
        let indent = "\n" + String(repeating: "    ", count: depth + 1)
        return "(" + name.onOneLine + elements.dropFirst().map { indent + $0.lines(depth: depth + 1) }.joined() + ")"
    }

    /// Too much for a line: an image, and what is in it.
    private var isLong: Bool { ["image", "hvm", "linux"].contains(name) }

    /// A word bare where it can stand so, else in quotes.
    private static func spelled(_ text: String) -> String {
        let isBare =
            !text.isEmpty && text.utf8.first != UInt8(ascii: "#")
            && text.unicodeScalars.allSatisfy {
                ($0.isASCII && $0.properties.isAlphabetic) || "0123456789._/:+-,@=^*%".unicodeScalars.contains($0)
            }
        if isBare { return text }
        var result = "'"
        for scalar in text.unicodeScalars {
            switch scalar {
            case "'", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count == 1 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "'"
    }
}
