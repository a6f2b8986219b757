import FormatSupport
import XLConfig

/// Splits a text into Python's tokens.
///
/// Within brackets, and after a backslash at the end of a line, a line goes on.
struct PythonScanner: ~Copyable {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var line: Int32 = 1
    private var lineStart = 0
    /// How many brackets are open.
    private(set) var depth = 0

    private(set) var token = PythonToken.newline
    /// Where the token begins.
    private(set) var start = Position(line: 1, column: 1)
    /// At most one a line.
    private(set) var errors: [SyntaxError] = []
    /// Those passed over so far.
    private var comments: [Range<Int>] = []

    /// The comments of a text.
    static func comments(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var scanner = PythonScanner(bytes)
        repeat { scanner.advance() } while scanner.token != .end
        return scanner.comments
    }

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { index = 3 }
    }

    private var here: Position { Position(line: line, column: Int32(index - lineStart + 1)) }

    /// Notes an error, unless the line has one already.
    mutating func fail(_ message: String, at place: Position? = nil) {
        let place = place ?? start
        if let last = errors.last, last.position.line >= place.line { return }
        errors.append(SyntaxError(position: place, message: message))
    }

    /// Gives up the brackets that are open, so that the next line is a line of its own.
    mutating func closeBrackets() { depth = 0 }

    mutating func advance() {
        skipBlanks()
        start = here
        guard index < bytes.count else { return token = .end }
        let byte = bytes[index]
        switch byte {
        case UInt8(ascii: "\n"):
            nextLine()
            token = .newline
        case UInt8(ascii: "'"), UInt8(ascii: "\""): takeString(prefix: "")
        case UInt8(ascii: "0")...UInt8(ascii: "9"): takeWord(as: PythonToken.number)
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            takeNameOrString()
        default: takeMark(byte)
        }
    }

    /// Blanks, comments, and ends of lines that end nothing.
    private mutating func skipBlanks() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0c, 0x0d: index += 1
            case UInt8(ascii: "#"):
                let first = index
                while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
                comments.append(first..<index)
            case UInt8(ascii: "\n") where depth > 0: nextLine()
            case UInt8(ascii: "\\"):
                var end = index + 1
                if end < bytes.count, bytes[end] == 0x0d { end += 1 }
                guard end < bytes.count, bytes[end] == UInt8(ascii: "\n") else { return }
                index = end
                nextLine()
            default: return
            }
        }
    }

    private mutating func nextLine() {
        index += 1
        line += 1
        lineStart = index
    }

    private func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    private mutating func takeWord(as token: (String) -> PythonToken) {
        let first = index
        while index < bytes.count, isInWord(bytes[index]) { index += 1 }
        self.token = token(String(decoding: UnsafeBufferPointer(rebasing: bytes[first..<index]), as: UTF8.self))
    }

    /// A name; or a string with letters before it, as in `r'…'`.
    private mutating func takeNameOrString() {
        takeWord(as: PythonToken.name)
        guard case .name(let name) = token, index < bytes.count,
            bytes[index] == UInt8(ascii: "'") || bytes[index] == UInt8(ascii: "\""),
            ["r", "u", "b", "ur", "br"].contains(name.lowercased())
        else { return }
        takeString(prefix: name.lowercased())
    }

    private mutating func takeMark(_ byte: UInt8) {
        index += 1
        var mark = String(decoding: CollectionOfOne(byte), as: UTF8.self)
        if index < bytes.count, bytes[index] == UInt8(ascii: "="), "=+-*/%<>!".contains(mark) {
            mark += "="
            index += 1
        }
        switch byte {
        case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
        default: break
        }
        token = .mark(mark)
    }

    private mutating func takeString(prefix: String) {
        let quote = bytes[index]
        let isLong = index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote
        index += isLong ? 3 : 1
        var text: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote,
                !isLong || (index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote)
            {
                index += isLong ? 3 : 1
                return finishString(text)
            }
            if byte == UInt8(ascii: "\n"), !isLong { break }
            if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                takeEscape(isRaw: prefix.contains("r"), into: &text)
                continue
            }
            text.append(byte)
            if byte == UInt8(ascii: "\n") { nextLine() } else { index += 1 }
        }
        fail(isLong ? "the text does not end; expected three more quotes" : "the text does not end on its line")
        token = .string("")
    }

    private mutating func takeEscape(isRaw: Bool, into text: inout [UInt8]) {
        let letter = bytes[index + 1]
        if letter == UInt8(ascii: "\n") {
            if isRaw { text += [UInt8(ascii: "\\"), letter] }
            index += 1
            nextLine()
            return
        }
        if isRaw {
            text += [UInt8(ascii: "\\"), letter]
            index += 2
            return
        }
        let rest = UnsafeBufferPointer(rebasing: bytes[(index + 1)...])
        let (meant, length) = PythonEscape.read(rest)
        text += meant
        index += 1 + length
    }

    /// A text must be one that a guest can be told: UTF-8 without NUL.
    private mutating func finishString(_ text: [UInt8]) {
        let decoded = String(decoding: text, as: UTF8.self)
        if text.contains(0) || decoded.utf8.count != text.count {
            fail("the text holds an escape that stands for no character; write the character itself")
        }
        token = .string(decoded)
    }
}
