extension YAMLNode {
    /// The text of a scalar. A plain `null`, `~` or nothing at all is refused: nobody means it as a text.
    public func string() throws(YAMLError) -> String {
        guard case .scalar(let text, let isQuoted) = content else { throw expected("a string") }
        if !isQuoted, text.isEmpty || text == "~" || text == "null" { throw expected("a string") }
        return text
    }

    /// A whole number in decimal digits, within the range of its type.
    public func integer<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(YAMLError) -> Number {
        guard case .scalar(let text, isQuoted: false) = content, let wide = Int128(text), String(wide) == text else {
            throw expected("a whole number")
        }
        guard let number = Number(exactly: wide) else {
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
    public func value<Value>(_ what: String, _ parse: (String) -> Value?) throws(YAMLError) -> Value {
        let text = try string()
        guard let value = parse(text) else { throw YAMLError(at: position, "expected \(what), found \"\(text)\"") }
        return value
    }

    /// One of an enumeration's words.
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

    func expected(_ what: String) -> YAMLError { YAMLError(at: position, "expected \(what), found \(kind)") }
}
