import GuestModel
import LibxlJSON
import Observing

/// Whether a domain may have something that a plan wants, by a look at its configuration's text: most have nothing of it, and need
/// not be taken apart.
public struct Mention {
    /// Ends of paths, and addresses; one of them stands in the configuration of whoever has what is wanted.
    private let words: [String]
    private let records: [Domid: GuestRecord]

    /// More words than this cost more than to take every configuration apart.
    private static let limit = 32

    /// What these actions build or attach.
    ///
    /// - Parameter records: of xenward's guests, which tell what a domain's configuration is.
    /// - Returns: nil where so much is wanted that everything may be of interest.
    public init?(of actions: [PlannedAction], remembering records: [GuestRecord]) {
        self.init(
            of: actions.lazy.flatMap {
                [$0.builds?.configuration].compactMap(\.self) + $0.arrivals.map(\.guest)
            }, remembering: records)
    }

    /// What these guests, or parts of guests, have.
    public init?(of guests: some Sequence<GuestConfiguration>, remembering records: [GuestRecord]) {
        var words: Set<String> = []
        for guest in guests {
            for (possession, _) in guest.possessions() { words.insert(possession.word) }
            guard words.count <= Self.limit else { return nil }
        }
        self.words = Array(words)
        let known = records.compactMap { record in record.domain.map { ($0.domid, record) } }
        self.records = Dictionary(known) { first, _ in first }
    }

    func isIn(_ domain: ObservedDomain) -> Bool {
        guard case .known(let seen) = domain.configuration else { return true }
        let record = records[domain.domid]
        let text =
            if let settled = record?.settled, record?.isSettled(on: seen) == true { settled.text } else {
                seen.configuration.text
            }
        return words.contains { text.mentions($0) }
    }
}

extension Possession {
    /// What stands, as it is, in the text of every configuration that has it.
    fileprivate var word: String {
        switch self {
        case .mac(let mac): mac.description
        case .disk(let path, _):
            // The path may be spelt otherwise; what needs escaping in JSON is left out.
            String(
                decoding: path.utf8.split(separator: UInt8(ascii: "/")).last?.prefix(while: \.isPlainInJSON) ?? [],
                as: UTF8.self)
        }
    }
}

extension String {
    /// Whether the text has another one in it, byte by byte.
    fileprivate func mentions(_ word: String) -> Bool {
        var (text, word) = (self, word)
        return text.withUTF8 { bytes in
            word.withUTF8 { word in
                guard let first = word.first else { return true }
                guard bytes.count >= word.count else { return false }
                for start in 0...bytes.count - word.count where bytes[start] == first {
                    if bytes[start..<start + word.count].elementsEqual(word) { return true }
                }
                return false
            }
        }
    }
}

extension UInt8 {
    /// A printable character of ASCII that JSON need not escape.
    fileprivate var isPlainInJSON: Bool {
        (0x20..<0x7f).contains(self) && self != UInt8(ascii: "\"") && self != UInt8(ascii: "\\")
    }
}
