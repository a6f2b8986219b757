extension String {
    /// As messages show it: on one line, without control characters, and no longer than 60 characters.
    package var shortened: String {
        let isLong = unicodeScalars.count > 60
        let shown = isLong ? unicodeScalars.prefix(60) : unicodeScalars[...]
        let plain = shown.map { $0.properties.generalCategory == .control ? " " : $0 }
        return String(String.UnicodeScalarView(plain)) + (isLong ? "…" : "")
    }
}

/// A value as messages show it, in quotes.
package func quoted(_ text: String) -> String { "\"\(text.shortened)\"" }
