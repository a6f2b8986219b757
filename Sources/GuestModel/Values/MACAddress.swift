/// The hardware address of a network interface.
///
/// xl.cfg(5): `mac` in `vif` · libvirt: `mac address` · libxl: `libxl_mac`.
public struct MACAddress: Sendable, Hashable, Comparable, FieldCodable, CustomStringConvertible {
    private let bits: UInt64

    /// Reads six groups of one or two hexadecimal digits, parted by colons; nil for anything else.
    public init?(_ text: some StringProtocol) {
        var bits: UInt64 = 0
        var (group, digits, groups) = (UInt64(0), 0, 1)
        // A String's bytes are read much faster than any StringProtocol's.
        for byte in String(text).utf8 {
            if byte == UInt8(ascii: ":") {
                guard digits > 0, groups < 6 else { return nil }
                bits = bits << 8 | group
                (group, digits, groups) = (0, 0, groups + 1)
            } else {
                guard digits < 2, let nibble = byte.hexadecimalValue else { return nil }
                group = group << 4 | UInt64(nibble)
                digits += 1
            }
        }
        guard groups == 6, digits > 0 else { return nil }
        self.bits = bits << 8 | group
    }

    /// A random address with the prefix that is Xen's own, 00:16:3e, and the next bit clear, as libxl makes them.
    public static func random(using generator: inout some RandomNumberGenerator) -> MACAddress {
        MACAddress(bits: 0x0016_3e00_0000 | generator.next() & 0x7f_ffff)
    }

    private init(bits: UInt64) { self.bits = bits }

    /// An address of a group of interfaces, which no single one can have.
    public var isMulticast: Bool { bits >> 40 & 1 == 1 }

    /// All bits clear: libxl's word for "none".
    public var isZero: Bool { bits == 0 }

    public static func < (a: Self, b: Self) -> Bool { a.bits < b.bits }

    public var description: String {
        var text: [UInt8] = []
        for index in 0..<6 {
            let byte = UInt8(truncatingIfNeeded: bits >> UInt64(40 - 8 * index))
            if index > 0 { text.append(UInt8(ascii: ":")) }
            text += [hexadecimalDigit(byte >> 4), hexadecimalDigit(byte)]
        }
        return String(decoding: text, as: UTF8.self)
    }

    public var fieldValue: FieldValue { .string(description) }

    public init(fieldValue: FieldValue, at path: FieldPath) throws(FieldValueError) {
        guard let text = fieldValue.string else { throw Self.expected("a MAC address", got: fieldValue, at: path) }
        guard let address = MACAddress(text) else {
            throw FieldValueError(path: path, reason: "\"\(text)\" is no MAC address like 00:16:3e:01:02:03")
        }
        self = address
    }
}
