import FormatSupport
import GuestModel

/// `seclabel`: the guest's FLASK label.
enum SecurityLabel {
    static func read(_ domain: Element, into draft: inout DomainDraft) {
        guard let element = domain.child("seclabel") else { return }
        _ = element.attribute("model")
        _ = element.attribute("relabel")
        switch element.attribute("type")?.text {
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
