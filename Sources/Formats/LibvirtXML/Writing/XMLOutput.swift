/// XML as virsh dumpxml lays it out: two blanks a level, attributes in single quotes.
struct XMLOutput {
    private(set) var text = ""
    private let depth: Int

    init(depth: Int = 0) { self.depth = depth }

    /// An element with attributes, of which absent ones are left out, and perhaps with text.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text content: String? = nil
    ) {
        open(name, attributes)
        if let content, !content.isEmpty {
            text += ">" + XMLEscape.text(content) + "</\(name)>\n"
        } else {
            text += "/>\n"
        }
    }

    /// An element with others inside; an empty one when there turn out to be none.
    mutating func element(
        _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: (inout XMLOutput) -> Void
    ) {
        var inside = XMLOutput(depth: depth + 1)
        content(&inside)
        open(name, attributes)
        if inside.text.isEmpty {
            text += "/>\n"
        } else {
            text += ">\n" + inside.text + indentation + "</\(name)>\n"
        }
    }

    /// As ``element(_:_:_:)``, and nothing at all when there is nothing inside.
    mutating func group(_ name: String, _ content: (inout XMLOutput) -> Void) {
        var inside = XMLOutput(depth: depth + 1)
        content(&inside)
        if !inside.text.isEmpty { text += "\(indentation)<\(name)>\n" + inside.text + indentation + "</\(name)>\n" }
    }

    /// Text of several lines, as deep as what is around it.
    mutating func lines(of refinement: Refinement) {
        text += XMLEscape.text(refinement.text(indentation: indentation)) + "\n"
    }

    /// XML that somebody else wrote, on lines of its own.
    mutating func verbatim(_ xml: String) { text += indentation + xml + "\n" }

    private mutating func open(_ name: String, _ attributes: KeyValuePairs<String, String?>) {
        text += indentation + "<" + name
        for (name, value) in attributes {
            if let value { text += " \(name)='\(XMLEscape.attribute(value))'" }
        }
    }

    private var indentation: String { String(repeating: "  ", count: depth) }
}
