import FormatSupport
import GuestModel
import Planning
import Policy

/// An explanation for a person to read.
enum ExplainText {
    static func render(_ explanation: Explanation) -> String {
        let parts =
            explanation.fields.map(text) + explanation.policyKeys.map(text)
            + explanation.idle.map { "\($0.name)\n  \($0.reason)" }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private static func text(_ explained: ExplainedField) -> String {
        let field = explained.field
        var rows: [(String, String)] = []
        if !explained.keys.isEmpty { rows.append(("xl.cfg", words(explained.keys))) }
        if !explained.elements.isEmpty { rows.append(("libvirt", words(explained.elements))) }
        if !field.libxlPath.isEmpty { rows.append(("libxl", field.libxlPath.joined(separator: "."))) }
        if let unit = field.unit { rows.append(("unit", unit.rawValue)) }
        for each in explained.verdicts {
            let situation = each.situation.map { "\($0): " } ?? ""
            rows.append(("a change", "\(situation)\(each.verdict.words); \(each.verdict.reason)"))
        }
        return lines(field.name, rows)
    }

    private static func text(_ key: PolicyKey) -> String {
        lines(
            "\(key.rawValue), of a policy",
            [
                ("values", key.values), ("xenward.yaml", "below defaults, or below a guest in guests"),
                ("xl.cfg", "xenward = [ \"\(key.rawValue)=…\" ]"),
                ("libvirt", "metadata/policy/\(key.rawValue), of the namespace urn:xenward:1"),
            ])
    }

    private static func lines(_ head: String, _ rows: [(String, String)]) -> String {
        let width = rows.map(\.0.count).max() ?? 0
        let lines = rows.map { name, text in
            "  \(name)\(String(repeating: " ", count: width - name.count))  \(text)"
        }
        return ([head] + lines).joined(separator: "\n")
    }

    static func words(_ links: [FieldLink]) -> String {
        links.map { link in link.word + (link.unit.map { " (\($0))" } ?? "") }.joined(separator: ", ")
    }
}

extension Verdict {
    /// When a change takes effect.
    var words: String {
        switch effect {
        case .live(.remember): "live, without the host"
        case .live(let operation): "live, by \(operation.rawValue)"
        case .nextBoot: "at the next boot"
        case .restart: "by a restart"
        case .recreate: "by another guest in its place"
        case .forbidden: "never"
        }
    }
}
