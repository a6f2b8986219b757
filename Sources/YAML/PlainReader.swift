import AllCores
import Glibc

/// Reads the plain part of YAML that ``YAMLWriter`` writes, five times as fast as libyaml: block mappings and sequences, a
/// scalar on its line (a plain word, or ASCII in double quotes without escapes), and literal blocks of one line.
///
/// It never guesses. Whatever is not exactly of that form, mistakes included, it leaves to libyaml, whose tree and whose
/// positions it gives otherwise.
struct PlainReader: ~Copyable {
    /// The whole document.
    private let text: [UInt8]
    /// It, up to where this reader's part of it ends.
    private let bytes: UnsafeBufferPointer<UInt8>
    /// A sequence of so many bytes is read in parts, on all cores.
    private let divisible: Int
    private var index = 0
    private var line = 1
    private var lineStart = 0

    /// The document; nil when it is not, or not certainly, of the plain form.
    static func read(_ text: [UInt8], dividingFrom divisible: Int = 512 << 10) -> YAMLNode? {
        text.withUnsafeBufferPointer { bytes in
            var reader = PlainReader(text, bytes, divisible)
            reader.skipComments()
            guard reader.index < bytes.count, let node = reader.block(indent: 0, depth: 1) else { return nil }
            return reader.index == bytes.count ? node : nil
        }
    }

    private init(_ text: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ divisible: Int) {
        self.text = text
        self.bytes = bytes
        self.divisible = divisible
    }

    // MARK: Blocks

    /// What begins here, at the column `indent`.
    private mutating func block(indent: Int, depth: Int) -> YAMLNode? {
        // Twice as deep is libyaml's to count.
        guard depth < YAMLReader.depthLimit / 2 else { return nil }
        return isEntry ? sequence(indent: indent, depth: depth) : mapping(indent: indent, depth: depth)
    }

    private mutating func mapping(indent: Int, depth: Int) -> YAMLNode? {
        let position = position(indent)
        var pairs: [YAMLNode.Pair] = []
        pairs.reserveCapacity(16)
        while true {
            let keyPosition = self.position(indent)
            guard let key = key() else { return nil }
            if pairs.contains(where: { $0.key == key }) { return nil }
            guard let value = value(indent: indent, depth: depth) else { return nil }
            pairs.append(YAMLNode.Pair(key: key, at: keyPosition, value: value))
            guard index < bytes.count else { break }
            let next = indentation
            if next < indent { break }
            guard next == indent else { return nil }
            // An entry at this column belongs to a sequence further out.
            if isEntry(at: index + indent) { break }
            index += indent
        }
        return YAMLNode(.mapping(pairs), at: position)
    }

    private mutating func sequence(indent: Int, depth: Int) -> YAMLNode? {
        let position = position(indent)
        if indent == 0, let elements = elementsOnAllCores(depth: depth) {
            return YAMLNode(.sequence(elements), at: position)
        }
        guard let elements = elements(indent: indent, depth: depth) else { return nil }
        return YAMLNode(.sequence(elements), at: position)
    }

    private mutating func elements(indent: Int, depth: Int) -> [YAMLNode]? {
        var elements: [YAMLNode] = []
        while true {
            index += 2
            guard index < bytes.count, let element = element(indent: indent + 2, depth: depth + 1) else { return nil }
            elements.append(element)
            guard index < bytes.count else { break }
            let next = indentation
            if next < indent { break }
            guard next == indent else { return nil }
            guard isEntry(at: index + indent) else { break }
            index += indent
        }
        return elements
    }

    /// What stands behind a dash: a scalar, or a mapping whose first key stands there.
    private mutating func element(indent: Int, depth: Int) -> YAMLNode? {
        guard depth < YAMLReader.depthLimit / 2, !isEntry else { return nil }
        let start = index
        if key() != nil {
            index = start
            return mapping(indent: indent, depth: depth)
        }
        index = start
        return scalar(column: indent)
    }

