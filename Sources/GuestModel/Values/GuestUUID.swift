/// The identity of a guest: 128 bits, written as 8-4-4-4-12 hexadecimal digits.
///
/// xl.cfg(5): `uuid` · libvirt: `uuid` · libxl: `libxl_uuid`.
public struct GuestUUID: Sendable, Hashable, Comparable, FieldCodable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64

    /// Reads 32 hexadecimal digits, in either case, with or without hyphens between them; nil for anything else.
    public init?(_ text: some StringProtocol) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        var digits = 0
        // A String's bytes are read much faster than any StringProtocol's.
        for byte in String(text).utf8 where byte != UInt8(ascii: "-") {
            guard digits < 32, let nibble = byte.hexadecimalValue else { return nil }
            high = high << 4 | low >> 60
            low = low << 4 | UInt64(nibble)
            digits += 1
        }
        guard digits == 32 else { return nil }
        self.high = high
        self.low = low
    }

    /// A random identity of version 4 (RFC 9562).
    public static func random(using generator: inout some RandomNumberGenerator) -> GuestUUID {
        GuestUUID(
            high: generator.next() & 0xffff_ffff_ffff_0fff | 0x4000,
            low: generator.next() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000)
    }

    /// The identity with these bits, the most significant first.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// All bits clear.
    public var isNil: Bool { high == 0 && low == 0 }

    public static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }

    public var description: String {
        String(unsafeUninitializedCapacity: 36) { text in
            var end = 0
            for digit in 0..<32 {
                if digit == 8 || digit == 12 || digit == 16 || digit == 20 {
                    text[end] = UInt8(ascii: "-")
                    end += 1
                }
                let word = digit < 16 ? high : low
                text[end] = hexadecimalDigit(UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (digit % 16))))
                end += 1
            }
            return end
        }
    }

    public var fieldValue: FieldValue { .string(description) }

    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        guard let text = fieldValue.string else { throw Self.expected("a uuid", got: fieldValue, at: path) }
        guard let uuid = GuestUUID(text) else {
            throw FieldValueError(path: path, reason: "\"\(text)\" is no uuid: 32 hexadecimal digits are")
        }
        self = uuid
    }
}

extension UInt8 {
    /// The value of a hexadecimal digit in ASCII.
    var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// The digit in ASCII of a number's last four bits.
func hexadecimalDigit(_ number: UInt8) -> UInt8 {
    let value = number & 0xf
    return value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
}
