/// The value of a setting: a text, or a list whose elements are values in turn.
///
/// xl.cfg has no numbers of its own: `5`, `'5'` and `"5"` are the same text.
enum Value: Sendable, Hashable {
    case text(String, Position)
    case list([Value], Position)

    var position: Position {
        switch self {
        case .text(_, let position), .list(_, let position): position
        }
    }

    var isList: Bool {
        if case .list = self { true } else { false }
    }

    /// Joins two texts or two lists, in place, so that adding a thousand times costs no more than a thousand elements.
    /// Two values of different kinds do not join; the grammar has refused them before.
    mutating func append(_ other: Value) {
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
struct Setting: Sendable, Hashable {
    var key: String
    /// Where the key stands.
    var position: Position
    /// Written with `+=`.
    var isAddition: Bool
    var value: Value

    /// What there is to say about a plain assignment after an earlier one.
    func repetition(of earlier: Position) -> String {
        "\(key) has been set in line \(earlier.line) already; the last one counts"
    }
}

/// What the grammar says about a text.
struct SyntaxError: Error, Sendable, Hashable {
    var position: Position
    /// What was expected, or what is wrong.
    var message: String
}

/// A file of settings, before anyone asks what they mean.
struct SettingsFile: Sendable {
    /// In the order of the file, repeated keys included.
    var assignments: [Setting] = []
    /// At most one a line; if there are any, xl refuses the file.
    var errors: [SyntaxError] = []

    /// What each key is set to in the end, as libxlutil answers: the last assignment wins, and `+=` joins.
    ///
    /// The position of a key that was added to is that of its last plain assignment.
    var settings: [String: Setting] {
        var settings: [String: Setting] = [:]
        settings.reserveCapacity(assignments.count)
        for assignment in assignments {
            if assignment.isAddition, var joined = settings.removeValue(forKey: assignment.key) {
                joined.value.append(assignment.value)
                settings[assignment.key] = joined
            } else {
                settings[assignment.key] = assignment
            }
        }
        return settings
    }

    /// Plain assignments to keys that have been set before, each with the place of the one before.
    var repetitions: [(setting: Setting, earlier: Position)] {
        var last: [String: Position] = [:]
        return assignments.compactMap { assignment in
            let earlier = last.updateValue(assignment.position, forKey: assignment.key)
            return assignment.isAddition ? nil : earlier.map { (assignment, $0) }
        }
    }
}