    /// What stands behind a key: on its line, in a literal block, or in the lines below.
    private mutating func value(indent: Int, depth: Int) -> YAMLNode? {
        guard index < bytes.count else { return nil }
        if bytes[index] == UInt8(ascii: " ") {
            index += 1
            return scalar(column: index - lineStart, literalIndent: indent + 2)
        }
        guard bytes[index] == UInt8(ascii: "\n") else { return nil }
        nextLine(at: index)
        guard index < bytes.count else { return nil }
        let inner = indentation
        index += inner
        if inner == indent, isEntry { return sequence(indent: inner, depth: depth + 1) }
        guard inner == indent + 2 else { return nil }
        return block(indent: inner, depth: depth + 1)
    }

    // MARK: Parts

    /// Where a reader of a part stands, in the end.
    private struct Part: Sendable {
        var elements: [YAMLNode]
        var index: Int
        var line: Int
        var lineStart: Int
    }

    /// The elements of a long sequence that is not indented; nil for one that is to be read by one reader, or cannot be.
    private mutating func elementsOnAllCores(depth: Int) -> [YAMLNode]? {
        guard bytes.count - index >= divisible else { return nil }
        let text = text, line = line
        let ranges = parts()
        guard ranges.count > 1 else { return nil }
        let lines = ranges.mapOnAllCores(from: 2) { range in
            text.withUnsafeBufferPointer { Self.lines(in: UnsafeBufferPointer(rebasing: $0[range])) }
        }
        let places = ranges.indices.map { (range: ranges[$0], line: line + lines[..<$0].reduce(0, +)) }
        let parts = places.mapOnAllCores(from: 2) { place in
            text.withUnsafeBufferPointer { bytes in
                // Nothing in it is divided again.
                var reader = PlainReader(text, UnsafeBufferPointer(rebasing: bytes[..<place.range.upperBound]), .max)
                (reader.index, reader.line, reader.lineStart) = (
                    place.range.lowerBound, place.line, place.range.lowerBound
                )
                return reader.elements(indent: 0, depth: depth).map {
                    Part(elements: $0, index: reader.index, line: reader.line, lineStart: reader.lineStart)
                }
            }
        }
        var elements: [YAMLNode] = []
        var last: Part?
        for (part, range) in zip(parts, ranges) {
            guard let part else { return nil }
            elements += part.elements
            last = part
            // What looks like the next element is one of another sequence where this one has ended before.
            if part.index != range.upperBound { break }
        }
        guard let last else { return nil }
        (index, self.line, lineStart) = (last.index, last.line, last.lineStart)
        return elements
    }

    /// How many newlines there are; eight bytes at once.
    private static func lines(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let raw = UnsafeRawBufferPointer(bytes)
        let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
        var lines = 0
        var index = 0
        while raw.count - index >= 8 {
            // A newline leaves a byte of zeros, and that the uppermost bit of its byte.
            let others = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ 0x0a0a_0a0a_0a0a_0a0a
            lines += (~(((others & low) &+ low) | others | low)).nonzeroBitCount
            index += 8
        }
        return lines + raw[index...].count { $0 == 0x0a }
    }

    /// The text from here on, divided where elements of a sequence may begin that is not indented.
    private func parts() -> [Range<Int>] {
        let size = max(divisible / 8, (bytes.count - index) / 16)
        var starts = [index]
        while let last = starts.last, let next = entry(behind: last + size) { starts.append(next) }
        return zip(starts, starts.dropFirst() + [bytes.count]).map { $0..<$1 }
    }

