/// What xl.cfg is made of.
enum Token: Sendable {
    case name, number, string, comma, open, close, add, assign, semicolon, newline, end
}

/// Splits a text into tokens, as libxlutil's scanner does.
struct Tokenizer: ~Copyable {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var line: Int32 = 1
    private var lineStart = 0
    private var hasSeenReturn = false
    /// Offset of the token's first byte.
    private var first = 0

    private(set) var token = Token.end
    /// The value of a string.
    private var unquoted = ""
    /// At most one a line.
    private(set) var errors: [SyntaxError] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The comments of a text, each with the newline that ends it.
    static func comments(in bytes: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var tokens = Tokenizer(bytes)
        var comments: [Range<Int>] = []
        repeat {
            tokens.advance()
            if tokens.token == .newline, bytes[tokens.first] == UInt8(ascii: "#") {
                comments.append(tokens.first..<tokens.index)
            }
        } while tokens.token != .end
        return comments
    }

    /// Where the token begins. A newline's own line has been counted already when it is asked for.
    var start: Position {
        token == .newline ? newlinePosition : position(first)
    }
    private var newlinePosition = Position(line: 1, column: 1)

    /// The name, the number as it is written, or what the string holds.
    var text: String {
        token == .string
            ? unquoted : String(decoding: UnsafeBufferPointer(rebasing: bytes[first..<index]), as: UTF8.self)
    }

    /// Notes an error, unless the line has one already: what follows the first one on a line is seldom of use.
    mutating func fail(_ message: String, at place: Position? = nil) {
        let place = place ?? start
        if let last = errors.last, last.position.line >= place.line { return }
        errors.append(SyntaxError(position: place, message: message))
    }

    /// Goes on to the next token.
    mutating func advance() {
        while true {
            while index < bytes.count, isBlank(bytes[index]) { index += 1 }
            first = index
            guard index < bytes.count else {
                token = .end
                return
            }
            if takeToken() { return }
            if index + 1 >= bytes.count {
                // libxlutil lets a lone bad last byte through.
                index = bytes.count
                first = index
                token = .end
                return
            }
            if skipUnknown() { return }
        }
    }

    /// Takes the token that begins here, if one does. A comment at the end of the text is none, nor its error.
    private mutating func takeToken() -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "a")...UInt8(ascii: "z"):
            repeat { index += 1 } while index < bytes.count && isInName(bytes[index])
            token = .name
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            repeat { index += 1 } while index < bytes.count && isInNumber(bytes[index])
            token = .number
        case UInt8(ascii: ","): take(.comma)
        case UInt8(ascii: "["): take(.open)
        case UInt8(ascii: "]"): take(.close)
        case UInt8(ascii: "="): take(.assign)
        case UInt8(ascii: ";"): take(.semicolon)
        case UInt8(ascii: "+"):
            guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "=") else { return false }
            index += 1
            take(.add)
        case UInt8(ascii: "\n"): takeNewline(at: index)
        case UInt8(ascii: "#"):
            guard let end = endOfLine(from: index) else { return false }
            takeNewline(at: end)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            guard let string = endOfString() else { return false }
            unquote(index + 1..<string.end, hasEscape: string.hasEscape)
            index = string.end + 1
            token = .string
        default: return false
        }
        return true
    }

    private mutating func take(_ token: Token) {
        index += 1
        self.token = token
    }

    private mutating func takeNewline(at offset: Int) {
        newlinePosition = position(offset)
        index = offset + 1
        line += 1
        lineStart = index
        token = .newline
    }

    /// Passes over bytes that begin no token, up to the next blank. True if that ended at a newline, which counts.
    private mutating func skipUnknown() -> Bool {
        // A file that was saved on another system has one on every line, and is mended as a whole.
        let isReturn = bytes[index] == UInt8(ascii: "\r")
        if !isReturn || !hasSeenReturn { fail(unknownMessage, at: position(index)) }
        hasSeenReturn = hasSeenReturn || isReturn
        index += 1
        if index < bytes.count, bytes[index] == UInt8(ascii: "\n") {
            takeNewline(at: index)
            return true
        }
        if index < bytes.count, isBlank(bytes[index]) {
            index += 1
            return false
        }
        while index < bytes.count, !isBlank(bytes[index]), bytes[index] != UInt8(ascii: "\n") { index += 1 }
        return false
    }

    /// What a person who wrote the byte here may want to know.
    private var unknownMessage: String {
        switch bytes[index] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): "the text does not end on its line; expected another quote"
        case UInt8(ascii: "#"): "a comment must end with a newline, even on the last line"
        case UInt8(ascii: "-") where index > 0 && isInName(bytes[index - 1]):
            "a word with a - must stand in quotes; keys have letters, digits and _ alone"
        case UInt8(ascii: "-"): "a negative number must stand in quotes"
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): "keys are written in small letters, texts in quotes"
        case UInt8(ascii: "\r"): "a carriage return; lines must end with a newline alone, as dos2unix leaves them"
        case 0xef where index == 0: "a byte order mark; the file must begin with its first key"
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "{"):
            "Python is not understood; expected keys and values"
        case 0x21..<0x7f: "unexpected \(Character(UnicodeScalar(bytes[index]))); texts must stand in quotes"
        default: "unexpected character; texts must stand in quotes"
        }
    }

    private func endOfLine(from offset: Int) -> Int? {
        var end = offset
        while end < bytes.count {
            if bytes[end] == UInt8(ascii: "\n") { return end }
            end += 1
        }
        return nil
    }

    /// The offset of the quote that ends the string which begins here, and whether there is a backslash before it; nil if
    /// its line ends before.
    private func endOfString() -> (end: Int, hasEscape: Bool)? {
        let quote = bytes[index]
        var end = index + 1
        var hasEscape = false
        while end < bytes.count {
            let byte = bytes[end]
            if byte == quote { return (end, hasEscape) }
            if byte == UInt8(ascii: "\n") { return nil }
            if byte == UInt8(ascii: "\\") {
                hasEscape = true
                end += 1
                if end >= bytes.count || bytes[end] == UInt8(ascii: "\n") { return nil }
            }
            end += 1
        }
        return nil
    }

    private mutating func unquote(_ range: Range<Int>, hasEscape: Bool) {
        let inside = UnsafeBufferPointer(rebasing: bytes[range])
        // Most strings hold no escape and are taken as they are.
        guard hasEscape, let escape = inside.firstIndex(of: UInt8(ascii: "\\")) else {
            unquoted = String(decoding: inside, as: UTF8.self)
            return
        }
        var text = Array(inside[..<escape])
        if let bad = Escapes.append(inside[escape...], to: &text) {
            fail(bad.message, at: position(range.lowerBound + bad.offset))
        }
        unquoted = String(decoding: text, as: UTF8.self)
    }

    private func position(_ offset: Int) -> Position {
        Position(line: line, column: Int32(offset - lineStart + 1))
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    private func isInName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private func isInNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "x"): true
        default: false
        }
    }
}
