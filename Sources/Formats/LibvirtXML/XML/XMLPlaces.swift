import FormatSupport
import GuestModel

/// Finds lines, columns, and the places of attributes and text, when somebody wants to know.
///
/// Only messages need them, so nothing of it is kept while parsing.
struct XMLPlaces {
    private let file: String
    private let source: [UInt8]
    /// Where each line begins.
    private let lines: [Int]

    init(source: [UInt8], file: String) {
        self.file = file
        self.source = source
        var lines = [0]
        for (index, byte) in source.enumerated() where byte == UInt8(ascii: "\n") { lines.append(index + 1) }
        self.lines = lines
    }

    func location(of offset: Int) -> SourceLocation {
        var low = 0
        var high = lines.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lines[middle] <= offset { low = middle } else { high = middle }
        }
        return SourceLocation(file: file, line: low + 1, column: offset - lines[low] + 1)
    }

    /// Where the name of an attribute of the tag at `start` begins; the tag's own place if it is not there.
    func attribute(_ name: String, prefix: String?, ofTagAt start: Int) -> Int {
        let wanted = Array((prefix.map { "\($0):\(name)" } ?? name).utf8)
        var found = start
        walk(tagAt: start) { range in
            guard source[range].elementsEqual(wanted) else { return true }
            found = range.lowerBound
            return false
        }
        return found
    }

    /// Where the text of the element at `start` begins, after blanks.
    func text(ofTagAt start: Int) -> Int {
        var index = walk(tagAt: start) { _ in true }
        while index < source.count, source[index].isSpace { index += 1 }
        return index < source.count && source[index] != UInt8(ascii: "<") ? index : start
    }

    /// Goes through the attributes of a well-formed tag, until told to stop; answers where the tag ends.
    @discardableResult
    private func walk(tagAt start: Int, _ visit: (Range<Int>) -> Bool) -> Int {
        var index = start + 1
        while index < source.count, !source[index].isSpace, !Self.isEnd(source[index]) { index += 1 }
        while index < source.count {
            while index < source.count, source[index].isSpace { index += 1 }
            let name = index
            while index < source.count, !source[index].isSpace, !Self.isEnd(source[index]),
                source[index] != UInt8(ascii: "=")
            { index += 1 }
            if index == name {
                while index < source.count, source[index] != UInt8(ascii: ">") { index += 1 }
                return min(source.count, index + 1)
            }
            if !visit(name..<index) { return index }
            while index < source.count, source[index] != UInt8(ascii: "'"), source[index] != UInt8(ascii: "\"") {
                index += 1
            }
            guard index < source.count else { return index }
            let quote = source[index]
            index += 1
            while index < source.count, source[index] != quote { index += 1 }
            index += 1
        }
        return source.count
    }

    private static func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: ">") }
}
