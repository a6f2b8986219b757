import CXML

/// Makes an ``XMLTree`` of what libxml2 finds, in the course of one parse on one thread.
final class XMLTreeBuilder {
    private(set) var tree: XMLTree
    /// The first problem; nothing after it is looked at.
    private(set) var problem: XMLProblem?
    /// The parser that is running; it owns this.
    var context: xmlParserCtxtPtr?

    private let depthLimit: Int
    /// The elements that are open, and where the text of each begins in `text`.
    private var open: [(element: Int, text: Int)] = []
    /// The text of the open elements, one after the other.
    private var text: [UInt8] = []

    init(source: [UInt8], depthLimit: Int) {
        tree = XMLTree(source: source)
        self.depthLimit = depthLimit
        tree.elements.reserveCapacity(source.count / 32)
        tree.attributes.reserveCapacity(source.count / 32)
    }

    /// How far the parser has come.
    var offset: Int {
        guard let context, let input = context.pointee.input, let now = input.pointee.cur, let base = input.pointee.base
        else { return tree.source.count }
        return min(tree.source.count, Int(input.pointee.consumed) + (now - base))
    }

    /// Remembers the first problem, and stops the parser.
    func fail(_ kind: XMLProblem.Kind, at offset: Int, _ message: String) {
        guard problem == nil else { return }
        problem = XMLProblem(kind: kind, offset: offset, message: message)
        if let context { xmlStopParser(context) }
    }

    func start(_ element: XMLTree.Element, attributes: [XMLTree.Attribute]) {
        guard problem == nil else { return }
        let index = tree.elements.count
        var element = element
        element.start = lastAngle(before: offset)
        if open.count >= depthLimit {
            fail(.depth, at: element.start, "elements are nested more than \(depthLimit) deep")
            return
        }
        element.parent = open.last?.element
        element.next = index + 1
        element.end = offset
        element.attributes = tree.attributes.count..<tree.attributes.count + attributes.count
        tree.attributes.append(contentsOf: attributes)
        tree.elements.append(element)
        open.append((index, text.count))
    }

    func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        if problem == nil, !open.isEmpty { text.append(contentsOf: bytes) }
    }

    func end() {
        if problem == nil { close(at: offset) }
    }

    /// Closes what a problem left open, so that what was read can be looked at.
    func finish() {
        while !open.isEmpty { close(at: tree.source.count) }
    }

    private func close(at offset: Int) {
        guard let last = open.popLast() else { return }
        tree.elements[last.element].end = offset
        tree.elements[last.element].next = tree.elements.count
        if text.count > last.text {
            let own = text[last.text...]
            let hasChildren = tree.elements.count > last.element + 1
            if !hasChildren || own.contains(where: { !Self.isBlank($0) }) {
                tree.elements[last.element].text = String(decoding: own, as: UTF8.self)
            }
            text.removeSubrange(last.text...)
        }
    }

    /// The `<` of the tag that ends at an offset: nothing within a tag can hold another.
    func lastAngle(before offset: Int) -> Int {
        var index = offset
        while index > 0 {
            index -= 1
            if tree.source[index] == UInt8(ascii: "<") { return index }
        }
        return 0
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }
}
