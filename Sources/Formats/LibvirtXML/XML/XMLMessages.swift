import CXML

/// libxml2's complaints in plain words.
enum XMLMessages {
    /// The complaint is about the tag that has just been read, rather than about what comes next.
    static func isAboutTag(_ error: xmlError) -> Bool {
        let code = xmlParserErrors(UInt32(bitPattern: error.code))
        return code == XML_ERR_TAG_NAME_MISMATCH || code == XML_NS_ERR_UNDEFINED_NAMESPACE
    }

    /// What is wrong, and what was expected in its place.
    static func text(for error: xmlError) -> String {
        let first = string(error.str1)
        let second = string(error.str2)
        switch xmlParserErrors(UInt32(bitPattern: error.code)) {
        case XML_ERR_DOCUMENT_EMPTY: return "expected an element, as in <domain type='xen'>, found none"
        case XML_ERR_DOCUMENT_END: return "expected nothing after the end of the outermost element"
        case XML_ERR_TAG_NAME_MISMATCH:
            return "expected </\(first)>, for the <\(first)> of line \(error.int1), found </\(second)>"
        case XML_ERR_TAG_NOT_FINISHED:
            return "the file ends before </\(first)>, for the <\(first)> of line \(error.int1)"
        case XML_ERR_UNDECLARED_ENTITY:
            return "entity &\(first); is not defined: only &amp; &lt; &gt; &apos; and &quot; are"
        case XML_ERR_ATTRIBUTE_REDEFINED: return "attribute '\(first)' is given twice"
        case XML_ERR_ATTRIBUTE_NOT_STARTED: return "expected a value in quotes after ="
        case XML_ERR_ATTRIBUTE_NOT_FINISHED: return "expected the quote that ends the attribute's value"
        case XML_ERR_ATTRIBUTE_WITHOUT_VALUE: return "expected = and a value after attribute '\(first)'"
        case XML_ERR_LT_IN_ATTRIBUTE: return "'<' within an attribute's value: write &lt;"
        case XML_ERR_SPACE_REQUIRED: return "expected a blank before the next attribute"
        case XML_ERR_NAME_REQUIRED: return "expected a name: write &lt; for '<' and &amp; for '&' in text"
        case XML_ERR_GT_REQUIRED: return "expected '>' or an attribute"
        case XML_ERR_ENTITYREF_SEMICOL_MISSING: return "expected ';' to end an entity: write &amp; for '&' in text"
        case XML_ERR_CDATA_NOT_FINISHED: return "expected ]]> to end the <![CDATA[ section"
        case XML_ERR_COMMENT_NOT_FINISHED: return "expected --> to end the comment"
        case XML_ERR_HYPHEN_IN_COMMENT: return "'--' within a comment, which only --> may end"
        case XML_ERR_MISPLACED_CDATA_END: return "']]>' in text: write ]]&gt;"
        case XML_ERR_RESERVED_XML_NAME: return "the XML declaration may stand at the very beginning of the file only"
        case XML_ERR_INVALID_CHAR: return "a character that XML does not allow"
        case XML_ERR_INVALID_CHARREF: return "a character reference to what XML does not allow"
        case XML_NS_ERR_UNDEFINED_NAMESPACE:
            return "prefix '\(first)' of '\(second)' is not declared: add xmlns:\(first)='…' to <domain>"
        default: return trimmed(string(error.message))
        }
    }

    private static func string(_ bytes: UnsafePointer<CChar>?) -> String { bytes.map { String(cString: $0) } ?? "" }

    private static func trimmed(_ text: String) -> String {
        var text = Substring(text)
        while let last = text.last, last.isWhitespace || last == "." { text.removeLast() }
        return text.isEmpty ? "not well-formed XML" : String(text)
    }
}
