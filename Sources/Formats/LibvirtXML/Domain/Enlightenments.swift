import FormatSupport
import GuestModel

/// `features/hyperv`: Microsoft's interfaces, one by one.
enum Enlightenments {
    /// What each of libvirt's elements means to Xen; those of the base come with every other.
    private static let meanings: KeyValuePairs<String, Set<ViridianEnlightenment>> = [
        "relaxed": [], "vpindex": [],
        "synic": [.synic],
        "stimer": [.stimer, .synic, .timeRefCount, .referenceTSC],
        "vapic": [.apicAssist],
        "frequencies": [.freq],
        "tlbflush": [.hcallRemoteTLBFlush],
        "ipi": [.hcallIPI],
    ]

    static func read(_ features: Element?, into draft: inout DomainDraft) {
        guard let element = features?.child("hyperv") else { return }
        let mode = element.attribute("mode")?.choice(["custom": true, "passthrough": false]) ?? true
        let named = meanings.compactMap { element.child($0.key) }
        // Who turns off all that is named wants none.
        if mode, !named.isEmpty, named.allSatisfy({ $0.attribute("state")?.onOff == false }) { return }
        // Xen demands the base for any other; the crash register lets a guest's last words reach the log.
        draft.hvm.viridianEnable = mode ? [.base, .crashCtl] : ViridianEnlightenment.all
        for (name, meaning) in meanings {
            guard let child = element.child(name) else { continue }
            if child.attribute("state").map(\.onOff) ?? true == true { draft.hvm.viridianEnable.formUnion(meaning) }
        }
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        guard let enabled = guest.hvm?.viridianEnable, !enabled.isEmpty else { return }
        if enabled == ViridianEnlightenment.all {
            output.element("hyperv", ["mode": "passthrough"])
            return
        }
        output.element("hyperv", ["mode": "custom"]) { output in
            for (name, meaning) in meanings where !meaning.isEmpty && meaning.isSubset(of: enabled) {
                output.element(name, ["state": "on"])
            }
        }
    }
}
