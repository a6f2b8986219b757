/// Why a text is no XML document that is accepted here.
struct XMLProblem: Error, Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        /// Not well-formed.
        case malformed
        /// A document type declaration, which could define entities.
        case documentType
        /// Nested too deeply.
        case depth
        /// Declared to be in an encoding other than UTF-8.
        case encoding
    }

    var kind: Kind
    /// Where in the text.
    var offset: Int
    /// What is wrong and what was expected, without a full stop.
    var message: String
}
