import FormatSupport
import GuestModel
import LibvirtXML
import Planning
import Policy
import XLConfig

/// One option of a guest, under all its names.
struct ExplainedField {
    var field: Field
    /// xl.cfg's.
    var keys: [FieldLink]
    /// libvirt's.
    var elements: [FieldLink]
    var verdicts: [TypicalVerdict]
}

/// A name that decides about nothing in a guest, and why.
struct IdleName {
    var name: String
    var reason: String
}

/// What is behind a name.
struct Explanation {
    var fields: [ExplainedField] = []
    var policyKeys: [PolicyKey] = []
    var idle: [IdleName] = []

    var isEmpty: Bool { fields.isEmpty && policyKeys.isEmpty && idle.isEmpty }
}

/// Every option that there is, put together from the tables beside the readers and the planner's own verdicts.
struct OptionReference {
    private let keys = KeyLinks.all
    private let elements = ElementLinks.all

    var everything: Explanation {
        Explanation(
            fields: ([.runState] + Field.all).map(explained), policyKeys: PolicyKey.allCases,
            idle: (keys + elements).filter(\.fields.isEmpty).map { IdleName(name: $0.word, reason: Self.isRead) })
    }

    /// What goes by this name, whoever calls it so; empty when nobody does.
    func explanation(of word: String) -> Explanation {
        // A plan names the device of a field, too.
        let name = FieldChange.fieldName(at: word)
        let path = Self.path(name)
        let words = keys.filter { $0.word == name } + elements.filter { $0.word == path }
        var wanted = Set(words.flatMap(\.fields))
        if Self.names.contains(name) { wanted.insert(name) }
        if wanted.isEmpty {
            // What holds others is all of them.
            let below = elements.filter { $0.word.hasPrefix(path + "/") || $0.word.hasPrefix(path + "@") }
            wanted = Set(below.flatMap(\.fields))
            wanted.formUnion(Self.names.filter { $0.hasPrefix(name + ".") })
        }
        return Explanation(
            fields: ([.runState] + Field.all).filter { wanted.contains($0.name) }.map(explained),
            policyKeys: PolicyKey.allCases.filter { $0.rawValue == name || $0.rawValue.hasPrefix(name + ".") },
            idle: idle(name, path, words))
    }

    private func idle(_ name: String, _ path: String, _ words: [FieldLink]) -> [IdleName] {
        if let advice = KeyLinks.advice(for: name) {
            return [IdleName(name: name, reason: "xl passes over it: \(advice)")]
        }
        if let remark = ElementLinks.remark(on: path) { return [IdleName(name: path, reason: remark)] }
        return words.filter(\.fields.isEmpty).map { IdleName(name: $0.word, reason: Self.isRead) }
    }

    /// A sentence that says that nothing goes by this name, with the nearest that does.
    func unknown(_ name: String) -> String {
        let known = keys.map(\.word) + elements.map(\.word) + Self.names + PolicyKey.allCases.map(\.rawValue)
        let near = Spelling.nearest(to: Self.path(name), among: known).map { "; did you mean \($0)?" } ?? ""
        return "nothing is called \(name), neither in xl.cfg nor in libvirt's XML, a plan or a policy\(near)"
    }

    private func explained(_ field: Field) -> ExplainedField {
        ExplainedField(
            field: field, keys: keys.filter { $0.fields.contains(field.name) },
            elements: elements.filter { $0.fields.contains(field.name) }, verdicts: field.typicalVerdicts)
    }

    private static let names = [Field.runState.name] + Field.all.map(\.name)

    private static let isRead = "it is read, and decides about nothing in the guest"

    /// An element's path, however it is begun: `/domain/vcpu` is `vcpu`.
    private static func path(_ name: String) -> String {
        var path = name[...]
        for prefix in ["/", "domain/"] where path.hasPrefix(prefix) { path = path.dropFirst(prefix.count) }
        return String(path)
    }
}