    private func entry(behind offset: Int) -> Int? {
        var newline = offset
        while newline < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + newline, 0x0a, bytes.count - newline)
        {
            newline = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
            if isEntry(at: newline) { return newline }
        }
        return nil
    }

    // MARK: Scalars

    /// A word and the colon behind it, taken whole; nil for anything else.
    private mutating func key() -> String? {
        let start = index
        while index < bytes.count, bytes[index].isKeyLetter { index += 1 }
        guard index > start, index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return nil }
        let key = text(start..<index)
        index += 1
        return key
    }

    /// The rest of the line, and the line behind it when it is a literal block.
    private mutating func scalar(column: Int, literalIndent: Int? = nil) -> YAMLNode? {
        let position = position(column)
        guard let end = lineEnd, end > index else { return nil }
        let content = index..<end
        let first = bytes[index]
        if first == UInt8(ascii: "\"") {
            guard end - index >= 2, bytes[end - 1] == first else { return nil }
            let inner = index + 1..<end - 1
            guard inner.allSatisfy({ bytes[$0].isPlainInQuotes }) else { return nil }
            nextLine(at: end)
            return YAMLNode(.scalar(text(inner), isQuoted: true), at: position)
        }
        if first == UInt8(ascii: "|") {
            guard let literalIndent, end - index == 2, bytes[index + 1] == UInt8(ascii: "-") else { return nil }
            nextLine(at: end)
            return literal(indent: literalIndent, at: position)
        }
        if first == UInt8(ascii: "["), end - index == 2, bytes[index + 1] == UInt8(ascii: "]") {
            nextLine(at: end)
            return YAMLNode(.sequence([]), at: position)
        }
        guard first.isWordLetter, content.allSatisfy({ bytes[$0].isWordLetter || bytes[$0] == UInt8(ascii: "-") })
        else { return nil }
        nextLine(at: end)
        return YAMLNode(.scalar(text(content), isQuoted: false), at: position)
    }

    /// The one line of a literal block.
    private mutating func literal(indent: Int, at position: YAMLPosition) -> YAMLNode? {
        guard index < bytes.count, indentation == indent, let end = lineEnd else { return nil }
        let content = index + indent..<end
        guard !content.isEmpty, isPrintable(content) else { return nil }
        nextLine(at: end)
        // A second line, or a blank one, is for libyaml to understand.
        if index < bytes.count, bytes[index] == UInt8(ascii: "\n") || indentation >= indent { return nil }
        return YAMLNode(.scalar(text(content), isQuoted: true), at: position)
    }

    // MARK: Lines

    /// Where this line's newline is; a text without one at its end is not of the plain form.
    private var lineEnd: Int? {
        guard let base = bytes.baseAddress, let end = memchr(base + index, 0x0a, bytes.count - index) else {
            return nil
        }
        return UnsafeRawPointer(end) - UnsafeRawPointer(base)
    }

    private mutating func nextLine(at newline: Int) {
        index = newline + 1
        lineStart = index
        line += 1
    }

    private var indentation: Int {
        var end = index
        while end < bytes.count, bytes[end] == UInt8(ascii: " ") { end += 1 }
        return end - index
    }

    private var isEntry: Bool { isEntry(at: index) }

    private func isEntry(at offset: Int) -> Bool {
        offset + 1 < bytes.count && bytes[offset] == UInt8(ascii: "-") && bytes[offset + 1] == UInt8(ascii: " ")
    }

    /// Comments before the document.
    private mutating func skipComments() {
        while index < bytes.count, bytes[index] == UInt8(ascii: "#"), let end = lineEnd {
            // libyaml refuses control characters even there.
            guard isPrintable(index..<end) else { return }
            nextLine(at: end)
        }
    }

    /// Whether all of it is printable ASCII; eight at once, since most of a state are long lines.
    private func isPrintable(_ range: Range<Int>) -> Bool {
        let raw = UnsafeRawBufferPointer(bytes)
        var index = range.lowerBound
        while range.upperBound - index >= 8 {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            // The first byte that is not of 0x20…0x7e leaves its uppermost bit set in one of the three.
            let outside = word | (word &- 0x2020_2020_2020_2020) | (word &+ 0x0101_0101_0101_0101)
            guard outside & 0x8080_8080_8080_8080 == 0 else { return false }
            index += 8
        }
        return (index..<range.upperBound).allSatisfy { (0x20..<0x7f).contains(bytes[$0]) }
    }

    private func position(_ column: Int) -> YAMLPosition { YAMLPosition(line: line, column: column + 1) }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isKeyLetter: Bool { (0x61...0x7a).contains(self) || self == UInt8(ascii: "_") }

    fileprivate var isWordLetter: Bool {
        (0x61...0x7a).contains(self) || (0x41...0x5a).contains(self) || (0x30...0x39).contains(self)
            || self == UInt8(ascii: "_")
    }

    fileprivate var isPlainInQuotes: Bool {
        (0x20..<0x7f).contains(self) && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
    }
}
