import FormatSupport
import GuestModel

/// What a text does not say of the guest it was written from.
enum WritingLosses {
    /// Reads the text back, and compares.
    static func find(_ original: GuestDocument, in text: String) -> [WriteResult.Loss] {
        let result = LibvirtXMLReader().read(Array(text.utf8), file: "")
        guard let copy = result.document else {
            return result.diagnostics.filter { $0.severity == .error }.map {
                WriteResult.Loss(
                    place: "domain", value: "\"\(original.configuration.name)\"",
                    reason: "libvirt's domain XML cannot say it: \($0.message)")
            }
        }
        var before = original.configuration
        var after = copy.configuration
        before.forgetWhatGoesWithoutSaying()
        after.forgetWhatGoesWithoutSaying()
        return before.changes(to: after).map(loss) + extras(original.extras, copy.extras)
            + annotations(original.annotations, copy.annotations)
    }

    private static func loss(_ change: FieldChange) -> WriteResult.Loss {
        let old = change.old.map { change.field.text(of: $0) }
        let new = change.new.map { change.field.text(of: $0) }
        if let old, change.new == nil {
            return .init(place: change.place, value: old, reason: reason(change.field))
        }
        return .init(
            place: change.place, value: old ?? "none",
            reason: "libvirt's domain XML says \(new ?? "nothing") in its place")
    }

    /// Libvirt has words for these, which are not written yet.
    private static let unwritten = ["p9Filesystems", "vtpms", "clock.timerMode", "usbDevices.controller"]

    private static func reason(_ field: Field) -> String {
        unwritten.contains { field.name == $0 || field.name.hasPrefix($0 + ".") }
            ? "it is not written by this version of xenward" : "libvirt's domain XML has no word for it"
    }

    private static func extras(_ old: GuestDocument.Extras, _ new: GuestDocument.Extras) -> [WriteResult.Loss] {
        [("title", old.title, new.title), ("description", old.description, new.description)].compactMap {
            place, old, new in
            guard let old, old != new, !(old.isEmpty && new == nil) else { return nil }
            return .init(place: place, value: "\"\(old)\"", reason: "it holds characters that XML cannot")
        }
    }

    private static func annotations(
        _ old: [GuestDocument.Annotation], _ new: [GuestDocument.Annotation]
    ) -> [WriteResult.Loss] {
        let kept = Dictionary(grouping: new, by: \.key)
        return old.compactMap { annotation in
            // A key that is no name has been reported where it was left out.
            guard let values = kept[annotation.key], !values.contains(where: { $0.value == annotation.value }) else {
                return nil
            }
            return .init(
                place: annotation.key, value: annotation.value,
                reason: "it holds characters or blanks that XML cannot keep")
        }
    }
}

extension GuestConfiguration {
    /// Makes two guests that libxl treats alike compare alike.
    fileprivate mutating func forgetWhatGoesWithoutSaying() {
        spellOutDefaults()
        if deviceModel.version == .qemuXen { deviceModel.version = nil }
        if features.nestedHVM == false { features.nestedHVM = nil }
        if scheduling.weight == 256 { scheduling.weight = nil }
        if cpuPolicy.isEmpty { cpuPolicy = CPUPolicy() }
        if !vcpus.hardAffinityByVCPU.isEmpty, vcpus.numaPlacement == false { vcpus.numaPlacement = nil }
        for index in disks.indices {
            if disks[index].specification == .xen { disks[index].specification = nil }
            if disks[index].cdrom { disks[index].removable = true }
        }
        for index in nics.indices {
            let standard: NICType = type.kind == .hvm ? .vifIoemu : .vif
            if nics[index].type == standard { nics[index].type = nil }
            // libxl makes no emulated card of these, whatever model they name.
            if nics[index].type == .vif { nics[index].model = nil }
            if nics[index].devid == Int32(index) { nics[index].devid = nil }
        }
        for index in framebuffers.indices where framebuffers[index].vnc.listen == "127.0.0.1" {
            framebuffers[index].vnc.listen = nil
        }
        if case .hvm(var hvm) = type {
            if hvm.bios == .seabios { hvm.bios = nil }
            if hvm.vnc.listen == "127.0.0.1" { hvm.vnc.listen = nil }
            if hvm.vga == VGACard.none { hvm.noGraphics = true }
            type = .hvm(hvm)
        }
    }
}
