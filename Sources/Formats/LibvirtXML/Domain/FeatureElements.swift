import FormatSupport
import GuestModel

/// `features`: what the virtual machine offers.
enum FeatureElements {
    static func read(_ domain: Element, into draft: inout DomainDraft) {
        let features = domain.child("features")
        switch draft.kind {
        case .hvm:
            // In libvirt a feature that is not there is off; in libxl it would be on.
            draft.guest.features.acpi = features?.child("acpi") != nil
            draft.guest.features.apic = features?.child("apic") != nil
            draft.hvm.pae = features?.child("pae") != nil
            draft.guest.creation.hap = state(features?.child("hap"))
            draft.hvm.viridian = state(features?.child("viridian"))
            Enlightenments.read(features, into: &draft)
        case .pvh:
            if features?.child("acpi") != nil { draft.guest.features.acpi = true }
            draft.guest.creation.hap = state(features?.child("hap"))
        case .pv: break
        }
        if let unknown = features?.child("msrs")?.attribute("unknown") {
            draft.guest.features.msrRelaxed = unknown.choice(["ignore": true, "fault": false])
        }
        draft.guest.features.vpmu = state(features?.child("pmu"))
        if let version = features?.child("gic")?.attribute("version") {
            draft.guest.features.gicVersion = version.choice(["2": .v2, "3": .v3, "host": .default]) ?? .default
        }
        if let xen = features?.child("xen") { readXen(xen, into: &draft) }
    }

    /// On, unless it says off.
    private static func state(_ element: Element?) -> Bool? {
        guard let element else { return nil }
        return element.attribute("state").map(\.onOff) ?? true
    }

    private static func readXen(_ xen: Element, into draft: inout DomainDraft) {
        if draft.kind == .pv { draft.pv.e820Host = xen.child("e820_host")?.attribute("state")?.onOff }
        guard let passthrough = xen.child("passthrough"), let state = passthrough.attribute("state")?.onOff else {
            return
        }
        let mode = passthrough.attribute("mode")?.choice(["sync_pt": Passthrough.syncPt, "share_pt": .sharePt])
        draft.guest.creation.passthrough = state ? mode ?? .enabled : .disabled
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        output.group("features") { output in
            if guest.type.kind != .pv, guest.features.acpi == true { output.element("acpi") }
            if let hvm = guest.hvm {
                if guest.features.apic == true { output.element("apic") }
                if hvm.pae == true { output.element("pae") }
            }
            if guest.type.kind != .pv, let hap = guest.creation.hap {
                output.element("hap", ["state": hap ? "on" : "off"])
            }
            if guest.hvm?.viridian == true { output.element("viridian", ["state": "on"]) }
            Enlightenments.write(guest, to: &output)
            switch guest.features.gicVersion {
            case .default: break
            case .v2: output.element("gic", ["version": "2"])
            case .v3: output.element("gic", ["version": "3"])
            }
            if let counters = guest.features.vpmu { output.element("pmu", ["state": counters ? "on" : "off"]) }
            output.group("xen") { output in
                if let shared = guest.pv?.e820Host { output.element("e820_host", ["state": shared ? "on" : "off"]) }
                if let passthrough = guest.creation.passthrough {
                    let mode: String? =
                        switch passthrough {
                        case .syncPt: "sync_pt"
                        case .sharePt: "share_pt"
                        case .enabled, .disabled: nil
                        }
                    let state = passthrough == .disabled ? "off" : "on"
                    output.element("passthrough", ["state": state, "mode": mode])
                }
            }
            if let relaxed = guest.features.msrRelaxed {
                output.element("msrs", ["unknown": relaxed ? "ignore" : "fault"])
            }
        }
    }
}
