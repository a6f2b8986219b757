import GuestModel

/// What every file must be before a reader looks at it.
public enum SourceText {
    /// Larger files are refused: 1 MiB.
    public static let sizeLimit = 1 << 20
    /// Deeper nesting is refused.
    public static let depthLimit = 64

    /// Refuses what is too large, holds a NUL byte or is not UTF-8, with the offset of the first bad byte.
    ///
    /// - Parameter comments: finds the comments of such a text, in the order of the file. They may be of any encoding, as
    ///   in files that are older than UTF-8; only a text with a bad byte is searched for them.
    public static func check(
        _ bytes: [UInt8], file: String, comments: (UnsafeBufferPointer<UInt8>) -> [Range<Int>] = { _ in [] }
    ) -> Diagnostic? {
        let place = SourceLocation(file: file)
        if bytes.count > sizeLimit {
            return Diagnostic(
                .error, .limit, at: place, "larger than 1 MiB (\(sizeLimit) bytes), which is the most that is read")
        }
        return bytes.withUnsafeBufferPointer { buffer in
            guard let bad = firstBadByte(buffer, outside: comments) else { return nil }
            let at = location(ofOffset: bad, in: buffer, file: file)
            let what = buffer[bad] == 0 ? "a NUL byte" : "a byte that is not UTF-8"
            return Diagnostic(.error, .syntax, at: at, "\(what) at offset \(bad)")
        }
    }

    /// The line and column, both from 1 on and counted in bytes, of an offset.
    public static func location(
        ofOffset offset: Int, in bytes: UnsafeBufferPointer<UInt8>, file: String
    ) -> SourceLocation {
        var line = 1
        var start = 0
        for index in 0..<min(offset, bytes.count) where bytes[index] == UInt8(ascii: "\n") {
            line += 1
            start = index + 1
        }
        return SourceLocation(file: file, line: line, column: offset - start + 1)
    }

    /// Goes on over ASCII without NUL, eight bytes at a time; it may stop anywhere before other bytes.
    private static func passingText(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let (ones, tops): (UInt64, UInt64) = (0x0101_0101_0101_0101, 0x8080_8080_8080_8080)
        let raw = UnsafeRawBufferPointer(bytes)
        var index = start
        while index + 8 <= raw.count {
            let eight = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // A byte has its top bit set, or loses it to the one that is taken from a zero.
            guard (eight | eight &- ones) & tops == 0 else { break }
            index += 8
        }
        return index
    }

    private static func firstBadByte(
        _ bytes: UnsafeBufferPointer<UInt8>, outside comments: (UnsafeBufferPointer<UInt8>) -> [Range<Int>]
    ) -> Int? {
        guard var bad = firstBadByte(bytes) else { return nil }
        for comment in comments(bytes) where bad < comment.upperBound {
            while comment.contains(bad), bytes[bad] != 0 {
                guard let next = firstBadByte(bytes, from: bad + 1) else { return nil }
                bad = next
            }
        }
        return bad
    }

    /// The offset of the first NUL byte or of the first byte of the first ill-formed sequence (Unicode, table 3-7).
    private static func firstBadByte(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0) -> Int? {
        var index = start
        while index < bytes.count {
            index = passingText(bytes, from: index)
            guard index < bytes.count else { return nil }
            let lead = bytes[index]
            if lead < 0x80 {
                if lead == 0 { return index }
                index += 1
                continue
            }
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xbf
            switch lead {
            case 0xc2...0xdf: length = 2
            case 0xe0: (length, second) = (3, 0xa0...0xbf)
            case 0xed: (length, second) = (3, 0x80...0x9f)
            case 0xe1...0xef: length = 3
            case 0xf0: (length, second) = (4, 0x90...0xbf)
            case 0xf1...0xf3: length = 4
            case 0xf4: (length, second) = (4, 0x80...0x8f)
            default: return index
            }
            guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return index }
            for following in index + 2..<index + length where !(0x80...0xbf).contains(bytes[following]) {
                return index
            }
            index += length
        }
        return nil
    }
}
