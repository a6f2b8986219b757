/// A value of a YAML document, and where it stands.
public struct YAMLNode: Sendable, Hashable {
    /// With everything below it.
    public var content: Content
    /// Where it begins.
    public var position: YAMLPosition

    public init(_ content: Content, at position: YAMLPosition) {
        self.content = content
        self.position = position
    }

    /// What a node can be. Numbers, booleans and null are scalars, and told apart only by who asks.
    public enum Content: Sendable, Hashable {
        /// Text. A quoted one, or one in a block, is never a number, a boolean or null.
        case scalar(String, isQuoted: Bool)
        case sequence([YAMLNode])
        /// In the order of the text; no key comes twice.
        case mapping([Pair])
    }

    /// A key of a mapping and its value.
    public struct Pair: Sendable, Hashable {
        /// The text of a scalar, quoted or not; no other key is taken.
        public var key: String
        /// Where a key that nobody knows is reported.
        public var keyPosition: YAMLPosition
        /// An empty scalar where nothing follows the key.
        public var value: YAMLNode

        public init(key: String, at keyPosition: YAMLPosition, value: YAMLNode) {
            self.key = key
            self.keyPosition = keyPosition
            self.value = value
        }
    }

    /// In words: `a number`, `a sequence`.
    var kind: String {
        switch content {
        case .scalar(_, isQuoted: true): "a string"
        case .scalar("", isQuoted: false), .scalar("~", isQuoted: false), .scalar("null", isQuoted: false): "nothing"
        case .scalar(let text, isQuoted: false): "\"\(text)\""
        case .sequence: "a sequence"
        case .mapping: "a mapping"
        }
    }
}
