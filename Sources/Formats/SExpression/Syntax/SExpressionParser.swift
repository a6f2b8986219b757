import FormatSupport
import XLConfig
import XMConfig

/// Reads s-expressions: words, words in quotes, and lists in round brackets, with comments from `#` to the end of a line.
///
/// The text must have passed ``SourceText/check(_:file:)``.
struct SExpressionParser: ~Copyable {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var line: Int32 = 1
    private var lineStart = 0

    /// The one expression that a text holds.
    static func parse(_ bytes: [UInt8]) throws(SyntaxError) -> SExpression {
        // The error crosses the closure as a result, since the closure's own throws is untyped.
        let result: Result<SExpression, SyntaxError> = bytes.withUnsafeBufferPointer { buffer in
            var parser = SExpressionParser(bytes: buffer)
            do throws(SyntaxError) {
                return .success(try parser.document())
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
    }

    private var here: Position { Position(line: line, column: Int32(index - lineStart + 1)) }

    private func error(_ message: String, at position: Position? = nil) -> SyntaxError {
        SyntaxError(position: position ?? here, message: message)
    }

    private mutating func document() throws(SyntaxError) -> SExpression {
        skipBlanks()
        guard index < bytes.count else { throw error("expected (domain …) or (vm …), found nothing") }
        let expression = try expression(depth: 0)
        skipBlanks()
        if index < bytes.count { throw error("expected the end of the file: one file describes one guest") }
        return expression
    }

    private mutating func expression(depth: Int) throws(SyntaxError) -> SExpression {
        let position = here
        switch bytes[index] {
        case UInt8(ascii: "("):
            if depth >= SourceText.depthLimit { throw error("lists nested deeper than \(SourceText.depthLimit)") }
            return .list(try list(depth: depth, from: position), position)
        case UInt8(ascii: ")"): throw error("a ) that nothing has opened")
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return .word(try quotedWord(), position)
        default: return .word(word(), position)
        }
    }

    private mutating func list(depth: Int, from position: Position) throws(SyntaxError) -> [SExpression] {
        var elements: [SExpression] = []
        index += 1
        while true {
            skipBlanks()
            guard index < bytes.count else { throw error("the list that begins here is not closed", at: position) }
            if bytes[index] == UInt8(ascii: ")") {
                index += 1
                return elements
            }
            elements.append(try expression(depth: depth + 1))
        }
    }

    /// A backslash that ends a line is as good as a blank.
    private func isFold(_ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "\\") && index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n")
    }

    private mutating func skipBlanks() {
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "#") {
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
            } else if bytes[index].isSpace || isFold(index) {
                step()
            } else {
                return
            }
        }
    }

    private mutating func step() {
        if bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        index += 1
    }

    private mutating func word() -> String {
        let first = index
        while index < bytes.count, !bytes[index].isSpace, bytes[index] != UInt8(ascii: "("),
            bytes[index] != UInt8(ascii: ")"), !isFold(index)
        { index += 1 }
        return String(decoding: UnsafeBufferPointer(rebasing: bytes[first..<index]), as: UTF8.self)
    }

    private mutating func quotedWord() throws(SyntaxError) -> String {
        let position = here
        let quote = bytes[index]
        var text: [UInt8] = []
        index += 1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote {
                index += 1
                let decoded = String(decoding: text, as: UTF8.self)
                if text.contains(0) || decoded.utf8.count != text.count {
                    throw error("the text holds an escape that stands for no character", at: position)
                }
                return decoded
            }
            if byte == UInt8(ascii: "\\") {
                let (meant, length) = PythonEscape.read(UnsafeBufferPointer(rebasing: bytes[(index + 1)...]))
                text += meant
                for _ in 0...length where index < bytes.count { step() }
            } else {
                text.append(byte)
                step()
            }
        }
        throw error("the text that begins here is not closed", at: position)
    }
}
