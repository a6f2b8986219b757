/// Takes a mapping apart key by key, and finds out in the end whether a key was left over.
public struct YAMLMapping {
    /// What the mapping is, in words for messages: `a guest`.
    public let what: String
    /// Where it begins. A missing key is reported there.
    public let position: YAMLPosition
    private let pairs: [YAMLNode.Pair]
    /// Keys mostly come in the order they are asked for, so the search goes on behind the last one found.
    private var next = 0
    private var taken = 0
    private var asked: [String] = []

    /// - Throws: ``YAMLError`` when the node is no mapping.
    public init(_ node: YAMLNode, of what: String) throws(YAMLError) {
        guard case .mapping(let pairs) = node.content else { throw node.expected("\(what) as a mapping") }
        self.what = what
        self.position = node.position
        self.pairs = pairs
        asked.reserveCapacity(32)
    }

    /// The value of a key; nil when there is none.
    public mutating func optional(_ key: String) -> YAMLNode? {
        asked.append(key)
        guard
            let index = pairs[next...].firstIndex(where: { $0.key == key })
                ?? pairs[..<next].firstIndex(where: { $0.key == key })
        else { return nil }
        next = index + 1
        taken += 1
        return pairs[index].value
    }

    /// The value of a key.
    ///
    /// - Throws: ``YAMLError`` when there is none.
    public mutating func required(_ key: String) throws(YAMLError) -> YAMLNode {
        guard let value = optional(key) else { throw YAMLError(at: position, "\(what) has no \(key)") }
        return value
    }

    /// Refuses a key that was not asked for.
    ///
    /// - Parameter nearest: Finds, among the keys that were asked for, the one that was probably meant.
    public func refuseOthers(
        nearest: (_ key: String, _ known: [String]) -> String? = { _, _ in nil }
    ) throws(YAMLError) {
        guard taken < pairs.count else { return }
        let known = asked
        guard let other = pairs.first(where: { !known.contains($0.key) }) else { return }
        let hint = nearest(other.key, known).map { "; is \($0) meant?" } ?? ""
        throw YAMLError(at: other.keyPosition, "\(what) has no key \(other.key)\(hint)")
    }
}
