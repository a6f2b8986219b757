/// The hardware address of a network interface.
///
/// xl.cfg(5): `mac` in `vif` · libvirt: `mac address` · libxl: `libxl_mac`.
public struct MACAddress: Sendable, Hashable, Comparable, FieldCodable, CustomStringConvertible {
    private let bits: UInt64

    /// Reads six groups of one or two hexadecimal digits, parted by colons; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let groups = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard groups.count == 6 else { return nil }
        var bits: UInt64 = 0
        for group in groups {
            guard (1...2).contains(group.count) else { return nil }
            var byte: UInt64 = 0
            for digit in group {
                guard let nibble = digit.hexadecimalValue else { return nil }
                byte = byte << 4 | UInt64(nibble)
            }
            bits = bits << 8 | byte
        }
        self.bits = bits
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
        var text = ""
        for index in 0..<6 {
            let byte = UInt8(truncatingIfNeeded: bits >> UInt64(40 - 8 * index))
            if index > 0 { text.append(":") }
            text.append(hexadecimalDigit(byte >> 4))
            text.append(hexadecimalDigit(byte))
        }
        return text
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
