import XLConfig

/// What xend's files are made of: words, and lists in round brackets.
enum SExpression: Sendable, Hashable {
    case word(String, Position)
    case list([SExpression], Position)

    var position: Position {
        switch self {
        case .word(_, let position), .list(_, let position): position
        }
    }

    /// The text of a word; nil of a list.
    var text: String? { if case .word(let text, _) = self { text } else { nil } }

    /// The elements of a list; nil of a word.
    var elements: [SExpression]? { if case .list(let elements, _) = self { elements } else { nil } }

    /// The word that a list begins with.
    var name: String? { elements?.first?.text }

    /// What comes after the name of a list.
    var rest: ArraySlice<SExpression> { elements?.dropFirst() ?? [] }

    /// The value of `(name value)`; an empty word of `(name)`.
    var value: SExpression { rest.first ?? .word("", position) }
}
