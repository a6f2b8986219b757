/// What a backslash means within Python's quotes.
package enum PythonEscape {
    /// What the bytes after a backslash stand for, and how many of them; a backslash before anything else stands for
    /// itself.
    package static func read(_ rest: UnsafeBufferPointer<UInt8>) -> (meant: [UInt8], length: Int) {
        guard let letter = rest.first else { return ([UInt8(ascii: "\\")], 0) }
        if let byte = letters[letter] { return ([byte], 1) }
        if letter == UInt8(ascii: "x"), rest.count >= 3, let byte = number(rest[1..<3], radix: 16) {
            return ([byte], 3)
        }
        let digits = rest.prefix(3).prefix { (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }
        if !digits.isEmpty, let byte = number(digits, radix: 8) { return ([byte], digits.count) }
        return ([UInt8(ascii: "\\"), letter], 1)
    }

    private static let letters: [UInt8: UInt8] = [
        UInt8(ascii: "\\"): 0x5c, UInt8(ascii: "'"): 0x27, UInt8(ascii: "\""): 0x22, UInt8(ascii: "a"): 0x07,
        UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0c, UInt8(ascii: "n"): 0x0a, UInt8(ascii: "r"): 0x0d,
        UInt8(ascii: "t"): 0x09, UInt8(ascii: "v"): 0x0b,
    ]

    private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>, radix: Int) -> UInt8? {
        guard digits.first != UInt8(ascii: "+"), digits.first != UInt8(ascii: "-") else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: radix)
    }
}
