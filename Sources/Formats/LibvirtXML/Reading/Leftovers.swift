import FormatSupport
import GuestModel

/// Reports what nobody asked for.
struct Leftovers {
    /// More remarks than these about one file help nobody; the rest is counted.
    private static let limit = 500

    let reading: Reading
    private var count = 0

    init(_ reading: Reading) { self.reading = reading }

    mutating func report() {
        var index = 0
        while index < reading.tree.elements.count {
            if reading.usedElements[index] {
                reportAttributes(of: index)
                reportText(of: index)
                index += 1
            } else {
                reportElement(index)
                index = reading.tree.elements[index].next
            }
        }
        if count > Self.limit {
            reading.report(
                .warning, .unread, at: .element(0), "\(count - Self.limit) more elements and attributes are not used")
        }
    }

    private mutating func say(
        _ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, at place: Reading.Place,
        _ message: @autoclosure () -> String
    ) {
        count += 1
        if count <= Self.limit { reading.report(severity, reason, at: place, message()) }
    }

    private mutating func reportElement(_ index: Int) {
        let tree = reading.tree
        let node = tree.elements[index]
        let place = Reading.Place.element(index)
        let name = node.qualifiedName
        if let namespace = node.namespace {
            let known = Vocabulary.foreignNamespaces[namespace]
            say(
                .warning, known == nil ? .unknown : .meaningless, at: place,
                "<\(name)> is \(known ?? "of namespace \(namespace), which libvirt's domain XML does not use here")")
            return
        }
        let parent = node.parent.map { tree.elements[$0].name } ?? ""
        switch Vocabulary.meaning(ofElement: node.name, in: parent) {
        case .used:
            say(
                .warning, .unread, at: place,
                Self.isFurther(index, in: tree)
                    ? "a further <\(name)> in <\(parent)> is not used" : "<\(name)> has no effect here")
        case .silent: say(.note, .meaningless, at: place, "<\(name)> is libvirt's own and has no effect on Xen")
        case .meaningless: say(.warning, .meaningless, at: place, "<\(name)> has no meaning on Xen")
        case nil:
            say(
                .warning, .unknown, at: place,
                "<\(name)> is no element of <\(parent)>"
                    + Self.suggestion(for: node.name, among: Vocabulary.elements(in: parent)) { "<\($0)>" })
        }
    }

    private static func suggestion(for word: String, among words: [String], spelt: (String) -> String) -> String {
        Spelling.nearest(to: word, among: words).map { ": did you mean \(spelt($0))?" } ?? ""
    }

    /// There is another of the same name before it.
    private static func isFurther(_ index: Int, in tree: XMLTree) -> Bool {
        let node = tree.elements[index]
        guard let parent = node.parent else { return false }
        return tree.children(of: parent).first { tree.elements[$0].name == node.name } != index
    }

    private mutating func reportAttributes(of index: Int) {
        for attribute in reading.tree.elements[index].attributes where !reading.usedAttributes[attribute] {
            let node = reading.tree.elements[index]
            let place = Reading.Place.attribute(attribute, of: index)
            let name = reading.tree.attributes[attribute].name
            if let prefix = reading.tree.attributes[attribute].prefix {
                say(.warning, .unknown, at: place, "'\(prefix):\(name)' is no attribute of <\(node.name)>")
                continue
            }
            switch Vocabulary.meaning(ofAttribute: name, of: node.name) {
            case .used: say(.warning, .unread, at: place, "'\(name)' of <\(node.name)> has no effect here")
            case .silent:
                say(
                    .note, .meaningless, at: place,
                    "'\(name)' of <\(node.name)> is libvirt's own, without effect on Xen")
            case .meaningless:
                say(.warning, .meaningless, at: place, "'\(name)' of <\(node.name)> has no meaning on Xen")
            case nil:
                say(
                    .warning, .unknown, at: place,
                    "'\(name)' is no attribute of <\(node.name)>"
                        + Self.suggestion(for: name, among: Vocabulary.attributes(of: node.name)) { "'\($0)'" })
            }
        }
    }

    private mutating func reportText(of index: Int) {
        guard !reading.usedTexts[index], !reading.tree.elements[index].text.isEmpty else { return }
        let node = reading.tree.elements[index]
        guard node.text.utf8.contains(where: { !$0.isSpace }) else { return }
        say(.warning, .unknown, at: .text(index), "<\(node.name)> takes no text")
    }
}
