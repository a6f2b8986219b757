/// What can be told of a key at a glance.
enum KeyLook {
    /// As many as an `UInt64` has bits.
    static let count = UInt64.bitWidth

    /// A number below ``count``, from the key's length and its ends.
    static func of(_ key: String) -> UInt8 {
        var key = key
        return key.withUTF8 { bytes in
            let ends = bytes.isEmpty ? 0 : bytes[0] &* 5 ^ bytes[bytes.count - 1]
            return (UInt8(truncatingIfNeeded: bytes.count) &* 11 ^ ends) % UInt8(count)
        }
    }
}
