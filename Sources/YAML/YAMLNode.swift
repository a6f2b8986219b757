/// A value of a YAML document, and where it stands.
public struct YAMLNode: Sendable {
    let tape: YAMLTape
    let index: Int

    init(_ tape: YAMLTape, at index: Int) {
        self.tape = tape
        self.index = index
    }

    /// Where it begins. It is counted out in the text, so ask where something is wrong.
    public var position: YAMLPosition { tape.position(of: index) }

    /// What it is.
    public var content: Content {
        switch value {
        case .plain: .scalar(tape.word(at: index), isQuoted: false)
        case .quoted: .scalar(tape.word(at: index), isQuoted: true)
        case .sequence, .divided: .sequence(elements)
        case .mapping: .mapping(pairs)
        }
    }

    /// What a node can be. Numbers, booleans and null are scalars, and told apart only by who asks.
    public enum Content: Sendable, Equatable {
        /// Text. A quoted one, or one in a block, is never a number, a boolean or null.
        case scalar(String, isQuoted: Bool)
        case sequence([YAMLNode])
        /// In the order of the text; no key comes twice.
        case mapping([Pair])
    }

    /// A key of a mapping and its value.
    public struct Pair: Sendable, Equatable {
        fileprivate let keyNode: YAMLNode

        /// The text of a scalar, quoted or not; no other key is taken.
        public var key: String { keyNode.tape.word(at: keyNode.index) }
        /// Where a key that nobody knows is reported.
        public var keyPosition: YAMLPosition { keyNode.position }
        /// An empty scalar where nothing follows the key.
        public var value: YAMLNode { YAMLNode(keyNode.tape, at: keyNode.index + 1) }

        public static func == (one: Pair, other: Pair) -> Bool {
            one.keyNode == other.keyNode && one.value == other.value
        }
    }

    var value: YAMLTape.Value { tape.cells[index].value }

    /// The elements of a sequence; none of anything else.
    var elements: [YAMLNode] {
        switch value {
        case .divided(let place): return tape.divided[Int(place)]
        case .sequence(let extent):
            var elements: [YAMLNode] = []
            elements.reserveCapacity(Int(extent.count))
            var index = index + 1
            while index < Int(extent.end) {
                elements.append(YAMLNode(tape, at: index))
                index = tape.end(of: index)
            }
            return elements
        case .plain, .quoted, .mapping: return []
        }
    }

    private var pairs: [Pair] {
        guard case .mapping(let extent) = value else { return [] }
        var pairs: [Pair] = []
        var index = index + 1
        while index < Int(extent.end) {
            pairs.append(Pair(keyNode: YAMLNode(tape, at: index)))
            index = tape.end(of: index + 1)
        }
        return pairs
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

extension YAMLNode: Equatable {
    /// Whether both are the same, and stand at the same places.
    public static func == (one: YAMLNode, other: YAMLNode) -> Bool {
        one.position == other.position && one.content == other.content
    }
}
