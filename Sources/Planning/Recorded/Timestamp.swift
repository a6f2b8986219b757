/// A moment: seconds since 1970-01-01 00:00 UTC.
public struct Timestamp: Sendable, Hashable, Comparable {
    /// Whole ones: what happens within one is not told apart.
    public var seconds: Int64

    public init(seconds: Int64) { self.seconds = seconds }

    public static func < (a: Self, b: Self) -> Bool { a.seconds < b.seconds }

    /// So many seconds later.
    public static func + (moment: Self, seconds: some BinaryInteger) -> Self {
        Timestamp(seconds: moment.seconds + Int64(seconds))
    }
}
