import FormatSupport
import GuestModel

/// `on_poweroff`, `on_reboot`, `on_crash`, and `pm`.
enum Lifecycle {
    private static let actions: KeyValuePairs<String, ShutdownAction> = [
        "destroy": .destroy, "restart": .restart, "rename-restart": .restartRename, "preserve": .preserve,
        "coredump-destroy": .coredumpDestroy, "coredump-restart": .coredumpRestart,
    ]

    static func read(_ domain: Element, into draft: inout DomainDraft) {
        draft.guest.shutdownActions.onPoweroff = action(domain.child("on_poweroff"), default: .destroy)
        draft.guest.shutdownActions.onReboot = action(domain.child("on_reboot"), default: .restart)
        draft.guest.shutdownActions.onCrash = action(domain.child("on_crash"), default: .destroy)
        // Which libvirt does, whatever the file says.
        draft.guest.shutdownActions.onSoftReset = .softReset
        guard draft.kind == .hvm, let management = domain.child("pm") else { return }
        draft.hvm.acpiS3 = management.child("suspend-to-mem")?.attribute("enabled")?.yesNo
        draft.hvm.acpiS4 = management.child("suspend-to-disk")?.attribute("enabled")?.yesNo
    }

    private static func action(_ element: Element?, default standard: ShutdownAction) -> ShutdownAction {
        element?.text?.choice(actions) ?? standard
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        let actions = guest.shutdownActions
        for (name, action) in [
            ("on_poweroff", actions.onPoweroff), ("on_reboot", actions.onReboot), ("on_crash", actions.onCrash),
        ] {
            output.element(name, text: Self.actions.first { $0.value == action }?.key ?? "destroy")
        }
        output.group("pm") { output in
            if let enabled = guest.hvm?.acpiS3 { output.element("suspend-to-mem", ["enabled": enabled ? "yes" : "no"]) }
            if let enabled = guest.hvm?.acpiS4 {
                output.element("suspend-to-disk", ["enabled": enabled ? "yes" : "no"])
            }
        }
    }
}
