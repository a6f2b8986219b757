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
        return original.configuration.changes(to: copy.configuration).map(loss)
            + extras(original.extras, copy.extras) + annotations(original.annotations, copy.annotations)
    }

    private static func loss(_ change: FieldChange) -> WriteResult.Loss {
        let old = change.old.map { change.field.text(of: $0) }
        let new = change.new.map { change.field.text(of: $0) }
        if let old, change.new == nil {
            return .init(
                place: change.place, value: old, reason: "neither libvirt's domain XML nor its metadata can say it")
        }
        return .init(
            place: change.place, value: old ?? "none",
            reason: "libvirt's domain XML says \(new ?? "nothing") in its place")
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
