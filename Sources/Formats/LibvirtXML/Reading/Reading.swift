import FormatSupport
import GuestModel

/// One file being read: what has been used of it, and what is to be said about it.
///
/// Whatever nobody asked for is reported when all is read, so that nothing is dropped in silence.
final class Reading {
    /// A place in the file, found only when somebody wants to know.
    enum Place {
        case element(Int)
        case attribute(Int, of: Int)
        case text(Int)
    }

    let tree: XMLTree
    let file: String
    /// How many NUMA nodes the host has; nil where nobody knows.
    let hostNodes: Int?
    /// Finds what libvirt keeps of a network.
    let networkFile: LibvirtXMLReader.NetworkFile
    private(set) var usedElements: [Bool]
    private(set) var usedAttributes: [Bool]
    private(set) var usedTexts: [Bool]
    private var found: [(offset: Int, diagnostic: Diagnostic)] = []
    private var places: [GuestRules.Subject: Place] = [:]
    /// The element that says which memory each cell has.
    var cellsPlace: Place?
    private lazy var map = XMLPlaces(source: tree.source, file: file)

    init(
        tree: XMLTree, file: String, hostNodes: Int? = nil,
        networkFile: @escaping LibvirtXMLReader.NetworkFile = { _ in nil }
    ) {
        self.hostNodes = hostNodes
        self.networkFile = networkFile
        self.tree = tree
        self.file = file
        usedElements = Array(repeating: false, count: tree.elements.count)
        usedAttributes = Array(repeating: false, count: tree.attributes.count)
        usedTexts = usedElements
    }

    func use(element index: Int) { usedElements[index] = true }
    func use(attribute index: Int) { usedAttributes[index] = true }
    func use(textOf index: Int) { usedTexts[index] = true }

    func report(
        _ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, at place: Place, _ message: String
    ) {
        report(severity, reason, atOffset: offset(of: place), message)
    }

    func report(
        _ severity: Diagnostic.Severity, _ reason: Diagnostic.Reason, atOffset offset: Int, _ message: String
    ) {
        found.append((offset, Diagnostic(severity, reason, at: map.location(of: offset), message)))
    }

    /// Remembers which element says something, for rules that look at the guest as a whole.
    func remember(_ subject: GuestRules.Subject, at place: Place) { places[subject] = place }

    func place(of subject: GuestRules.Subject) -> Place { places[subject] ?? .element(0) }

    /// Where the document begins, for which no other line need be found.
    var start: SourceLocation {
        tree.source.withUnsafeBufferPointer {
            SourceText.location(ofOffset: offset(of: .element(0)), in: $0, file: file)
        }
    }

    func location(of place: Place) -> SourceLocation { map.location(of: offset(of: place)) }

    /// Where a byte of an element's text is in the file; where the text begins, when it is not written as it reads.
    func offset(ofTextAt index: Int, in element: Int) -> Int {
        let begin = offset(of: .text(element))
        let text = Array(tree.elements[element].text.utf8)
        let blanks = text.prefix(while: \.isSpace).count
        let start = begin - blanks
        guard start >= 0, tree.source[start...].starts(with: text) else { return begin }
        return start + index
    }

    /// Everything reported, in the order of the file.
    var diagnostics: [Diagnostic] {
        found.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
            .map(\.element.diagnostic)
    }

    private func offset(of place: Place) -> Int {
        guard !tree.elements.isEmpty else { return 0 }
        switch place {
        case .element(let index): return tree.elements[index].start
        case .text(let index): return map.text(ofTagAt: tree.elements[index].start)
        case .attribute(let attribute, let element):
            let name = tree.attributes[attribute]
            return map.attribute(name.name, prefix: name.prefix, ofTagAt: tree.elements[element].start)
        }
    }
}
