import FormatSupport

/// An element while it is read: what is asked for counts as used.
struct Element {
    let reading: Reading
    let index: Int

    private var node: XMLTree.Element { reading.tree.elements[index] }

    var name: String { node.name }
    var place: Reading.Place { .element(index) }

    /// The name as libvirt's documentation writes it: `disk`, `xen:arg`.
    var qualifiedName: String { node.prefix.map { "\($0):\(node.name)" } ?? node.name }

    /// The value of an attribute.
    func attribute(_ name: String) -> Value? {
        for attribute in node.attributes
        where reading.tree.attributes[attribute].name == name && reading.tree.attributes[attribute].prefix == nil {
            reading.use(attribute: attribute)
            return Value(
                reading: reading, place: .attribute(attribute, of: index),
                text: reading.tree.attributes[attribute].value,
                what: "\(name) of <\(qualifiedName)>")
        }
        return nil
    }

    /// The text; nil when there is none.
    var text: Value? {
        reading.use(textOf: index)
        guard !node.text.isEmpty else { return nil }
        return Value(reading: reading, place: .text(index), text: node.text, what: "<\(qualifiedName)>")
    }

    /// The first element of that name inside this one. A second one stays unused, and will be reported.
    func child(_ name: String, namespace: String? = nil) -> Element? {
        var child = index + 1
        while child < node.next {
            let candidate = reading.tree.elements[child]
            if candidate.name == name, candidate.namespace == namespace {
                reading.use(element: child)
                return Element(reading: reading, index: child)
            }
            child = candidate.next
        }
        return nil
    }

    /// Every element of that name inside this one.
    func children(_ name: String, namespace: String? = nil) -> [Element] {
        reading.tree.children(of: index).filter {
            reading.tree.elements[$0].name == name && reading.tree.elements[$0].namespace == namespace
        }.map {
            reading.use(element: $0)
            return Element(reading: reading, index: $0)
        }
    }

    /// Every element inside this one, none of them used yet.
    var contents: [Element] { reading.tree.children(of: index).map { Element(reading: reading, index: $0) } }

    var namespace: String? { node.namespace }

    func use() { reading.use(element: index) }

    /// Uses this element and everything in it, and says what becomes of it.
    func dismiss(_ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, _ message: String) {
        reading.report(severity, reason, at: place, message)
        useAll()
    }

    /// Uses this element and everything in it, without a word.
    func useAll() {
        for inside in index..<node.next {
            reading.use(element: inside)
            reading.use(textOf: inside)
            for attribute in reading.tree.elements[inside].attributes { reading.use(attribute: attribute) }
        }
    }

    func report(_ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, _ message: String) {
        reading.report(severity, reason, at: place, message)
    }

    /// An error about something that this element lacks.
    func lacks(_ what: String) { report(.error, .value, "<\(qualifiedName)> needs \(what)") }
}
