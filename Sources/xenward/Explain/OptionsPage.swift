import FormatSupport
import GuestModel
import Planning
import Policy

/// docs/options.md, which `make docs` writes: the table of every option.
enum OptionsPage {
    static func text(_ reference: OptionReference) -> String {
        let everything = reference.everything
        var text = """
            # Options

            Every option of a guest under all its names, made from the code by `make docs`; `xenward explain NAME` says the
            same of one of them, with the reasons. A plan, a policy's `ignore` and every message go by the field.

            A key with a dot is a part of a device's specification: `vif.mac` is `mac=` in an element of `vif`. Elements are
            below `<domain>`, and `@` is before an attribute. What has neither is libxl's alone, and found in libxl's JSON. A unit
            behind a key is that of the key, else it is the field's.

            """
        for (name, fields) in groups(everything.fields) {
            text += "\n## \(name)\n\n"
            text += "| field | xl.cfg | libvirt | libxl | unit | a change takes effect |\n"
            text += "| --- | --- | --- | --- | --- | --- |\n"
            text += fields.map { row($0) + "\n" }.joined()
        }
        text += """

            ## Read, without a part in the guest

            They are allowed, and change nothing: \(everything.idle.map { code($0.name) }.joined(separator: ", ")).

            ## Policy

            Below `defaults` or a guest in xenward.yaml, as `xenward = [ "KEY=VALUE" ]` in xl.cfg, as `<KEY>` of `<policy \
            xmlns='urn:xenward:1'>` in libvirt's `<metadata>`. They take effect at once, and concern no domain.

            | key | values |
            | --- | --- |

            """
        text += everything.policyKeys.map { "| \(code($0.rawValue)) | \($0.values) |\n" }.joined()
        return text
    }

    /// In the order of the fields; each group under the first part of its fields' names.
    private static func groups(_ fields: [ExplainedField]) -> [(String, [ExplainedField])] {
        var groups: [(name: String, fields: [ExplainedField])] = []
        for each in fields {
            let parts = each.field.name.split(separator: ".")
            let isAlone = parts.count == 1 && !fields.contains { $0.field.name.hasPrefix(each.field.name + ".") }
            let name = isAlone ? "the guest" : String(parts[0])
            if let index = groups.firstIndex(where: { $0.name == name }) {
                groups[index].fields.append(each)
            } else {
                groups.append((name, [each]))
            }
        }
        return groups.map { ($0.name, $0.fields) }
    }

    private static func row(_ explained: ExplainedField) -> String {
        let field = explained.field
        let effects = explained.verdicts.map { each in
            (each.situation.map { "\($0): " } ?? "") + each.verdict.words
        }
        let cells = [
            code(field.name), words(explained.keys), words(explained.elements),
            field.libxlPath.isEmpty ? "" : code(field.libxlPath.joined(separator: ".")), field.unit?.rawValue ?? "",
            effects.joined(separator: "; "),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func words(_ links: [FieldLink]) -> String {
        links.map { code($0.word) + ($0.unit.map { " (\($0))" } ?? "") }.joined(separator: " ")
    }

    private static func code(_ text: String) -> String { "`\(text)`" }
}
