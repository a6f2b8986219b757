import FormatSupport
import XLConfig

/// Reads the settings of xm's: assignments of numbers, texts and lists, as Python has them.
///
/// xm ran such a file. Nothing is run here: what is more than an assignment is an error that says what to write in its
/// place. `True` and `False` are 1 and 0; a key that is `None` is not set. The text must have passed
/// ``SourceText/check(_:file:)``.
struct PythonParser: ~Copyable {
    var tokens: PythonScanner
    private var file = SettingsFile()
    /// Which keys hold a list so far.
    private var holdsList: [String: Bool] = [:]
    /// How many assignments had been made when a key was last set to `None`; those before count no more.
    private var unset: [String: Int] = [:]
    /// The lines that are indented belong to something that has been refused already.
    private var isInBlock = false

    static func parse(_ bytes: [UInt8]) -> SettingsFile {
        bytes.withUnsafeBufferPointer { buffer in
            var parser = PythonParser(tokens: PythonScanner(buffer))
            return parser.run()
        }
    }

    private init(tokens: consuming PythonScanner) { self.tokens = tokens }

    private mutating func run() -> SettingsFile {
        tokens.advance()
        while tokens.token != .end {
            if tokens.token == .newline || tokens.token == .mark(";") {
                tokens.advance()
            } else if isInBlock, tokens.start.column > 1 {
                skipLine()
            } else {
                isInBlock = false
                statement()
                skipLine()
            }
        }
        file.errors = tokens.errors
        if !unset.isEmpty {
            let kept = file.assignments.enumerated().filter { $0.offset >= unset[$0.element.key] ?? 0 }
            file.assignments = kept.map(\.element)
        }
        return file
    }

    /// Passes over what is left of a statement that has been complained about; nothing, when it has ended.
    ///
    /// Brackets that are open lead over the ends of lines, but not into the next setting.
    private mutating func skipLine() {
        let first = tokens.start.line
        while tokens.token != .end {
            if tokens.depth == 0 {
                if tokens.token == .newline || tokens.token == .mark(";") && !isInBlock { return }
            } else if case .name = tokens.token, tokens.start.column == 1, tokens.start.line > first {
                return tokens.closeBrackets()
            }
            tokens.advance()
        }
    }

    private mutating func statement() {
        let position = tokens.start
        guard case .name(let key) = tokens.token else {
            return tokens.fail("expected a setting such as memory = 512, found \(tokens.token.shown)")
        }
        tokens.advance()
        switch tokens.token {
        case .mark("="), .mark("+="):
            let isAddition = tokens.token == .mark("+=")
            tokens.advance()
            setting(Setting(key: key, position: position, isAddition: isAddition, value: .list([], position)))
        default:
            if let advice = PythonAdvice.forStatement(key) {
                isInBlock = PythonAdvice.beginsBlock(key)
                return tokens.fail(advice, at: position)
            }
            let advice =
                PythonAdvice.forOperator(tokens.token) ?? "expected = after \(key), found \(tokens.token.shown)"
            tokens.fail(advice, at: tokens.token == .mark("(") ? position : nil)
        }
    }

    private mutating func setting(_ setting: Setting) {
        var setting = setting
        let isNothing = tokens.token == .name("None")
        if isNothing {
            tokens.advance()
        } else {
            guard let value = value(depth: 0) else { return }
            setting.value = value
        }
        guard tokens.token == .newline || tokens.token == .mark(";") || tokens.token == .end else {
            let other = "expected the end of the line, found \(tokens.token.shown)"
            return tokens.fail(PythonAdvice.forOperator(tokens.token) ?? other)
        }
        if isNothing {
            unset[setting.key] = file.assignments.count
            holdsList[setting.key] = nil
            return
        }
        if setting.isAddition, holdsList[setting.key] != true || !setting.value.isList {
            return tokens.fail("+= adds a list to a list that was set before", at: setting.position)
        }
        holdsList[setting.key] = setting.value.isList
        file.assignments.append(setting)
    }
}
