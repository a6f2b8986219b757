/// A whole XML document: its elements in the order of the file, and the text they came from.
///
/// Elements refer to each other by index, so that a document of a thousand elements is two arrays.
struct XMLTree: Sendable {
    /// An element, with everything inside it following it directly in ``XMLTree/elements``.
    struct Element: Sendable {
        /// Without the prefix.
        var name: String
        var prefix: String?
        /// The namespace that the prefix, or the default, stands for.
        var namespace: String?
        var parent: Int?
        /// Offset of its `<`.
        var start: Int
        /// Offset after its end; the end of the text read so far while it is open.
        var end: Int
        /// Where its attributes are in ``XMLTree/attributes``.
        var attributes: Range<Int>
        /// One after the last element inside it, as an index of ``XMLTree/elements``.
        var next: Int
        /// Its own text, without that of elements inside it; empty when that is only blanks between elements.
        var text: String

        /// The name as it stands in the file: `disk`, `xen:arg`.
        var qualifiedName: String { prefix.map { "\($0):\(name)" } ?? name }

        func isCalled(_ name: String, _ namespace: String?) -> Bool {
            self.name == name && self.namespace == namespace
        }
    }

    /// An attribute; declarations of namespaces are none.
    struct Attribute: Sendable {
        var name: String
        var prefix: String?
        var namespace: String?
        var value: String
    }

    var source: [UInt8]
    var elements: [Element] = []
    var attributes: [Attribute] = []

    init(source: [UInt8]) { self.source = source }

    /// The elements directly inside an element.
    func children(of index: Int) -> some Sequence<Int> {
        let end = elements[index].next
        return sequence(state: index + 1) { next -> Int? in
            guard next < end else { return nil }
            defer { next = elements[next].next }
            return next
        }
    }

    /// The element as it stands in the file.
    func verbatim(_ index: Int) -> String {
        let element = elements[index]
        return String(decoding: source[element.start..<element.end], as: UTF8.self)
    }
}
