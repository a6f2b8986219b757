/// Text as XML can carry it.
enum XMLEscape {
    static func text(_ text: String) -> String { escaped(text, inAttribute: false) }

    static func attribute(_ text: String) -> String { escaped(text, inAttribute: true) }

    /// What XML 1.0 has no way to say becomes U+FFFD; a writer finds the loss when it reads its own text back.
    private static func escaped(_ text: String, inAttribute: Bool) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "'" where inAttribute: result += "&apos;"
            case "\r": result += "&#13;"
            case "\n" where inAttribute: result += "&#10;"
            case "\t" where inAttribute: result += "&#9;"
            case _ where isAllowed(scalar): result.unicodeScalars.append(scalar)
            default: result += "\u{fffd}"
            }
        }
        return result
    }

    /// Whether XML 1.0 has a way to say it.
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x9, 0xa, 0xd, 0x20...0xd7ff, 0xe000...0xfffd, 0x10000...0x10ffff: true
        default: false
        }
    }
}
