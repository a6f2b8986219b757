import FormatSupport

/// Numbers as xl.cfg spells them.
package enum Numbers {
    /// What C's `strtol` makes of the whole text in base 0: blanks, a sign, then decimal digits, `0x` and hexadecimal
    /// ones, or `0` and octal ones. Nil when anything is left over, or the number does not fit 64 bits.
    package static func long(_ text: String) -> Int? {
        number(text, base: 0)
    }

    /// The same in base 16, where `0x` may stand before.
    package static func hexadecimal(_ text: some StringProtocol) -> Int? {
        number(text, base: 16)
    }

    /// Decimal digits and nothing else.
    static func decimal(_ text: some StringProtocol) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy(\.isDigit) else {
            return nil
        }
        return Int(text)
    }

    private static func number(_ text: some StringProtocol, base: Int) -> Int? {
        var rest = Substring(text).utf8[...]
        while let byte = rest.first, byte.isSpace { rest = rest.dropFirst() }
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest = rest.dropFirst()
        }
        var radix = base == 0 ? 10 : base
        if rest.first == UInt8(ascii: "0"), rest.count > 1 {
            let second = rest[rest.index(after: rest.startIndex)]
            if second == UInt8(ascii: "x") || second == UInt8(ascii: "X"), base == 0 || base == 16 {
                radix = 16
                rest = rest.dropFirst(2)
            } else if base == 0 {
                radix = 8
            }
        }
        guard let first = rest.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
        return Int((isNegative ? "-" : "") + String(Substring(rest)), radix: radix)
    }
}
