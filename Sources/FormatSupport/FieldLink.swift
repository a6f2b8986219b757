import GuestModel

/// A word of a format, and the fields that it decides about.
///
/// Readers are code, and no table; each format has one of these beside its reader, and a test that gives the reader each word
/// and looks which fields change.
public struct FieldLink: Sendable, Hashable {
    /// A key or an element: `memory`, `vif.mac`, `devices/disk/target@dev`.
    public let word: String
    /// What a number there counts, where somebody has to know: `MiB`.
    public let unit: String?
    /// Each as ``Field/name``, in libxl's order; empty for a word that is read and decides about nothing in the guest.
    public let fields: [String]

    public init(word: String, unit: String? = nil, fields: [String]) {
        self.word = word
        self.unit = unit
        self.fields = fields
    }

    /// Reads a table of lines: a word, its unit in brackets if it has one, a colon, and the fields.
    ///
    /// A line such as `disk.*: disks` says what the words after it begin with, `disk.`, and what their fields do that
    /// begin with a dot, `disks`.
    public static func table(_ text: String) -> [FieldLink] {
        var links: [FieldLink] = []
        var prefix = ""
        var group = ""
        for line in text.split(separator: "\n") {
            // The last colon: a word may have a prefix of XML's.
            guard let colon = line.lastIndex(of: ":") else { continue }
            let head = line[..<colon].split(separator: " ").map(String.init)
            let fields = line[line.index(after: colon)...].split(separator: " ").map(String.init)
            guard let word = head.first else { continue }
            if word.hasSuffix("*") {
                prefix = String(word.dropLast())
                group = fields.first ?? ""
                continue
            }
            links.append(
                FieldLink(
                    word: prefix + word, unit: head.dropFirst().first.map { String($0.dropFirst().dropLast()) },
                    fields: fields.map { $0.hasPrefix(".") ? group + $0 : $0 }))
        }
        return links
    }
}
