import FormatSupport
import GuestModel

/// Proves a table of ``FieldLink``s: the reader is given each word with two values, and the fields that differ between the two
/// guests have to be those that the table names.
public struct FieldProbe: Sendable {
    /// What a word looks like in a file: `memory = {64|96}` stands for the file with 64 and for the one with 96.
    public struct Sample: Sendable {
        public let word: String
        public let template: String

        public init(_ word: String, _ template: String) {
            self.word = word
            self.template = template
        }

        var values: (before: String, after: String) { (side(0), side(1)) }

        private func side(_ index: Int) -> String {
            var text = ""
            var rest = template[...]
            while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
                let choices = rest[rest.index(after: open)..<close].split(
                    separator: "|", omittingEmptySubsequences: false)
                text += rest[..<open] + choices[min(index, choices.count - 1)]
                rest = rest[rest.index(after: close)...]
            }
            return text + rest
        }
    }

    let links: [FieldLink]
    let read: @Sendable (String, GuestType.Kind) -> GuestConfiguration?

    /// - Parameter read: Makes a guest of this kind of a sample; nil where that cannot be.
    public init(_ links: [FieldLink], read: @escaping @Sendable (String, GuestType.Kind) -> GuestConfiguration?) {
        self.links = links
        self.read = read
    }

    /// Where the table and the reader do not agree, a sentence each; none when the table is right and complete.
    public func faults(_ samples: [Sample]) -> [String] {
        let known = Set(Field.all.map(\.name))
        let unknown = Set(samples.map(\.word)).subtracting(links.map(\.word))
        var faults = unknown.sorted().map { "\($0) is not in the table" }
        for link in links {
            faults += link.fields.filter { !known.contains($0) }.map { "\(link.word): there is no field \($0)" }
            let rows = samples.filter { $0.word == link.word }
            if rows.isEmpty { faults.append("\(link.word) has no sample") }
            var seen: Set<String> = []
            for row in rows {
                guard let fields = fields(of: row, link) else {
                    faults.append("\(link.word): no guest can be made of \(row.template)")
                    continue
                }
                seen.formUnion(fields)
            }
            if seen != Set(link.fields) {
                let names = Field.all.map(\.name).filter(seen.contains).joined(separator: " ")
                faults.append("\(link.word) decides about: \(names.isEmpty ? "nothing" : names)")
            }
        }
        return faults
    }

    /// What a sample changes in guests of any kind; nil when none of them can be read.
    private func fields(of sample: Sample, _ link: FieldLink) -> Set<String>? {
        let (before, after) = sample.values
        var fields: Set<String>?
        for kind in GuestType.Kind.allCases {
            guard let old = read(before, kind), let new = read(after, kind) else { continue }
            fields = (fields ?? []).union(Self.differences(old.fieldValue, new.fieldValue))
        }
        return fields
    }

    /// The fields that differ, devices being told apart by their order.
    static func differences(_ old: FieldValue?, _ new: FieldValue?, at path: [String] = []) -> Set<String> {
        if old == new { return [] }
        if case .record(let a)? = old, case .record(let b)? = new {
            let names = Set((a + b).map(\.name)).filter { name in
                // A guest of another type has nothing in common with it there.
                !name.hasPrefix("type.") || old?[name] != nil && new?[name] != nil || path != ["b_info"]
            }
            let parts = names.map { differences(old?[$0], new?[$0], at: path + [$0]) }
            return parts.reduce(into: []) { $0.formUnion($1) }
        }
        if case .list(let a)? = old, case .list(let b)? = new, a.count == b.count, isRecords(a), isRecords(b) {
            return zip(a, b).reduce(into: []) { $0.formUnion(differences($1.0, $1.1, at: path)) }
        }
        return names(of: path)
    }

    private static func isRecords(_ list: [FieldValue]) -> Bool {
        list.allSatisfy { if case .record = $0 { true } else { false } }
    }

    private static func names(of path: [String]) -> Set<String> {
        if let name = namesByPath[path] { return [name] }
        // A case of a union, such as connection.socket, is what is in it, and without anything in it the union.
        let inside = Field.all.filter { $0.libxlPath.starts(with: path) }
        if !inside.isEmpty { return Set(inside.map(\.name)) }
        let union = path.dropLast() + [String(path.last?.prefix { $0 != "." } ?? "")]
        return [namesByPath[Array(union)] ?? path.joined(separator: ".")]
    }

    private static let namesByPath = Dictionary(Field.all.map { ($0.libxlPath, $0.name) }) { first, _ in first }
}
