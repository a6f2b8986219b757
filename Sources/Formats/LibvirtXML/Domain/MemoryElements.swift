import FormatSupport
import GuestModel

/// `memory`, the most that the guest can have, and `currentMemory`, what it is given.
enum MemoryElements {
    static func read(_ domain: Element, into draft: inout DomainDraft) {
        if let tuning = domain.child("memtune") {
            tuning.dismiss(
                .error, .unsupported,
                "Xen has no <memtune>: a guest has <currentMemory>, and <memory> at the most; take it out")
        }
        let maximum = domain.child("memory")
        let current = domain.child("currentMemory")
        draft.guest.memory.maximum = maximum?.kibibytes
        draft.guest.memory.target = current.map(\.kibibytes) ?? draft.guest.memory.maximum
        if let place = (current ?? maximum)?.place { domain.reading.remember(.memory, at: place) }
        if let place = maximum?.place { domain.reading.remember(.maximumMemory, at: place) }
        if maximum == nil, draft.guest.virtualNodes.isEmpty { domain.lacks("a <memory>") }
    }

    /// Cells of memory add up to the memory of a guest for which nothing else is said.
    static func settle(_ domain: Element, _ draft: inout DomainDraft) {
        guard let total = draft.guest.virtualNodes.memory else { return }
        guard let maximum = draft.guest.memory.maximum else {
            draft.guest.memory.maximum = total
            draft.guest.memory.target = draft.guest.memory.target ?? total
            return
        }
        if maximum != total {
            domain.reading.report(
                .warning, .conflict, at: domain.reading.cellsPlace ?? domain.place,
                "the cells have \(total) KiB together, <memory> says \(maximum) KiB: Xen wants the same")
        }
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        if let maximum = guest.memory.maximum { output.element("memory", ["unit": "KiB"], text: "\(maximum)") }
        if let target = guest.memory.target { output.element("currentMemory", ["unit": "KiB"], text: "\(target)") }
    }
}
