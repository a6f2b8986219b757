import Crypto

/// What tells one text from another.
public enum Digest {
    /// SHA-256 in hexadecimal.
    public static func text(of text: String) -> String { Self.text(of: [], after: text) }

    /// SHA-256 of a text and the bytes after it, in hexadecimal.
    static func text(of bytes: [UInt8], after text: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var written: [UInt8] = []
        written.reserveCapacity(64)
        var hash = SHA256()
        var text = text
        text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
        for byte in hash.finalize() {
            written.append(digits[Int(byte >> 4)])
            written.append(digits[Int(byte & 0xf)])
        }
        return String(decoding: written, as: UTF8.self)
    }
}
