import FormatSupport
import GuestModel

/// Finds out what a text in one of xend's formats does not say of a guest, from what it says when it is read back.
package struct XendLosses {
    /// As the format is called in reasons: `xm`.
    let format: String

    package init(in format: String) { self.format = format }

    /// What is lost on the way from a document to what was read of its text.
    package func between(_ document: GuestDocument, and back: GuestDocument) -> [WriteResult.Loss] {
        var before = document.configuration
        var after = back.configuration
        before.spellOutXendsDefaults()
        after.spellOutXendsDefaults()
        let changes = before.changes(to: after).filter { !isContributed($0) }
        var extras = document.extras
        if extras.description == back.extras.description || extras.description == "" { extras.description = nil }
        extras.shareableDisks.subtract(back.extras.shareableDisks)
        let annotations = document.annotations.filter { annotation in
            !back.annotations.contains { $0.key == annotation.key && $0.value == annotation.value }
        }
        return changes.map(loss) + extras.losses(in: format)
            + annotations.map { .init(place: $0.key, value: $0.value, reason: "\(format) has no place for it") }
    }

    /// What xl.conf says comes in by itself where the guest leaves it open.
    private func isContributed(_ change: FieldChange) -> Bool {
        let byHost = [
            "memory.claimMode", "limits.grantFrames", "limits.maptrackFrames", "limits.grantVersion", "boot.firstDisk",
            "nics.script", "nics.bridge", "nics.gatewayDevice", "nics.backendDomain",
        ]
        return change.old == nil && byHost.contains(change.field.name)
    }

    private func loss(_ change: FieldChange) -> WriteResult.Loss {
        let value = change.old.map { change.field.text(of: $0) } ?? "not set"
        return .init(place: change.place, value: value, reason: reason(change))
    }

    private func reason(_ change: FieldChange) -> String {
        if change.isWholeDevice { return "\(format) cannot describe such a device" }
        if change.field.unit == .kibibytes, change.new != nil { return "\(format) counts memory in MiB" }
        guard let new = change.new else { return "\(format) has no word for it" }
        return "\(format) says \(change.field.text(of: new)) in its place"
    }
}
