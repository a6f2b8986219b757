import FormatSupport
import XLConfig

extension PythonParser {
    mutating func value(depth: Int) -> Value? {
        let position = tokens.start
        guard depth < SourceText.depthLimit else {
            tokens.fail("lists nested deeper than \(SourceText.depthLimit)")
            return nil
        }
        switch tokens.token {
        case .string: return .text(text(), position)
        case .number(let digits):
            tokens.advance()
            return number(digits, sign: "", position)
        case .mark("-"), .mark("+"):
            let sign = tokens.token == .mark("-") ? "-" : ""
            tokens.advance()
            guard case .number(let digits) = tokens.token else { break }
            tokens.advance()
            return number(digits, sign: sign, position)
        case .name("True"), .name("False"):
            let isTrue = tokens.token == .name("True")
            tokens.advance()
            return .text(isTrue ? "1" : "0", position)
        case .name(let name):
            tokens.fail(PythonAdvice.forVariable(name))
            return nil
        case .mark("["): return list(closing: "]", depth: depth)
        case .mark("("): return list(closing: ")", depth: depth)
        case .mark("{"): tokens.fail(PythonAdvice.forOperator(.mark("{")) ?? "")
        case .mark, .newline, .end: break
        }
        tokens.fail("expected a number, a text in quotes, or a list in brackets, found \(tokens.token.shown)")
        return nil
    }

    /// A text; several behind each other are one.
    private mutating func text() -> String {
        var text = ""
        while case .string(let part) = tokens.token {
            text += part
            tokens.advance()
        }
        return text
    }

    /// Numbers as Python 2 writes them: `12`, `0x1f`, `017`, `0o17`, `12L`.
    private mutating func number(_ digits: String, sign: String, _ position: Position) -> Value? {
        var digits = digits.lowercased()
        if digits.last == "l" { digits.removeLast() }
        if digits.hasPrefix("0o") { digits.remove(at: digits.index(after: digits.startIndex)) }
        guard let number = Numbers.long(sign + digits) else {
            tokens.fail("\(sign)\(digits) is no number such as 512 or 0x10; texts must stand in quotes", at: position)
            return nil
        }
        return .text(String(number), position)
    }

    /// A list or a tuple. A value alone in round brackets is that value.
    private mutating func list(closing: String, depth: Int) -> Value? {
        let position = tokens.start
        var elements: [Value] = []
        var hasComma = false
        tokens.advance()
        while tokens.token != .mark(closing) {
            guard let element = value(depth: depth + 1) else { return nil }
            elements.append(element)
            if tokens.token == .mark(",") {
                hasComma = true
                tokens.advance()
            } else if tokens.token != .mark(closing) {
                let other = "expected a comma or \(closing), found \(tokens.token.shown)"
                tokens.fail(PythonAdvice.forOperator(tokens.token) ?? other)
                return nil
            }
        }
        tokens.advance()
        if closing == ")", !hasComma, elements.count == 1 { return elements[0] }
        return .list(elements, position)
    }
}
