/// Words as roff has them.
enum Roff {
    /// A line of text, a sentence a line: that is how roff tells where one ends.
    static func text(_ text: String) -> String {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            line += (line.isEmpty ? "" : " ") + word
            if let last = word.last, ".!?".contains(last), word != "e.g.", word != "i.e." {
                lines.append(line)
                line = ""
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines.map(escaped).joined(separator: "\n")
    }

    /// Paragraphs, of which those that are indented stay as they are.
    static func prose(_ text: String) -> String {
        var blocks: [String] = []
        var block: [Substring] = []
        func end() {
            guard let first = block.first else { return }
            if first.hasPrefix(" ") {
                blocks.append(
                    ".Bd -literal -offset indent\n" + block.map { escaped($0.dropFirst(2)) }.joined(separator: "\n")
                        + "\n.Ed")
            } else {
                blocks.append((blocks.isEmpty ? "" : ".Pp\n") + Self.text(block.joined(separator: " ")))
            }
            block = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty { end() } else { block.append(line) }
        }
        end()
        return blocks.joined(separator: "\n")
    }

    /// One argument of a macro.
    static func argument(_ text: String) -> String {
        let text = escaped(text)
        return text.contains(" ") || text.contains("|") ? "\"\(text)\"" : text
    }

    /// One line in which nothing is a command to roff, and a hyphen that somebody may type is one.
    static func escaped(_ text: some StringProtocol) -> String {
        var line = String(text).replacing("\\", with: "\\e").replacing("--", with: "\\-\\-")
        if let first = line.first, first == "." || first == "'" { line = "\\&" + line }
        return line
    }
}
