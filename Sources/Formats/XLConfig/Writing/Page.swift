/// The lines of a file, by paragraph.
struct Page {
    private var entries: [(section: ScalarKey.Section, key: String, value: Literal)] = []

    mutating func add(_ section: ScalarKey.Section, _ key: String, _ value: Literal?) {
        if let value { entries.append((section, key, value)) }
    }

    mutating func add(_ section: ScalarKey.Section, _ key: String, text: String?) {
        add(section, key, text.map(Literal.text))
    }

    /// A list of specifications, each on a line of its own; nothing when it is empty.
    mutating func add(_ section: ScalarKey.Section, _ key: String, specs: [String]) {
        if !specs.isEmpty { add(section, key, .lines(specs.map(Literal.text))) }
    }

    /// Takes out the lines of these keys.
    mutating func remove(_ keys: Set<String>) { entries.removeAll { keys.contains($0.key) } }

    /// The file: paragraphs with a blank line between them, and the values of each in one column.
    var text: String {
        var paragraphs: [String] = []
        for section in ScalarKey.Section.allCases {
            let lines = entries.filter { $0.section == section }
            let width = lines.map(\.key.utf8.count).max() ?? 0
            let paragraph = lines.map { line in
                line.key + String(repeating: " ", count: width - line.key.utf8.count) + " = \(line.value.spelled)\n"
            }
            if !paragraph.isEmpty { paragraphs.append(paragraph.joined()) }
        }
        return paragraphs.joined(separator: "\n")
    }
}
