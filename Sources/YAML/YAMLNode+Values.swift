extension YAMLNode {
    /// The text of a scalar. A plain `null`, `~` or nothing at all is refused: nobody means it as a text.
    public func string() throws(YAMLError) -> String {
        guard case .scalar(let text, let isQuoted) = content else { throw expected("a string") }
        if !isQuoted, text.isEmpty || text == "~" || text == "null" { throw expected("a string") }
        return text
    }

    /// A whole number in decimal digits, within the range of its type.
    @inlinable
    public func integer<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(YAMLError) -> Number {
        guard case .scalar(let text, isQuoted: false) = content, let whole = WholeNumber(text) else {
            throw expected("a whole number")
        }
        guard let number = whole.number(type) else {
            throw YAMLError(at: position, "\(text) is not within \(Number.min)…\(Number.max)")
        }
        return number
    }

    /// `true` or `false`, unquoted; YAML's other spellings are refused.
    public func boolean() throws(YAMLError) -> Bool {
        switch content {
        case .scalar("true", isQuoted: false): return true
        case .scalar("false", isQuoted: false): return false
        default: throw expected("true or false")
        }
    }

    /// The elements of a sequence.
    public func sequence() throws(YAMLError) -> [YAMLNode] {
        guard case .sequence(let elements) = content else { throw expected("a sequence") }
        return elements
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

    @usableFromInline
    init?(_ text: String) {
        var digits = Substring(text).utf8
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
