/// What every format's grammar asks of a byte.
extension UInt8 {
    /// What C's `isspace` takes for a blank: a space, and tab to carriage return.
    @inlinable package var isSpace: Bool { self == 0x20 || (0x09...0x0d).contains(self) }

    @inlinable package var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    @inlinable package var isSmallLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
}
