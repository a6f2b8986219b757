import FormatSupport

/// Reads the grammar of xl.cfg: accepts exactly the texts that libxlutil 4.17 accepts, with the same values, and
/// remembers where each key and value stands.
///
/// libxlutil is not asked itself because it names no places, cannot list keys, and ends the process at a NUL byte. Its
/// oddities are kept, since a file that `xl create` takes must mean the same here:
///
/// - names begin with a small letter, and go on with small letters, digits, `_` and `.`;
/// - numbers consist of digits, `a` to `f` and `x`, so that `12ab` is one, and `-1` is not;
/// - a string ends on its line; `\x41` is never accepted, and `\012` is accepted and adds nothing;
/// - a last byte that begins no token is let through.
///
/// The text must have passed ``SourceText/check(_:file:)``.
struct SettingsParser: ~Copyable {
    private var tokens: Tokenizer
    private var file = SettingsFile()
    /// Whether a key holds a list so far; kept from the first `+=` on, since most files have none.
    private var holdsList: [String: Bool]?

    static func parse(_ bytes: [UInt8]) -> SettingsFile {
        bytes.withUnsafeBufferPointer { buffer in
            var parser = SettingsParser(buffer)
            return parser.run()
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>) { tokens = Tokenizer(bytes) }

    private mutating func run() -> SettingsFile {
        file.assignments.reserveCapacity(32)
        tokens.advance()
        while tokens.token != .end {
            if tokens.token == .newline || tokens.token == .semicolon {
                tokens.advance()
                continue
            }
            let isAssignment = assignment()
            if isAssignment {
                if tokens.token == .newline || tokens.token == .semicolon || tokens.token == .end { continue }
                tokens.fail("expected the end of the line, or a semicolon, after the value")
            }
            // After an error libxlutil goes on with the next line.
            while tokens.token != .newline && tokens.token != .end { tokens.advance() }
        }
        file.errors = tokens.errors
        return file
    }

    /// `key = value` or `key += value`; false when it is neither.
    private mutating func assignment() -> Bool {
        let position = tokens.start
        guard tokens.token == .name else {
            tokens.fail("expected a key, such as name or memory")
            return false
        }
        let key = tokens.text
        tokens.advance()
        guard tokens.token == .assign || tokens.token == .add else {
            tokens.fail("expected = after \(key)")
            return false
        }
        let isAddition = tokens.token == .add
        tokens.advance()
        guard let value = value(depth: 0) else { return false }
        if isAddition { check(value, addedTo: key) }
        holdsList?[key] = value.isList
        file.assignments.append(Setting(key: key, position: position, isAddition: isAddition, value: value))
        return true
    }

    /// Says so when `+=` would join a list and a text.
    private mutating func check(_ value: Value, addedTo key: String) {
        let known = holdsList ?? Dictionary(file.assignments.map { ($0.key, $0.value.isList) }) { $1 }
        holdsList = known
        if let isList = known[key], isList != value.isList {
            tokens.fail("+= adds a text to a text, or a list to a list", at: value.position)
        }
    }

    private mutating func value(depth: Int) -> Value? {
        let position = tokens.start
        switch tokens.token {
        case .string, .number:
            let text = tokens.text
            tokens.advance()
            return .text(text, position)
        case .open:
            guard depth < SourceText.depthLimit else {
                tokens.fail("lists nested deeper than \(SourceText.depthLimit)")
                return nil
            }
            return list(depth: depth, position)
        default:
            tokens.fail("expected a value: a number, a text in quotes, or a list in brackets")
            return nil
        }
    }

    private mutating func list(depth: Int, _ position: Position) -> Value? {
        var elements: [Value] = []
        advanceOverNewlines()
        while tokens.token != .close {
            guard let element = value(depth: depth + 1) else { return nil }
            elements.append(element)
            if tokens.token == .newline { advanceOverNewlines() }
            if tokens.token == .comma {
                advanceOverNewlines()
            } else if tokens.token != .close {
                tokens.fail("expected a comma or ] in the list")
                return nil
            }
        }
        tokens.advance()
        return .list(elements, position)
    }

    private mutating func advanceOverNewlines() {
        repeat { tokens.advance() } while tokens.token == .newline
    }
}
