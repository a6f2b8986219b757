import FormatSupport

/// The fields behind every element and attribute of libvirt's domain XML that is read, as paths below `<domain>`:
/// `devices/disk/target@dev`.
public enum ElementLinks {
    /// Those of the guest itself, then those of its devices, each in the order of its table.
    public static let all: [FieldLink] = FieldLink.table(guest) + FieldLink.table(devices)

    /// What becomes of an element or attribute that decides about nothing; nil for one that libvirt does not have, or that does.
    public static func remark(on path: String) -> String? {
        let parts = path.split(separator: "@", maxSplits: 1).map(String.init)
        let elements = ["domain"] + (parts.first ?? "").split(separator: "/").map(String.init)
        guard let element = elements.last else { return nil }
        let meaning: Vocabulary.Meaning? =
            if parts.count == 2 {
                Vocabulary.meaning(ofAttribute: parts[1], of: element)
            } else if elements.count > 1 {
                Vocabulary.meaning(ofElement: element, in: elements[elements.count - 2])
            } else {
                nil
            }
        return switch meaning {
        case .meaningless: "it has no meaning on Xen"
        case .silent: "it is libvirt's own and has no effect on Xen"
        case .used, nil: nil
        }
    }
}
