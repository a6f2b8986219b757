import CXML

extension XMLTreeBuilder {
    /// What libxml2 calls; the user data is a pointer to the builder, which outlives the parse.
    static var handler: xmlSAXHandler {
        var handler = xmlSAXHandler()
        // Says that this is the second version of the interface: libxml2's XML_SAX2_MAGIC.
        handler.initialized = 0xdeed_beaf
        handler.internalSubset = { data, _, _, _ in
            guard let builder = XMLTreeBuilder.behind(data) else { return }
            let start = builder.pointee.lastAngle(before: builder.pointee.offset)
            builder.pointee.fail(
                .documentType, at: start, "a document type (<!DOCTYPE …>) is not accepted: take the line out")
        }
        handler.startElementNs = { data, name, prefix, namespace, _, _, count, _, attributes in
            guard let builder = XMLTreeBuilder.behind(data), let name else { return }
            builder.pointee.start(
                String(cString: name), prefix: prefix.map { String(cString: $0) },
                namespace: namespace.map { String(cString: $0) })
            if let attributes, count > 0 { builder.pointee.add(attributes, count: Int(count)) }
        }
        handler.endElementNs = { data, _, _, _ in XMLTreeBuilder.behind(data)?.pointee.end() }
        handler.characters = { data, bytes, count in
            XMLTreeBuilder.behind(data)?.pointee.add(UnsafeBufferPointer(start: bytes, count: Int(count)))
        }
        // The same function as for other text: else libxml2 looks at every blank twice.
        handler.ignorableWhitespace = handler.characters
        handler.cdataBlock = handler.characters
        handler.serror = { data, error in
            guard let builder = XMLTreeBuilder.behind(data), let error, error.pointee.level != XML_ERR_WARNING else {
                return
            }
            let end = builder.pointee.offset
            let isAboutTag = XMLMessages.isAboutTag(error.pointee)
            builder.pointee.fail(
                .malformed, at: isAboutTag ? builder.pointee.lastAngle(before: end) : end,
                XMLMessages.text(for: error.pointee))
        }
        return handler
    }

    private static func behind(_ data: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLTreeBuilder>? {
        data?.assumingMemoryBound(to: XMLTreeBuilder.self)
    }

    /// libxml2 gives five pointers an attribute: name, prefix, namespace, begin and end of the value.
    private mutating func add(_ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>, count: Int) {
        for index in 0..<count {
            let at = pointers + 5 * index
            guard let name = at[0], let begin = at[3], let end = at[4] else { continue }
            let value = UnsafeBufferPointer(start: begin, count: end - begin)
            add(
                XMLTree.Attribute(
                    name: String(cString: name), prefix: at[1].map { String(cString: $0) },
                    namespace: at[2].map { String(cString: $0) }, value: Self.text(ofValue: value)))
        }
    }

    /// An attribute's value, in which libxml2 has left nothing to be replaced but `&#38;`, its word for `&`.
    private static func text(ofValue bytes: UnsafeBufferPointer<UInt8>) -> String {
        guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
        var plain: [UInt8] = []
        var index = 0
        while index < bytes.count {
            plain.append(bytes[index])
            index += bytes[index] == UInt8(ascii: "&") ? 5 : 1
        }
        return String(decoding: plain, as: UTF8.self)
    }
}
