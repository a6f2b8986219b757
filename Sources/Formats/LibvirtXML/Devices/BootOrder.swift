import FormatSupport
import GuestModel

/// `boot` in a device: its place in the order in which devices are tried.
///
/// libxl is told kinds of devices, not devices: of each kind, the guest tries the first.
enum BootOrder {
    /// A device that has a place in the order.
    struct Entry {
        var place: UInt32
        /// The letter that libxl has for its kind.
        var letter: Character
        var value: Value
    }

    static func read(_ device: Element, _ letter: Character, into draft: inout DomainDraft) {
        guard let value = device.child("boot")?.attribute("order") else { return }
        guard draft.kind == .hvm else {
            return value.note(
                .warning, .meaningless, "a \(draft.kind.rawValue) guest boots what <os> names, not a device")
        }
        guard let place = value.number(in: UInt32(1)...UInt32.max) else { return }
        draft.bootOrder.append(Entry(place: place, letter: letter, value: value))
    }

    /// Puts together what the devices say.
    static func settle(_ domain: Element, into draft: inout DomainDraft) {
        guard let first = draft.bootOrder.first else { return }
        if domain.child("os")?.children("boot").isEmpty == false {
            return first.value.note(
                .error, .conflict, "a device's own place in the order does not go with <boot> in <os>: keep one of them"
            )
        }
        var letters = ""
        for entry in draft.bootOrder.sorted(by: { $0.place < $1.place }) {
            if letters.contains(entry.letter) {
                entry.value.note(
                    .note, .unsupported, "libxl knows the order of kinds alone: of each, the guest tries the first")
            } else {
                letters.append(entry.letter)
            }
        }
        draft.hvm.bootOrder = letters
    }
}
