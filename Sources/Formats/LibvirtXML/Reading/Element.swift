import FormatSupport

/// An element while it is read: what is asked for counts as used.
struct Element {
    let reading: Reading
    let index: Int

    var name: String { reading.tree.elements[index].name }
    var place: Reading.Place { .element(index) }

    /// The name as libvirt's documentation writes it: `disk`, `xen:arg`.
    var qualifiedName: String { reading.tree.elements[index].qualifiedName }

    /// The value of an attribute.
    func attribute(_ name: String) -> Value? {
        for attribute in reading.tree.elements[index].attributes
        where reading.tree.attributes[attribute].name == name && reading.tree.attributes[attribute].prefix == nil {
            reading.use(attribute: attribute)
            return Value(
                reading: reading, place: .attribute(attribute, of: index),
                text: reading.tree.attributes[attribute].value,
                owner: index, attribute: name)
        }
        return nil
    }

    /// The text; nil when there is none.
    var text: Value? {
        reading.use(textOf: index)
        let text = reading.tree.elements[index].text
        guard !text.isEmpty else { return nil }
        return Value(reading: reading, place: .text(index), text: text, owner: index, attribute: nil)
    }

    /// The first element of that name inside this one. A second one stays unused, and will be reported.
    func child(_ name: String, namespace: String? = nil) -> Element? {
        for child in reading.tree.children(of: index) where reading.tree.elements[child].isCalled(name, namespace) {
            reading.use(element: child)
            return Element(reading: reading, index: child)
        }
        return nil
    }

    /// Every element of that name inside this one.
    func children(_ name: String, namespace: String? = nil) -> [Element] {
        var found: [Element] = []
        for child in reading.tree.children(of: index) where reading.tree.elements[child].isCalled(name, namespace) {
            reading.use(element: child)
            found.append(Element(reading: reading, index: child))
        }
        return found
    }

    /// Every element inside this one, none of them used yet.
    var contents: [Element] { reading.tree.children(of: index).map { Element(reading: reading, index: $0) } }

    var namespace: String? { reading.tree.elements[index].namespace }

    func use() { reading.use(element: index) }

    /// Uses this element and everything in it, and says what becomes of it.
    func dismiss(_ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, _ message: String) {
        reading.report(severity, reason, at: place, message)
        useAll()
    }

    /// Uses this element and everything in it, without a word.
    func useAll() {
        for inside in index..<reading.tree.elements[index].next {
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
