import FormatSupport
import GuestModel

/// The value of a setting: a text, or a list whose elements are values in turn.
///
/// xl.cfg has no numbers of its own: `5`, `'5'` and `"5"` are the same text.
package enum Value: Sendable, Hashable {
    case text(String, Position)
    case list([Value], Position)

    package var position: Position {
        switch self {
        case .text(_, let position), .list(_, let position): position
        }
    }

    package var isList: Bool {
        if case .list = self { true } else { false }
    }

    /// Joins two texts or two lists, in place, so that adding a thousand times costs no more than a thousand elements.
    /// Two values of different kinds do not join; the grammar has refused them before.
    package mutating func append(_ other: Value) {
        switch self {
        case .text(var text, let position):
            guard case .text(let more, _) = other else { return }
            // Let go of the old value first, or appending would copy it.
            self = .list([], position)
            text += more
            self = .text(text, position)
        case .list(var elements, let position):
            guard case .list(let more, _) = other else { return }
            self = .list([], position)
            elements += more
            self = .list(elements, position)
        }
    }
}

/// One assignment of a file.
package struct Setting: Sendable, Hashable {
    package var key: String
    /// Where the key stands.
    package var position: Position
    /// Written with `+=`, or added to so.
    package var isAddition: Bool
    package var value: Value

    package init(key: String, position: Position, isAddition: Bool = false, value: Value) {
        self.key = key
        self.position = position
        self.isAddition = isAddition
        self.value = value
    }

    /// What there is to say about a plain assignment after an earlier one.
    package func repetition(of earlier: Position) -> String {
        "\(key) has been set in line \(earlier.line) already; the last one counts"
    }
}

/// What the grammar says about a text.
package struct SyntaxError: Error, Sendable, Hashable {
    package var position: Position
    /// What was expected, or what is wrong.
    package var message: String

    package init(position: Position, message: String) {
        self.position = position
        self.message = message
    }
}

/// A file of settings, before anyone asks what they mean.
package struct SettingsFile: Sendable {
    /// In the order of the file, repeated keys included.
    package var assignments: [Setting] = []
    /// At most one a line; if there are any, xl refuses the file.
    package var errors: [SyntaxError] = []

    package init() {}

    /// What each key is set to in the end, as libxlutil answers.
    package var settings: Settings { Settings(assigned: assignments) }

    /// Plain assignments to keys that have been set before, each with the place of the one before.
    package var repetitions: [(setting: Setting, earlier: Position)] {
        var last: [String: Position] = [:]
        return assignments.compactMap { assignment in
            let earlier = last.updateValue(assignment.position, forKey: assignment.key)
            return assignment.isAddition ? nil : earlier.map { (assignment, $0) }
        }
    }
}

extension SettingsFile {
    /// Whether there is something to make a guest of.
    package var isUsable: Bool { errors.isEmpty && !assignments.isEmpty }

    /// What comes of a file that is not usable: no guest, but it may still say what its guest is called.
    package func refusal(of file: String) -> ReadResult {
        var name: String?
        if case .text(let text, _)? = settings["name"]?.value, !text.isEmpty { name = text }
        var problems = errors.map { Diagnostic(.error, .syntax, at: $0.position.location(in: file), $0.message) }
        if problems.isEmpty {
            let message = "the file says nothing; a guest needs at least a name and memory"
            problems = [Diagnostic(.error, .syntax, at: SourceLocation(file: file, line: 1, column: 1), message)]
        }
        return ReadResult(document: nil, diagnostics: problems, name: name)
    }
}
