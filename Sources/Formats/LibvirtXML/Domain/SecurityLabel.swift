import FormatSupport
import GuestModel

/// `seclabel`: the guest's FLASK label.
enum SecurityLabel {
    static func read(_ domain: Element, into draft: inout DomainDraft) {
        for element in domain.children("seclabel") { readLabel(element, into: &draft) }
    }

    private static func readLabel(_ element: Element, into draft: inout DomainDraft) {
        let type = element.attribute("type")?.text
        if let model = element.attribute("model")?.text, model != "flask", type != "none" {
            return element.dismiss(
                .warning, .meaningless, "a <seclabel> of model '\(model)' has no meaning for a Xen domain: 'flask' has")
        }
        _ = element.attribute("relabel")
        switch type {
        case "static", nil: draft.guest.securityLabels.label = element.child("label")?.text?.trimmed
        case "none"?: break
        case let type?:
            element.dismiss(.note, .meaningless, "a <seclabel> of type '\(type)' has no meaning on Xen: 'static' has")
        }
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        guard let label = guest.securityLabels.label else { return }
        output.element("seclabel", ["type": "static", "model": "flask", "relabel": "no"]) {
            $0.element("label", text: label)
        }
    }
}
