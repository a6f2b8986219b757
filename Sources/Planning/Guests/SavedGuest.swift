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

    /// Whether its saved memory is older than its disks: a domain of its uuid has run since, or one of somebody else's that writes one of
    /// them. No other guest of xenward's gets them.
    func isSpoilt(by domains: [ObservedDomain], remembering records: [GuestRecord]) -> Bool {
        let possessions = (try? asBuilt.decoded())?.possessions(sharing: sharedDisks) ?? []
        let disks = possessions.filter { !$0.isShared && $0.possession.isDisk }.map(\.possession)
        return domains.contains { other in
            switch other.state {
            case .running: if other.uuid == uuid { return true }
            // What saving its memory has left, or somebody has suspended, has not gone on; nor has what crashed before and is kept.
            case .shutDown(let reason) where reason != .suspend && other.nonce == nil: break
            case .paused, .shutDown, .dying: return false
            }
            guard other.nonce == nil else { return false }
            return other.uuid == uuid || !other.possessions(remembering: records).isDisjoint(with: disks)
        }
    }

    /// Whether its domain is what saving its memory has left: suspended, by xenward.
    func leftSuspended(_ domain: ObservedDomain) -> Bool { saved != nil && domain.state == .shutDown(.suspend) }
}

extension PlannedAction {
    /// What helps a guest that cannot go on from its saved memory.
    public static func wayOutOfMemory(of guest: String) -> String {
        "\"xenward start --afresh \(guest)\" starts it without what was in its memory"
    }

    /// This action with the guest as it was when its memory was saved, to go on from there; itself where none was.
    ///
    /// Only a guest with the same devices and the same vcpus can. What its definition says by now comes once it runs.
    func goingOn(from record: GuestRecord) -> Self {
        guard let saved = record.saved, let completed = saved.completed, var target = builds,
            let before = try? record.asBuilt.decoded()
        else { return self }
        let isChanged = target.configuration != before
        target = target.asItWas(before, by: record)
        target.savedMemory = saved.path
        var action = self
        action.work = work.building(target)
        action.reason +=
            "; it goes on from its memory, saved at \(completed)"
            + (isChanged ? ", and what its definition says by now comes after that" : "")
        return action
    }
}

extension PlannedAction.Work {
    /// The same work with another guest at its end; itself where it builds none.
    func building(_ target: PlannedAction.Target) -> Self {
        switch self {
        case .create: .create(target)
        case .replace(let domain, let ending, _): .replace(domain, ending, target)
        case .adopt, .update, .resume, .softReset, .end, .stop, .remove, .forget, .nothing: self
        }
    }
}
