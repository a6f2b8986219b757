/// Takes a mapping apart key by key, and finds out in the end whether a key was left over.
public struct YAMLMapping {
    /// What the mapping is, in words for messages: `a guest`.
    public let what: String
    private let node: YAMLNode
    private let extent: YAMLTape.Extent
    /// Keys mostly come in the order they are asked for, so the search goes on behind the last one found.
    private var next: Int
    private var taken = 0
    private var asked: [String] = []

    /// - Throws: ``YAMLError`` when the node is no mapping.
    public init(_ node: YAMLNode, of what: String) throws(YAMLError) {
        guard case .mapping(let extent) = node.value else { throw node.expected("\(what) as a mapping") }
        self.what = what
        self.node = node
        self.extent = extent
        next = node.index + 1
        asked.reserveCapacity(32)
    }

    /// Where it begins. A missing key is reported there.
    public var position: YAMLPosition { node.position }

    /// The value of a key; nil when there is none.
    public mutating func optional(_ key: String) -> YAMLNode? {
        asked.append(key)
        guard let index = find(key, in: next..<Int(extent.end)) ?? find(key, in: node.index + 1..<next) else {
            return nil
        }
        next = node.tape.end(of: index + 1)
        taken += 1
        return YAMLNode(node.tape, at: index + 1)
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
        guard taken < Int(extent.count) else { return }
        var index = node.index + 1
        while index < Int(extent.end) {
            let other = node.tape.word(at: index)
            guard asked.contains(other) else {
                let hint = nearest(other, asked).map { "; is \($0) meant?" } ?? ""
                throw YAMLError(at: node.tape.position(of: index), "\(what) has no key \(other)\(hint)")
            }
            index = node.tape.end(of: index + 1)
        }
    }

    /// Where the key stands, among those between two others.
    private func find(_ key: String, in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while index < range.upperBound {
            if node.tape.isWord(key, at: index) { return index }
            index = node.tape.end(of: index + 1)
        }
        return nil
    }
}
