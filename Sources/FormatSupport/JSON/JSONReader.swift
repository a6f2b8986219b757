import GuestModel

/// A text that is not JSON.
public struct JSONError: Error, Sendable, Hashable {
    /// In bytes from the start of the text.
    public var offset: Int
    /// What is wrong there, without a full stop.
    public var message: String
}

/// Reads JSON (RFC 8259) into a tree of field values.
///
/// A guest's JSON has neither null nor fractions; both are refused, as is nesting deeper than
/// ``SourceText/depthLimit``. The order of members is kept; members that come twice are kept twice.
public struct JSONReader: ~Copyable {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    /// Set to find out where a value stands: the steps still to go.
    private var wanted: [FieldPath.Step]?
    private var foundOffset: Int?

    /// The value of a whole text.
    ///
    /// - Throws: ``JSONError`` at the first thing that is not JSON.
    public static func read(_ bytes: [UInt8]) throws(JSONError) -> FieldValue {
        try read(bytes, seeking: nil).value
    }

    /// The offset of the value at a path; nil if the text has none there.
    public static func offset(of path: FieldPath, in bytes: [UInt8]) -> Int? {
        try? read(bytes, seeking: path.steps).offset
    }

    private static func read(_ bytes: [UInt8], seeking steps: [FieldPath.Step]?) throws(JSONError) -> (
        value: FieldValue, offset: Int?
    ) {
        // The error crosses the closure as a result, since the closure's own throws is untyped.
        let result: Result<(FieldValue, Int?), JSONError> = bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer)
            reader.wanted = steps
            do throws(JSONError) {
                let value = try reader.document()
                return .success((value, reader.foundOffset))
            } catch {
                return .failure(error)
            }
        }
        let (value, offset) = try result.get()
        return (value, offset)
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func document() throws(JSONError) -> FieldValue {
        skipBlanks()
        let value = try self.value(depth: 0)
        skipBlanks()
        if index < bytes.count { throw error("expected the end of the text") }
        return value
    }

    private mutating func value(depth: Int) throws(JSONError) -> FieldValue {
        if wanted?.isEmpty == true, foundOffset == nil { foundOffset = index }
        guard index < bytes.count else { throw error("expected a value, found the end of the text") }
        if depth > SourceText.depthLimit { throw error("nested deeper than \(SourceText.depthLimit)") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try number())
        case UInt8(ascii: "t") where take("true"): return .boolean(true)
        case UInt8(ascii: "f") where take("false"): return .boolean(false)
        case UInt8(ascii: "n") where take("null"):
            index -= 4
            throw error("null means nothing here; leave the member out")
        default: throw error("expected a value")
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> FieldValue {
        index += 1
        var members: [FieldValue.Member] = []
        let outer = wanted
        skipBlanks()
        if peek(UInt8(ascii: "}")) { return .record([]) }
        while true {
            skipBlanks()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw error("expected a member's name")
            }
            let name = try string()
            skipBlanks()
            guard peek(UInt8(ascii: ":")) else { throw error("expected a colon") }
            skipBlanks()
            wanted = foundOffset == nil ? step(into: .member(name), of: outer) : nil
            members.append(.init(name, try value(depth: depth + 1)))
            wanted = outer
            skipBlanks()
            if peek(UInt8(ascii: "}")) { return .record(members) }
            guard peek(UInt8(ascii: ",")) else { throw error("expected a comma or }") }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> FieldValue {
        index += 1
        var elements: [FieldValue] = []
        let outer = wanted
        skipBlanks()
        if peek(UInt8(ascii: "]")) { return .list([]) }
        while true {
            skipBlanks()
            wanted = foundOffset == nil ? step(into: .element(elements.count), of: outer) : nil
            elements.append(try value(depth: depth + 1))
            wanted = outer
            skipBlanks()
            if peek(UInt8(ascii: "]")) { return .list(elements) }
            guard peek(UInt8(ascii: ",")) else { throw error("expected a comma or ]") }
        }
    }

    private func step(into step: FieldPath.Step, of steps: [FieldPath.Step]?) -> [FieldPath.Step]? {
        guard let steps, steps.first == step else { return nil }
        return Array(steps.dropFirst())
    }

    private mutating func string() throws(JSONError) -> String {
        let start = index + 1
        index = start
        // Most strings hold no escape and are taken as they are.
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") {
            if bytes[index] < 0x20 { throw error("a control character in a string must be escaped") }
            index += 1
        }
        guard index < bytes.count else { throw error("the string does not end") }
        if bytes[index] == UInt8(ascii: "\"") {
            index += 1
            return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index - 1]), as: UTF8.self)
        }
        var text = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case ..<0x20: throw error("a control character in a string must be escaped")
            default:
                text.append(byte)
                index += 1
            }
        }
        throw error("the string does not end")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        index += 1
        guard index < bytes.count else { throw error("the string does not end") }
        let letter = bytes[index]
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var code = try hexadecimal()
            if (0xd800...0xdbff).contains(code) {
                guard take("\\u") else { throw error("half a surrogate pair") }
                let low = try hexadecimal()
                guard (0xdc00...0xdfff).contains(low) else { throw error("half a surrogate pair") }
                code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
            }
            guard let scalar = UnicodeScalar(code), code != 0 else { throw error("no character has this code") }
            text.append(contentsOf: Array(String(Character(scalar)).utf8))
        default:
            index -= 1
            throw error("no such escape")
        }
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard index + 4 <= bytes.count else { throw error("the string does not end") }
        let digits = String(decoding: UnsafeBufferPointer(rebasing: bytes[index..<index + 4]), as: UTF8.self)
        guard let code = UInt32(digits, radix: 16), !digits.hasPrefix("+"), !digits.hasPrefix("-") else {
            throw error("expected four hexadecimal digits")
        }
        index += 4
        return code
    }

    private mutating func number() throws(JSONError) -> Int128 {
        let start = index
        let isNegative = peek(UInt8(ascii: "-"))
        let digits = index
        var magnitude: Int128 = 0
        while index < bytes.count, bytes[index].isDigit {
            guard index - digits < 30 else { throw error("the number is too large") }
            magnitude = magnitude * 10 + Int128(bytes[index] - UInt8(ascii: "0"))
            index += 1
        }
        if index == digits { throw error("expected a digit") }
        if bytes[digits] == UInt8(ascii: "0"), index > digits + 1 {
            index = start
            throw error("a number does not begin with 0")
        }
        if index < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[index]) {
            throw error("libxl has whole numbers only")
        }
        return isNegative ? -magnitude : magnitude
    }

    private mutating func skipBlanks() {
        while index < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[index]) { index += 1 }
    }

    /// Takes the byte if it is next.
    private mutating func peek(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] { return false }
        index += count
        return true
    }

    private func error(_ message: String) -> JSONError { JSONError(offset: index, message: message) }
}
