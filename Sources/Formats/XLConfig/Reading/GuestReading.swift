import FormatSupport
import GuestModel

/// A file on its way to becoming a guest: its settings, the guest so far, and what there is to say about them.
package struct GuestReading {
    let file: String
    package let host: HostDefaults
    package let settings: Settings
    package var configuration: GuestConfiguration
    package var annotations: [GuestDocument.Annotation] = []
    package private(set) var diagnostics: [Diagnostic] = []
    /// Keys whose value is wrong, so that nothing more need be said about them.
    package private(set) var refusedKeys: Set<String> = []

    init(_ settings: Settings, file: String, host: HostDefaults) {
        self.settings = settings
        self.file = file
        self.host = host
        configuration = GuestConfiguration(name: "", type: .pv(PV()))
    }

    // MARK: Saying something

    /// The value of a key is wrong: there is no guest.
    package mutating func refuse(_ key: String, at position: Position? = nil, _ message: String) {
        refusedKeys.insert(key)
        let position = position ?? settings[key]?.value.position
        let location = position?.location(in: file) ?? SourceLocation(file: file)
        diagnostics.append(Diagnostic(.error, .value, at: location, message))
    }

    /// Something about a key that its author should know.
    package mutating func warn(_ reason: Diagnostic.Reason, at position: Position?, _ message: String) {
        add(.warning, reason, at: position, message)
    }

    package mutating func add(
        _ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, at position: Position?, _ message: String
    ) {
        let location = position?.location(in: file) ?? SourceLocation(file: file)
        diagnostics.append(Diagnostic(severity, reason, at: location, message))
    }

    /// A key that xl reads, and does not use in this guest. Where it asks for nothing, that is only a note.
    package mutating func passOver(
        _ key: String, as reason: Diagnostic.Reason = .meaningless, _ message: @autoclosure () -> String
    ) {
        guard let setting = settings[key] else { return }
        var asksForNothing = false
        if case .text(let text, _) = setting.value { asksForNothing = ["", "0", "none"].contains(text) }
        add(asksForNothing ? .note : .warning, reason, at: setting.position, message())
    }
    // MARK: Asking for values

    /// The text that a key is set to; nil if it is not set, or set to a list, which is an error.
    package mutating func text(_ key: String) -> String? {
        settings[key].flatMap { text($0) }
    }

    mutating func text(_ setting: Setting) -> String? {
        guard case .text(let text, _) = setting.value else {
            refuse(setting.key, "\(setting.key) must be a single value, not a list")
            return nil
        }
        return text
    }

    /// The text of a number. `+=` would join its digits; xl takes the key for unset then, and says so.
    private mutating func numeral(_ setting: Setting) -> String? {
        guard !setting.isAddition else {
            refuse(setting.key, "\(setting.key) is a number, to which += cannot add; write the sum with =")
            return nil
        }
        return text(setting)
    }

    package mutating func number(_ key: String) -> Int? {
        settings[key].flatMap { number($0) }
    }

    mutating func number(_ setting: Setting) -> Int? {
        guard let text = numeral(setting) else { return nil }
        guard let number = Numbers.long(text) else {
            refuse(setting.key, "\(setting.key) must be a number such as 2 or 0x10, not \(quoted(text))")
            return nil
        }
        return number
    }

    /// A number within a range; nil, with an error, when it is outside.
    mutating func number<N: FixedWidthInteger>(_ setting: Setting, in range: ClosedRange<N>) -> N? {
        guard let number = number(setting) else { return nil }
        guard let fit = N(exactly: number), range.contains(fit) else {
            refuse(setting.key, "\(setting.key) must be \(range.lowerBound) to \(range.upperBound), not \(number)")
            return nil
        }
        return fit
    }

    /// Yes or no: as in xl, 0 is no and every other number is yes.
    mutating func flag(_ key: String) -> Bool? {
        settings[key].flatMap { flag($0) }
    }

    mutating func flag(_ setting: Setting) -> Bool? {
        guard let text = numeral(setting) else { return nil }
        guard let number = Numbers.long(text) else {
            refuse(setting.key, "\(setting.key) must be 1 for yes or 0 for no, not \(quoted(text))")
            return nil
        }
        return number != 0
    }

    /// The texts of a list with the place of each; a single text or an inner list is an error.
    mutating func texts(_ key: String) -> [(text: String, position: Position)]? {
        settings[key].flatMap { texts($0) }
    }

    mutating func texts(_ setting: Setting) -> [(text: String, position: Position)]? {
        guard case .list(let elements, _) = setting.value else {
            refuse(setting.key, "\(setting.key) must be a list: \(setting.key) = [ '…' ]")
            return nil
        }
        var texts: [(text: String, position: Position)] = []
        for element in elements {
            guard case .text(let text, let position) = element else {
                refuse(setting.key, at: element.position, "\(setting.key) must be a list of texts, without inner lists")
                return nil
            }
            texts.append((text, position))
        }
        return texts
    }
}
