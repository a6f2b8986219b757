import GuestModel
import Observing

/// What becomes of guests whose memory was saved, or was about to be.
extension GuestRecord {
    /// All of its memory is in a file, and it has not run since.
    public var isSaved: Bool { saved?.completed != nil }

    /// What is left of it while it has no domain, as a sentence.
    var rest: String {
        isSaved ? "it does not run; its saved memory stays in \(saved?.path ?? "")" : "it does not run"
    }

    /// Whether its domain is what saving its memory has left: suspended, by xenward.
    func leftSuspended(_ domain: ObservedDomain) -> Bool { saved != nil && domain.state == .shutDown(.suspend) }
}

extension PlannedAction.Target {
    /// The guest as it was when its memory was saved, to go on from there; itself where none was.
    ///
    /// Only a guest with the same devices and the same vcpus can. What its definition says by now comes once it runs.
    func goingOn(from record: GuestRecord) -> Self {
        guard let saved = record.saved, saved.completed != nil,
            let before = try? (record.booted ?? record.given).decoded()
        else { return self }
        var target = self
        target.configuration = before
        target.digest = nil
        target.savedMemory = saved.path
        return target
    }
}

extension PlannedAction {
    /// This action, with what it says of a guest that goes on from its saved memory.
    func telling(of record: GuestRecord) -> Self {
        guard builds?.savedMemory != nil, let completed = record.saved?.completed else { return self }
        var action = self
        action.reason += "; it goes on from its memory, saved at \(completed)"
        return action
    }
}
