import FormatSupport

/// What a backslash means inside quotes, by libxlutil 4.17.
enum Escapes {
    /// Appends what a part of a string stands for. Returns the first escape that libxlutil refuses, if there is one;
    /// what comes after it is left out, as there.
    static func append(
        _ part: Slice<UnsafeBufferPointer<UInt8>>, to text: inout [UInt8]
    ) -> (offset: Int, message: String)? {
        var index = part.startIndex
        while index < part.endIndex {
            let byte = part[index]
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            let letter = part[index]
            index += 1
            if let meant = meaning(of: letter) {
                text.append(meant)
            } else if (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(letter) {
                guard let length = lengthOfNumber(part[index...]) else {
                    return (index - 2, "no such escape; \\a \\b \\f \\n \\r \\t \\v \\\\ \\' and \\\" are known")
                }
                // libxlutil computes a character here, and forgets to append it.
                index += length
            } else {
                return (index - 2, "no such escape; \\a \\b \\f \\n \\r \\t \\v \\\\ \\' and \\\" are known")
            }
        }
        return nil
    }

    /// The byte that a letter after a backslash stands for.
    static func meaning(of letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): letter
        case UInt8(ascii: "a"): 0x07
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        case UInt8(ascii: "n"): 0x0a
        case UInt8(ascii: "r"): 0x0d
        case UInt8(ascii: "t"): 0x09
        case UInt8(ascii: "v"): 0x0b
        default: nil
        }
    }

    /// How many bytes libxlutil passes over after `\0` to `\7`: what `strtoul` would take, in base 10, of the next
    /// three bytes. Nil, an error, when that is fewer than two.
    private static func lengthOfNumber(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        let end = min(rest.startIndex + 3, rest.endIndex)
        var index = rest.startIndex
        while index < end, rest[index].isSpace { index += 1 }
        if index < end, rest[index] == UInt8(ascii: "+") || rest[index] == UInt8(ascii: "-") { index += 1 }
        let digits = index
        while index < end, rest[index].isDigit { index += 1 }
        let length = index - rest.startIndex
        return index == digits || length <= 1 ? nil : length
    }
}
