import CXML
import FormatSupport

/// Makes an ``XMLTree`` of what libxml2 finds, in the course of one parse on one thread.
///
/// libxml2 has a pointer to it. A class would be checked for exclusive access at each of its properties, which took a tenth
/// of the time.
struct XMLTreeBuilder: ~Copyable {
    private(set) var tree: XMLTree
    /// The first problem; nothing after it is looked at.
    private(set) var problem: XMLProblem?
    /// The parser that is running. It has a pointer to this, and is freed first.
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
    mutating func fail(_ kind: XMLProblem.Kind, at offset: Int, _ message: String) {
        guard problem == nil else { return }
        problem = XMLProblem(kind: kind, offset: offset, message: message)
        if let context { xmlStopParser(context) }
    }

    /// Opens an element; its attributes come next.
    mutating func start(_ name: String, prefix: String?, namespace: String?) {
        guard problem == nil else { return }
        let offset = offset
        let start = lastAngle(before: offset)
        if open.count >= depthLimit {
            fail(.depth, at: start, "elements are nested more than \(depthLimit) deep")
            return
        }
        let index = tree.elements.count
        let attributes = tree.attributes.count
        tree.elements.append(
            XMLTree.Element(
                name: name, prefix: prefix, namespace: namespace, parent: open.last?.element, start: start, end: offset,
                attributes: attributes..<attributes, next: index + 1, text: ""))
        open.append((index, text.count))
    }

    /// An attribute of the element that was opened last.
    mutating func add(_ attribute: XMLTree.Attribute) {
        guard problem == nil, let element = open.last?.element else { return }
        tree.attributes.append(attribute)
        let range = tree.elements[element].attributes
        tree.elements[element].attributes = range.lowerBound..<range.upperBound + 1
    }

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        if problem == nil, !open.isEmpty { text.append(contentsOf: bytes) }
    }

    mutating func end() {
        if problem == nil { close(at: offset) }
    }

    /// Closes what a problem left open, so that what was read can be looked at.
    mutating func finish() {
        while !open.isEmpty { close(at: tree.source.count) }
    }

    private mutating func close(at offset: Int) {
        guard let last = open.popLast() else { return }
        tree.elements[last.element].end = offset
        tree.elements[last.element].next = tree.elements.count
        if text.count > last.text {
            let hasChildren = tree.elements.count > last.element + 1
            text.withUnsafeBufferPointer { bytes in
                let own = UnsafeBufferPointer(rebasing: bytes[last.text...])
                if !hasChildren || own.contains(where: { !$0.isSpace }) {
                    tree.elements[last.element].text = String(decoding: own, as: UTF8.self)
                }
            }
            text.removeLast(text.count - last.text)
        }
    }

    /// The `<` of the tag that ends at an offset: nothing within a tag can hold another.
    func lastAngle(before offset: Int) -> Int {
        tree.source.withUnsafeBufferPointer { bytes in
            var index = offset
            while index > 0 {
                index -= 1
                if bytes[index] == UInt8(ascii: "<") { return index }
            }
            return 0
        }
    }
}
