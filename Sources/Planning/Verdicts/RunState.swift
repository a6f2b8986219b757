import GuestModel
import Observing

/// Whether a domain is paused, as one more thing that a plan can change of it.
extension FieldChange {
    /// From running to paused, or back.
    static func runState(pauses: Bool) -> FieldChange {
        let (running, paused) = (FieldValue.string("running"), FieldValue.string("paused"))
        return FieldChange(field: .runState, old: pauses ? running : paused, new: pauses ? paused : running)
    }
}

extension Verdict {
    /// What a change of the run state takes.
    static func ofRunState(_ change: FieldChange) -> Verdict {
        change == .runState(pauses: true)
            ? Verdict(.live(.pause), "a domain can be paused at any time")
            : Verdict(.live(.unpause), "a paused domain can run on at any time")
    }
}

extension GuestRecord {
    /// Whether this domain is what is left of making the guest for the first time: nobody has ever run in it, or before it.
    func neverRan(in domain: ObservedDomain) -> Bool {
        cutShort(at: domain) != nil && self.domain == nil && self.origin == .created && self.generation <= 1
            && self.intent == .running
            && self.settled == nil && self.booted == nil && self.saved == nil
    }

    /// What a run was cut short in that has left this domain paused, as a sentence; nil when it was made whole.
    func cutShort(at domain: ObservedDomain) -> String? {
        guard self.nonce != nil, domain.state == .paused else { return nil }
        if self.domain == nil { return "its creation was cut short before it ran" }
        return domain.isUnknownToXenstore ? "the end of domain \(domain.domid) was cut short" : nil
    }
}
