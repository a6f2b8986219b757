import Glibc

/// The values of a text one behind the other: a collection and then all that is in it, a key and then its value.
///
/// A state has tens of thousands of values, and most are asked for once, if at all. So they stay bytes of the text until
/// then, and their places are counted out only when something is wrong with them.
final class YAMLTape: Sendable {
    /// A value, or a key of a mapping.
    struct Cell: Sendable {
        /// Where it begins: an offset in the text, or an index of ``Places/listed(_:)``.
        var place: UInt32
        var value: Value
    }

    enum Value: Sendable {
        /// A word without quotes, which may be a number, a boolean or null.
        case plain(Bytes)
        case quoted(Bytes)
        case sequence(Extent)
        case mapping(Extent)
        /// A sequence whose elements are on other tapes; an index of ``YAMLTape/divided``.
        case divided(UInt32)

        /// Behind this value, and all that is in it, where it is the cell at `index`.
        func end(at index: Int) -> Int {
            switch self {
            case .plain, .quoted, .divided: index + 1
            case .sequence(let extent), .mapping(let extent): Int(extent.end)
            }
        }
    }

    /// Where a scalar's text is.
    struct Bytes: Sendable {
        var start: UInt32
        var count: UInt32

        init(_ range: Range<Int>) {
            start = UInt32(range.lowerBound)
            count = UInt32(range.count)
        }

        var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
    }

    /// How far a collection reaches.
    struct Extent: Sendable {
        /// Behind its last cell.
        var end: UInt32 = 0
        /// How many elements it has, or keys.
        var count: UInt32 = 0
    }

    /// How places are remembered.
    enum Places: Sendable {
        /// As offsets in the text, which is ASCII.
        case offsets
        /// As they are, since the text is another one by now.
        case listed([YAMLPosition])
    }

    /// What scalars are parts of.
    let text: [UInt8]
    let cells: [Cell]
    let divided: [[YAMLNode]]
    private let places: Places

    init(_ text: [UInt8], _ cells: [Cell], divided: [[YAMLNode]] = [], places: Places = .offsets) {
        self.text = text
        self.cells = cells
        self.divided = divided
        self.places = places
    }

    func position(of index: Int) -> YAMLPosition {
        let place = Int(cells[index].place)
        switch places {
        case .listed(let positions): return positions[place]
        case .offsets:
            return text.withUnsafeBytes { bytes in
                var (line, start) = (1, 0)
                while let rest = bytes.baseAddress.map({ $0 + start }), let newline = memchr(rest, 0x0a, place - start)
                {
                    line += 1
                    start += UnsafeRawPointer(newline) - rest + 1
                }
                return YAMLPosition(line: line, column: place - start + 1)
            }
        }
    }

    /// Behind the value at `index`, and all that is in it.
    func end(of index: Int) -> Int { cells[index].value.end(at: index) }

    /// The text of a scalar at `index`; empty for a collection.
    func word(at index: Int) -> String { withBytes(at: index) { String(decoding: $0, as: UTF8.self) } }

    /// Whether the scalar at `index` has this text.
    func isWord(_ word: String, at index: Int) -> Bool {
        withBytes(at: index) { bytes in
            guard bytes.count == word.utf8.count else { return false }
            return word.utf8.withContiguousStorageIfAvailable { $0.elementsEqual(bytes) }
                ?? word.utf8.elementsEqual(bytes)
        }
    }

    func withBytes<Result>(at index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        switch cells[index].value {
        case .plain(let bytes), .quoted(let bytes):
            text.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[bytes.range])) }
        case .sequence, .mapping, .divided: body(UnsafeBufferPointer(start: nil, count: 0))
        }
    }
}

extension [YAMLTape.Cell] {
    mutating func append(_ value: YAMLTape.Value, at place: Int) {
        append(YAMLTape.Cell(place: UInt32(place), value: value))
    }
}
