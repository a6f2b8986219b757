import FormatSupport
import GuestModel

/// `metadata`: xenward's own policy, and what others keep there, which is left as it is.
enum Metadata {
    /// The namespace of `<policy>`, whose elements are policy keys, and of `<libxl>`.
    static let namespace = "urn:xenward:1"
    /// What the namespaces of all versions begin with.
    private static let family = "urn:xenward:"

    /// Reads all but `<libxl>`, which it hands back.
    static func read(_ domain: Element, into document: inout GuestDocument) -> RefinementElement? {
        guard let metadata = domain.child("metadata") else { return nil }
        var refinement: RefinementElement?
        var hasRefinement = false
        for element in metadata.contents {
            if element.namespace == namespace, element.name == "policy" {
                element.use()
                document.annotations += annotations(element)
            } else if element.namespace == namespace, element.name == RefinementElement.name {
                element.use()
                if hasRefinement { element.report(.error, .conflict, "a further <libxl>: one holds everything") }
                hasRefinement = true
                refinement = refinement ?? RefinementElement(element)
            } else if element.namespace == namespace {
                element.dismiss(
                    .warning, .unknown,
                    "<\(element.qualifiedName)> is none of xenward's elements: <policy> and <libxl> are")
            } else if element.name == "policy", element.namespace?.hasPrefix(family) ?? true {
                // Whoever wrote it counts on it: protection that is not heeded is no protection.
                element.report(.error, .unknown, "a <policy> is heeded only with xmlns='\(namespace)'")
                element.useAll()
            } else {
                element.useAll()
                document.extras.metadata.append(standalone(element))
            }
        }
        return refinement
    }

    private static func annotations(_ policy: Element) -> [GuestDocument.Annotation] {
        policy.contents.map { key in
            if key.namespace != namespace {
                key.report(
                    .error, .unknown,
                    "<\(key.qualifiedName)> is none of xenward's elements, as <policy> is: write <policy xmlns='\(namespace)'>"
                )
            }
            key.use()
            let text = key.text
            return GuestDocument.Annotation(
                key: key.name, value: text?.trimmed ?? "", location: key.reading.location(of: text?.place ?? key.place))
        }
    }

    /// The element as it was written, with declarations for the prefixes that were declared further out.
    private static func standalone(_ element: Element) -> String {
        let tree = element.reading.tree
        var text = tree.verbatim(element.index)
        var declared = declaredPrefixes(text)
        for inside in element.index..<tree.elements[element.index].next {
            let node = tree.elements[inside]
            var used: [(prefix: String?, namespace: String?)] = [(node.prefix, node.namespace)]
            used += tree.attributes[node.attributes].map { ($0.prefix, $0.namespace) }
            for case (let prefix?, let namespace?) in used where prefix != "xml" && declared.insert(prefix).inserted {
                let name = text.dropFirst().prefix { !$0.isWhitespace && $0 != "/" && $0 != ">" }
                text.insert(
                    contentsOf: " xmlns:\(prefix)='\(XMLEscape.attribute(namespace))'", at: name.endIndex)
            }
        }
        return text
    }

    /// Every prefix that is declared somewhere in a text, `xmlns:prefix=`.
    private static func declaredPrefixes(_ text: String) -> Set<String> {
        let word = Array("xmlns:".utf8)
        var found: Set<String> = []
        var matched = 0
        var name: [UInt8]?
        for byte in text.utf8 {
            if let prefix = name {
                if byte == UInt8(ascii: "=") || byte == UInt8(ascii: " ") {
                    found.insert(String(decoding: prefix, as: UTF8.self))
                    name = nil
                } else {
                    name?.append(byte)
                }
                continue
            }
            matched = byte == word[matched] ? matched + 1 : byte == word[0] ? 1 : 0
            if matched == word.count {
                matched = 0
                name = []
            }
        }
        return found
    }

    static func write(
        _ document: GuestDocument, _ refinement: Refinement?, to output: inout XMLOutput
    ) -> [WriteResult.Loss] {
        var losses: [WriteResult.Loss] = []
        output.group("metadata") { output in
            if !document.annotations.isEmpty {
                output.element("policy", ["xmlns": namespace]) { output in
                    for annotation in document.annotations {
                        if isName(annotation.key) {
                            output.element(annotation.key, text: annotation.value)
                        } else {
                            losses.append(
                                .init(
                                    place: annotation.key, value: annotation.value,
                                    reason: "the key is no name that an XML element can have"))
                        }
                    }
                }
            }
            if let refinement { RefinementElement.write(refinement, to: &output) }
            for metadata in document.extras.metadata {
                let parsed = XMLParser.parse(Array(metadata.utf8), depthLimit: SourceText.depthLimit - 2)
                if parsed.problem == nil {
                    output.verbatim(metadata)
                } else {
                    losses.append(.init(place: "metadata", value: metadata, reason: "it is no XML element"))
                }
            }
        }
        return losses
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return false }
        return text.unicodeScalars.allSatisfy {
            $0 == "_" || $0 == "-" || $0 == "." || $0.properties.isAlphabetic || ("0"..."9").contains($0)
        }
    }
}
