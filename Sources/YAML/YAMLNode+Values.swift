extension YAMLNode {
    /// The text of a scalar. A plain `null`, `~` or nothing at all is refused: nobody means it as a text.
    public func string() throws(YAMLError) -> String {
        switch value {
        case .quoted: return tape.word(at: index)
        case .plain:
            let text = tape.word(at: index)
            if text.isEmpty || text == "~" || text == "null" { throw expected("a string") }
            return text
        case .sequence, .divided, .mapping: throw expected("a string")
        }
    }

    /// A whole number in decimal digits, within the range of its type.
    @inlinable
    public func integer<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(YAMLError) -> Number {
        guard let whole = wholeNumber else { throw expected("a whole number") }
        guard let number = whole.number(type) else {
            throw YAMLError(at: position, "\(try string()) is not within \(Number.min)…\(Number.max)")
        }
        return number
    }

    @usableFromInline
    var wholeNumber: WholeNumber? {
        guard case .plain = value else { return nil }
        return tape.withBytes(at: index) { WholeNumber($0) }
    }

    /// `true` or `false`, unquoted; YAML's other spellings are refused.
    public func boolean() throws(YAMLError) -> Bool {
        guard case .plain = value else { throw expected("true or false") }
        if tape.isWord("true", at: index) { return true }
        if tape.isWord("false", at: index) { return false }
        throw expected("true or false")
    }

    /// The elements of a sequence.
    public func sequence() throws(YAMLError) -> [YAMLNode] {
        switch value {
        case .sequence, .divided: return elements
        case .plain, .quoted, .mapping: throw expected("a sequence")
        }
    }

    /// A text that `parse` understands.
    ///
    /// - Parameter what: What is expected, in words: `a uuid`.
    @inlinable
    public func value<Value>(_ what: String, _ parse: (String) -> Value?) throws(YAMLError) -> Value {
        let text = try string()
        guard let value = parse(text) else { throw YAMLError(at: position, "expected \(what), found \"\(text)\"") }
        return value
    }

    /// One of an enumeration's words.
    @inlinable
    public func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type = Choice.self
    ) throws(YAMLError) -> Choice where Choice.RawValue == String {
        let text = try string()
        guard let choice = Choice(rawValue: text) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw YAMLError(at: position, "\"\(text)\" is none of \(words)")
        }
        return choice
    }

    @usableFromInline
    func expected(_ what: String) -> YAMLError { YAMLError(at: position, "expected \(what), found \(kind)") }
}

/// Decimal digits, without a 0 before others, and a minus before those of a number below 0.
///
/// A state has thousands of them: they are read without asking a generic type for its digits.
@usableFromInline
struct WholeNumber {
    @usableFromInline var isNegative = false
    /// Nil when it is more than any type holds.
    @usableFromInline var magnitude: UInt64? = 0

    init?(_ text: UnsafeBufferPointer<UInt8>) {
        var digits = text[...]
        isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits.removeFirst() }
        guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 && !isNegative else {
            return nil
        }
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            guard let known = magnitude else { continue }
            let (tens, isTooLarge) = known.multipliedReportingOverflow(by: 10)
            let (sum, isTooLargeNow) = tens.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            magnitude = isTooLarge || isTooLargeNow ? nil : sum
        }
    }

    @inlinable
    func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
        guard let magnitude else { return nil }
        guard isNegative else { return Number(exactly: magnitude) }
        return magnitude <= Int64.min.magnitude ? Number(exactly: Int64(truncatingIfNeeded: 0 &- magnitude)) : nil
    }
}
