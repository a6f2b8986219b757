import Foundation
import FoundationXML

/// An XML element with its attributes and contents, as far as judging needs them.
final class Tree {
    let name: String
    var attributes: [String: String]
    var text = ""
    var children: [Tree] = []

    init(name: String, attributes: [String: String]) {
        self.name = name
        self.attributes = attributes
    }

    /// The outermost element; nil for what is no XML.
    static func parse(_ bytes: [UInt8]) -> Tree? {
        let builder = Builder()
        let parser = XMLParser(data: Data(bytes))
        parser.delegate = builder
        return parser.parse() ? builder.root : nil
    }

    private final class Builder: NSObject, XMLParserDelegate {
        var root: Tree?
        private var open: [Tree] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String] = [:]
        ) {
            let tree = Tree(name: name, attributes: attributes)
            if let last = open.last { last.children.append(tree) } else { root = tree }
            open.append(tree)
        }

        func parser(_ parser: XMLParser, foundCharacters text: String) { open.last?.text += text }

        func parser(
            _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
        ) {
            guard let tree = open.popLast() else { return }
            tree.text = tree.text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// What `expected` has and this has not, each with its path. Elements of one name are paired in their order, as far
    /// as they differ the least.
    func lacks(of expected: Tree, at path: String = "") -> [String] {
        let place = path.isEmpty ? name : "\(path)/\(name)"
        var missing: [String] = []
        for (attribute, value) in expected.attributes.sorted(by: { $0.key < $1.key }) {
            let found = attributes[attribute]
            if found != value { missing.append("\(place)@\(attribute): \(found ?? "nothing") for \(value)") }
        }
        if text != expected.text { missing.append("\(place): '\(text)' for '\(expected.text)'") }
        var left = children
        for child in expected.children {
            let candidates = left.enumerated().filter { $0.element.name == child.name }
                .map { (index: $0.offset, lacks: $0.element.lacks(of: child, at: place)) }
            guard let best = candidates.min(by: { $0.lacks.count < $1.lacks.count }) else {
                missing.append("\(place)/\(child.name) is not there")
                continue
            }
            left.remove(at: best.index)
            missing += best.lacks
        }
        return missing
    }
}

extension Tree {
    /// As text, on one line.
    var xml: String {
        let inside = children.map(\.xml).joined() + Self.escaped(text)
        let words = attributes.sorted { $0.key < $1.key }.map { " \($0.key)='\(Self.escaped($0.value))'" }.joined()
        return "<\(name)\(words)>\(inside)</\(name)>"
    }

    private static func escaped(_ text: String) -> String {
        let entities: [Character: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "'": "&apos;", "\n": "&#10;"]
        return text.map { entities[$0] ?? String($0) }.joined()
    }

    /// The paths of elements, as numbers of children, that have no counterpart in `expected`; none below `metadata`.
    func additions(to expected: Tree) -> [[Int]] {
        var left = expected.children
        var paths: [[Int]] = []
        for (number, child) in children.enumerated() where child.name != "metadata" {
            let candidates = left.enumerated().filter { $0.element.name == child.name }
            let best = candidates.min { child.lacks(of: $0.element).count < child.lacks(of: $1.element).count }
            guard let best else {
                paths.append([number])
                continue
            }
            left.remove(at: best.offset)
            paths += child.additions(to: best.element).map { [number] + $0 }
        }
        return paths
    }

    /// What libvirt gives every domain by itself; its oldest files are without.
    static let implicitDevices = ["domain/devices/controller", "domain/devices/input", "domain/devices/memballoon"]

    /// It has none of these.
    var isOlderThanImplicitDevices: Bool {
        let names = Set(children.first { $0.name == "devices" }?.children.map { "domain/devices/\($0.name)" } ?? [])
        return names.isDisjoint(with: Self.implicitDevices)
    }

    /// The tree without one element, and that element's path in words.
    func without(_ path: ArraySlice<Int>) -> (tree: Tree, removed: String) {
        let copy = Tree(name: name, attributes: attributes)
        (copy.text, copy.children) = (text, children)
        guard let number = path.first else { return (copy, name) }
        if path.count == 1 {
            let removed = copy.children.remove(at: number)
            return (copy, "\(name)/\(removed.name)")
        }
        let inside = children[number].without(path.dropFirst())
        copy.children[number] = inside.tree
        return (copy, "\(name)/\(inside.removed)")
    }
}
