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
    private var cells: [YAMLTape.Cell] = []
    private var divided: [[YAMLNode]] = []

    /// The document; nil when it is not, or not certainly, of the plain form.
    static func read(_ text: [UInt8], dividingFrom divisible: Int = 512 << 10) -> YAMLNode? {
        text.withUnsafeBufferPointer { bytes in
            var reader = PlainReader(text, bytes, divisible)
            reader.skipComments()
            guard reader.index < bytes.count, reader.block(indent: 0, depth: 1) else { return nil }
            return reader.index == bytes.count ? YAMLNode(reader.tape, at: 0) : nil
        }
    }

    private init(_ text: [UInt8], _ bytes: UnsafeBufferPointer<UInt8>, _ divisible: Int) {
        self.text = text
        self.bytes = bytes
        self.divisible = divisible
    }

    private var tape: YAMLTape { YAMLTape(text, cells, divided: divided) }

    // MARK: Blocks

    // Each reads what begins here, writes it down, and stands behind it; false when it is not of the plain form.

    private mutating func block(indent: Int, depth: Int) -> Bool {
        // Twice as deep is libyaml's to count.
        guard depth < YAMLReader.depthLimit / 2 else { return false }
        return isEntry ? sequence(indent: indent, depth: depth) : mapping(indent: indent, depth: depth)
    }

    private mutating func mapping(indent: Int, depth: Int) -> Bool {
        let start = cells.count
        var extent = YAMLTape.Extent()
        cells.append(.mapping(extent), at: index)
        var keys = KeyMarks()
        while true {
            // Of very many keys libyaml's reader finds sooner which one comes twice.
            guard extent.count < 1000, let key = key() else { return false }
            if !keys.insert(bytes[key]), hasKey(bytes[key], from: start + 1) { return false }
            cells.append(.plain(.init(key)), at: key.lowerBound)
            guard value(indent: indent, depth: depth) else { return false }
            extent.count += 1
            guard index < bytes.count else { break }
            let next = indentation
            if next < indent { break }
            guard next == indent else { return false }
            // An entry at this column belongs to a sequence further out.
            if isEntry(at: index + indent) { break }
            index += indent
        }
        extent.end = UInt32(cells.count)
        cells[start].value = .mapping(extent)
        return true
    }

    /// Whether one of the keys from this cell on is `key`.
    private func hasKey(_ key: Slice<UnsafeBufferPointer<UInt8>>, from first: Int) -> Bool {
        var index = first
        while index < cells.count {
            if case .plain(let other) = cells[index].value, bytes[other.range].elementsEqual(key) { return true }
            index = cells[index + 1].value.end(at: index + 1)
        }
        return false
    }

    private mutating func sequence(indent: Int, depth: Int) -> Bool {
        if indent == 0, let elements = elementsOnAllCores(depth: depth) {
            cells.append(.divided(UInt32(divided.count)), at: elements.place)
            divided.append(elements.nodes)
            return true
        }
        let start = cells.count
        cells.append(.sequence(.init()), at: index)
        var count: UInt32 = 0
        guard elements(indent: indent, depth: depth, { _ in count += 1 }) else { return false }
        cells[start].value = .sequence(.init(end: UInt32(cells.count), count: count))
        return true
    }

    /// - Parameter found: is told of each element, by its cell.
    private mutating func elements(indent: Int, depth: Int, _ found: (Int) -> Void) -> Bool {
        while true {
            index += 2
            found(cells.count)
            guard index < bytes.count, element(indent: indent + 2, depth: depth + 1) else { return false }
            guard index < bytes.count else { return true }
            let next = indentation
            if next < indent { return true }
            guard next == indent else { return false }
            guard isEntry(at: index + indent) else { return true }
            index += indent
        }
    }

    /// What stands behind a dash: a scalar, or a mapping whose first key stands there.
    private mutating func element(indent: Int, depth: Int) -> Bool {
        guard depth < YAMLReader.depthLimit / 2, !isEntry else { return false }
        let start = index
        let isMapping = key() != nil
        index = start
        return isMapping ? mapping(indent: indent, depth: depth) : scalar()
    }

    /// What stands behind a key: on its line, in a literal block, or in the lines below.
    private mutating func value(indent: Int, depth: Int) -> Bool {
        guard index < bytes.count else { return false }
        if bytes[index] == UInt8(ascii: " ") {
            index += 1
            return scalar(literalIndent: indent + 2)
        }
        guard bytes[index] == UInt8(ascii: "\n") else { return false }
        index += 1
        guard index < bytes.count else { return false }
        let inner = indentation
        index += inner
        if inner == indent, isEntry { return sequence(indent: inner, depth: depth + 1) }
        guard inner == indent + 2 else { return false }
        return block(indent: inner, depth: depth + 1)
    }

    // MARK: Parts

    /// What a reader of a part has found, and where it stands in the end.
    private struct Part: Sendable {
        var nodes: [YAMLNode]
        var end: Int
    }

    /// The elements of a long sequence that is not indented; nil for one that is to be read by one reader, or cannot be.
    private mutating func elementsOnAllCores(depth: Int) -> (place: Int, nodes: [YAMLNode])? {
        guard bytes.count - index >= divisible else { return nil }
        let text = text, place = index
        let ranges = parts()
        guard ranges.count > 1 else { return nil }
        let parts = ranges.mapOnAllCores(from: 2) { range in
            text.withUnsafeBufferPointer { bytes -> Part? in
                // Nothing in it is divided again.
                var reader = PlainReader(text, UnsafeBufferPointer(rebasing: bytes[..<range.upperBound]), .max)
                reader.index = range.lowerBound
                // A line of a state or of a world is a cell or two.
                reader.cells.reserveCapacity(range.count / 32)
                var elements: [Int] = []
                guard reader.elements(indent: 0, depth: depth, { elements.append($0) }) else { return nil }
                let tape = reader.tape
                return Part(nodes: elements.map { YAMLNode(tape, at: $0) }, end: reader.index)
            }
        }
        var nodes: [YAMLNode] = []
        var end = index
        for (part, range) in zip(parts, ranges) {
            guard let part else { return nil }
            nodes += part.nodes
            end = part.end
            // What looks like the next element is one of another sequence where this one has ended before.
            if end != range.upperBound { break }
        }
        index = end
        return (place, nodes)
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

    /// A word, where a colon is behind it; both are taken. Nil for anything else.
    private mutating func key() -> Range<Int>? {
        let start = index
        while index < bytes.count, bytes[index].isKeyLetter { index += 1 }
        guard index > start, index < bytes.count, bytes[index] == UInt8(ascii: ":") else { return nil }
        index += 1
        return start..<index - 1
    }

    /// The rest of the line, and the line behind it when it is a literal block.
    private mutating func scalar(literalIndent: Int? = nil) -> Bool {
        let place = index
        guard let end = lineEnd, end > index else { return false }
        let content = index..<end
        let first = bytes[index]
        if first == UInt8(ascii: "\"") {
            guard end - index >= 2, bytes[end - 1] == first else { return false }
            let inner = index + 1..<end - 1
            guard inner.allSatisfy({ bytes[$0].isPlainInQuotes }) else { return false }
            index = end + 1
            cells.append(.quoted(.init(inner)), at: place)
            return true
        }
        if first == UInt8(ascii: "|") {
            guard let literalIndent, end - index == 2, bytes[index + 1] == UInt8(ascii: "-") else { return false }
            index = end + 1
            return literal(indent: literalIndent, at: place)
        }
        if first == UInt8(ascii: "["), end - index == 2, bytes[index + 1] == UInt8(ascii: "]") {
            index = end + 1
            cells.append(.sequence(.init(end: UInt32(cells.count + 1))), at: place)
            return true
        }
        guard first.isWordLetter, content.allSatisfy({ bytes[$0].isWordLetter || bytes[$0] == UInt8(ascii: "-") })
        else { return false }
        index = end + 1
        cells.append(.plain(.init(content)), at: place)
        return true
    }

    /// The one line of a literal block.
    private mutating func literal(indent: Int, at place: Int) -> Bool {
        guard index < bytes.count, indentation == indent, let end = lineEnd else { return false }
        let content = index + indent..<end
        guard !content.isEmpty, isPrintable(content) else { return false }
        index = end + 1
        // A second line, or a blank one, is for libyaml to understand.
        if index < bytes.count, bytes[index] == UInt8(ascii: "\n") || indentation >= indent { return false }
        cells.append(.quoted(.init(content)), at: place)
        return true
    }

    // MARK: Lines

    /// Where this line's newline is; a text without one at its end is not of the plain form.
    private var lineEnd: Int? {
        guard let base = bytes.baseAddress, let end = memchr(base + index, 0x0a, bytes.count - index) else {
            return nil
        }
        return UnsafeRawPointer(end) - UnsafeRawPointer(base)
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
            index = end + 1
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
}

/// Tells most keys of a mapping apart without comparing them.
private struct KeyMarks {
    private var marks: UInt64 = 0

    /// - Returns: false when the key may have been there before.
    mutating func insert(_ key: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let hash = key.reduce(UInt64(key.count)) { ($0 ^ UInt64($1)) &* 0x9e37_79b9_7f4a_7c15 }
        let mark: UInt64 = 1 << (hash >> 58)
        defer { marks |= mark }
        return marks & mark == 0
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
