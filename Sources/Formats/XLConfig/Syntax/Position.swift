import GuestModel

/// A place in the text of a file: line and column, both from 1 on, the column in bytes.
struct Position: Sendable, Hashable, Comparable {
    var line: Int32
    var column: Int32

    static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }

    func location(in file: String) -> SourceLocation {
        SourceLocation(file: file, line: Int(line), column: Int(column))
    }
}
