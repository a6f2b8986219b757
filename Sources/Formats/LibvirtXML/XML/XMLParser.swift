import CXML

/// Reads XML with libxml2's SAX interface.
///
/// Nothing is fetched, no entity is replaced, no document type is accepted.
enum XMLParser {
    /// The document, or as much of it as came before the first problem.
    static func parse(_ source: [UInt8], depthLimit: Int) -> (tree: XMLTree, problem: XMLProblem?) {
        if let problem = XMLDeclaration.problem(in: source) { return (XMLTree(source: source), problem) }
        _ = libraryIsReady
        var builder = XMLTreeBuilder(source: source, depthLimit: depthLimit)
        source.withUnsafeBufferPointer { bytes in
            withUnsafeMutablePointer(to: &builder) { builder in
                guard let parser = XMLParserContext(bytes, handing: builder) else {
                    builder.pointee.fail(
                        .malformed, at: 0, "expected an element, as in <domain type='xen'>, found none")
                    return
                }
                parser.run()
                builder.pointee.finish()
            }
        }
        return (builder.tree, builder.problem)
    }

    /// libxml2 wants to be initialized once, before threads use it; it is never cleaned up, as others may use it too.
    private static let libraryIsReady: Void = xmlInitParser()
}

/// libxml2's parser of one document, freed with this value.
struct XMLParserContext: ~Copyable {
    private let context: xmlParserCtxtPtr
    private let builder: UnsafeMutablePointer<XMLTreeBuilder>

    /// Nil when there is nothing to parse.
    init?(_ bytes: UnsafeBufferPointer<UInt8>, handing builder: UnsafeMutablePointer<XMLTreeBuilder>) {
        guard let base = bytes.baseAddress, !bytes.isEmpty,
            let context = base.withMemoryRebound(
                to: CChar.self, capacity: bytes.count, { xmlCreateMemoryParserCtxt($0, Int32(bytes.count)) })
        else { return nil }
        self.context = context
        self.builder = builder
        // The encoding is known to be UTF-8, whatever other name for it the declaration uses.
        _ = xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
        context.pointee.sax.pointee = XMLTreeBuilder.handler
        context.pointee.userData = UnsafeMutableRawPointer(builder)
        builder.pointee.context = context
    }

    func run() {
        _ = xmlParseDocument(context)
        if context.pointee.wellFormed == 0 {
            builder.pointee.fail(.malformed, at: builder.pointee.offset, "not well-formed XML")
        }
    }

    deinit {
        builder.pointee.context = nil
        xmlFreeParserCtxt(context)
    }
}
