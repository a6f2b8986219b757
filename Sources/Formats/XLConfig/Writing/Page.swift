/// The lines of a file, by paragraph.
package struct Page {
    /// A line: what a key is set to.
    package struct Entry: Sendable, Hashable {
        package var section: ScalarKey.Section
        package var key: String
        package var value: Literal

        package init(_ section: ScalarKey.Section, _ key: String, _ value: Literal) {
            self.section = section
            self.key = key
            self.value = value
        }
    }

    package var entries: [Entry] = []

    package init() {}

    package mutating func add(_ section: ScalarKey.Section, _ key: String, _ value: Literal?) {
        if let value { entries.append(Entry(section, key, value)) }
    }

    package mutating func add(_ section: ScalarKey.Section, _ key: String, text: String?) {
        add(section, key, text.map(Literal.text))
    }

    /// A list of specifications, each on a line of its own; nothing when it is empty.
    package mutating func add(_ section: ScalarKey.Section, _ key: String, specs: [String]) {
        if !specs.isEmpty { add(section, key, .lines(specs.map(Literal.text))) }
    }

    /// Takes out the lines of these keys.
    mutating func remove(_ keys: Set<String>) { entries.removeAll { keys.contains($0.key) } }

    /// The file: paragraphs with a blank line between them, and the values of each in one column.
    var text: String { text(spelling: \.spelled) }

    /// The file in a dialect that spells its values in another way.
    package func text(spelling: (Literal) -> String) -> String {
        var paragraphs: [String] = []
        for section in ScalarKey.Section.allCases {
            let lines = entries.filter { $0.section == section }
            let width = lines.map(\.key.utf8.count).max() ?? 0
            let paragraph = lines.map { line in
                line.key + String(repeating: " ", count: width - line.key.utf8.count) + " = \(spelling(line.value))\n"
            }
            if !paragraph.isEmpty { paragraphs.append(paragraph.joined()) }
        }
        return paragraphs.joined(separator: "\n")
    }
}
