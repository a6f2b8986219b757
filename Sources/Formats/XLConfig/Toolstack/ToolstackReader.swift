import FormatSupport
import GuestModel

/// Reads xl.conf(5) as xl 4.17 does.
///
/// What ends xl is an error here, and there is no configuration. Where xl complains and goes on as if the key were not
/// there, this reader goes on too, with a warning. A mask of cpus that xl understands only in part is an error:
/// xl would let guests run where nobody meant them to.
public struct ToolstackReader: Sendable {
    public init() {}

    /// Reads one file's bytes. Never fails: what cannot be read is said in the result.
    public func read(_ bytes: [UInt8], file: String) -> ToolstackReadResult {
        if let problem = SourceText.check(bytes, file: file, comments: Tokenizer.comments(in:)) {
            return ToolstackReadResult(diagnostics: [problem])
        }
        let syntax = SettingsParser.parse(bytes)
        guard syntax.errors.isEmpty else {
            return ToolstackReadResult(
                diagnostics: syntax.errors.map {
                    Diagnostic(.error, .syntax, at: $0.position.location(in: file), $0.message)
                })
        }
        var reading = ToolstackReading(file: file)
        let settings = syntax.settings
        for key in ToolstackKeys.all { if let setting = settings[key.name] { key.read(&reading, setting) } }
        for name in settings.values.map(\.key).sorted() { reading.remark(onKey: name, settings[name]?.position) }
        for (setting, earlier) in syntax.repetitions {
            reading.warn(.conflict, at: setting.position, setting.repetition(of: earlier))
        }
        return ToolstackReadResult(configuration: reading.configuration, diagnostics: reading.diagnostics)
    }
}

/// What a reader made of an xl.conf.
public struct ToolstackReadResult: Sendable {
    /// Nil if and only if there is an error among the diagnostics.
    public let configuration: ToolstackConfiguration?
    /// In the order of the file.
    public let diagnostics: [Diagnostic]

    init(configuration: ToolstackConfiguration? = nil, diagnostics: [Diagnostic]) {
        self.configuration = diagnostics.contains { $0.severity == .error } ? nil : configuration
        self.diagnostics = diagnostics.inFileOrder
    }
}

/// An xl.conf on its way to becoming a configuration, and what there is to say about it.
struct ToolstackReading {
    let file: String
    var configuration = ToolstackConfiguration()
    private(set) var diagnostics: [Diagnostic] = []

    init(file: String) { self.file = file }

    /// A value that ends xl.
    mutating func refuse(_ setting: Setting, _ message: String) {
        diagnostics.append(Diagnostic(.error, .value, at: setting.value.position.location(in: file), message))
    }

    /// A value that xl complains about, to go on without it.
    mutating func passOver(_ setting: Setting, _ message: String) {
        warn(.value, at: setting.value.position, "\(message); like xl, xenward goes on with the default")
    }

    mutating func warn(_ reason: Diagnostic.Reason, at position: Position?, _ message: String) {
        add(.warning, reason, at: position, message)
    }

    mutating func note(_ reason: Diagnostic.Reason, at position: Position?, _ message: String) {
        add(.note, reason, at: position, message)
    }

    private mutating func add(
        _ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, at position: Position?, _ message: String
    ) {
        let location = position?.location(in: file) ?? SourceLocation(file: file)
        diagnostics.append(Diagnostic(severity, reason, at: location, message))
    }

    mutating func remark(onKey name: String, _ position: Position?) {
        guard !ToolstackKeys.names.contains(name) else { return }
        let near = Spelling.nearest(to: name, among: ToolstackKeys.names.sorted())
        let suggestion = near.map { "; did you mean \"\($0)\"?" } ?? ""
        warn(.unknown, at: position, "xl 4.17 reads no key \(name) in xl.conf\(suggestion)")
    }

    mutating func text(_ setting: Setting) -> String? {
        guard case .text(let text, _) = setting.value else {
            passOver(setting, "\(setting.key) must be a single value, not a list")
            return nil
        }
        return text
    }

    /// Yes or no. xl keeps 32 bits of the number: of those, 0 is no.
    mutating func flag(_ setting: Setting) -> Bool? {
        guard let text = text(setting) else { return nil }
        guard let number = Numbers.long(text) else {
            passOver(setting, "\(setting.key) must be 1 for yes or 0 for no, not \(quoted(text))")
            return nil
        }
        return Int32(truncatingIfNeeded: number) != 0
    }

    /// One of the numbers without which xl does not start.
    mutating func count(_ setting: Setting) -> Int32? {
        if case .text(let text, _) = setting.value, let number = Numbers.long(text).flatMap(Int32.init(exactly:)),
            number >= 0
        {
            return number
        }
        refuse(setting, "\(setting.key) must be a number from 0 to \(Int32.max); xl does not start with another value")
        return nil
    }

    mutating func choice<Choice>(_ setting: Setting, _ choices: KeyValuePairs<String, Choice>) -> Choice? {
        guard let text = text(setting) else { return nil }
        if let choice = choices.first(where: { $0.key == text }) { return choice.value }
        let known = choices.map { "\"\($0.key)\"" }.joined(separator: ", ")
        passOver(setting, "\(setting.key) must be one of \(known), not \(quoted(text))")
        return nil
    }

    mutating func mask(_ setting: Setting) -> CPUMask? {
        guard let text = text(setting) else { return nil }
        do throws(SpecError) {
            return try CPUMask(text)
        } catch {
            refuse(setting, "\(setting.key): \(error.message)")
            return nil
        }
    }
}
