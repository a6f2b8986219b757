import GuestModel
import Observing

/// What becomes of guests whose memory was saved, or was about to be.
extension GuestRecord {
    /// All of its memory is in a file, and it has not run since.
    public var isSaved: Bool { self.saved?.completed != nil }

    /// What is left of it while it has no domain, as a sentence.
    var rest: String {
        isSaved ? "it does not run; its saved memory stays in \(self.saved?.path ?? "")" : "it does not run"
    }

    /// The domain by which its saved memory has become older than its disks: one of its uuid has run since, or another writes one of them.
    /// Nil where none has.
    ///
    /// - Parameter completed: when it was saved.
    fileprivate func spoiler(
        among domains: [ObservedDomain], of completed: Timestamp, remembering records: [GuestRecord]
    ) -> ObservedDomain? {
        let possessions = (try? asBuilt.decoded())?.possessions(sharing: self.sharedDisks) ?? []
        let disks = possessions.filter { !$0.isShared && $0.possession.isDisk }.map(\.possession)
        return domains.first { other in
            switch other.state {
            case .running: break
            // What saving its memory has left, or somebody has suspended, has not gone on; nor has what crashed before and is kept.
            case .shutDown(let reason)
            where reason != .suspend && !(other.uuid == self.uuid && other.isKept(under: self.name)):
                break
            case .paused, .shutDown, .dying: return false
            }
            if other.uuid == self.uuid { return other.state == .running || other.nonce == nil }
            // What a guest of ours has left for a look, and with which nothing was done since, is older than this.
            if other.state.isShutDown, let owner = records.first(where: { $0.uuid == other.uuid }),
                owner.changed < completed || other.isKept(under: owner.name)
            {
                return false
            }
            return !other.possessions(remembering: records).isDisjoint(with: disks)
        }
    }

    /// Whether its domain is what saving its memory has left: suspended, by xenward.
    func leftSuspended(_ domain: ObservedDomain) -> Bool { self.saved != nil && domain.state == .shutDown(.suspend) }
}

/// Memory of a guest that nobody may go on from any more: it is older than the guest's disks.
public struct SpoiltMemory: Sendable, Hashable {
    /// The guest as it is to be remembered: without it.
    public let record: GuestRecord
    /// The file that it is in.
    public let path: String
    /// Who has spoilt it, as a sentence without a full stop.
    let reason: String
}

extension PlanInput {
    /// The same without saved memory that is older than its guests' disks, and that memory.
    func givingSpoiltMemoryUp() -> (input: PlanInput, spoilt: [SpoiltMemory]) {
        var input = self
        var spoilt: [SpoiltMemory] = []
        for index in recorded.guests.indices where recorded.guests[index].isSaved {
            var record = recorded.guests[index]
            guard let saved = record.saved, let completed = saved.completed,
                let domain = record.spoiler(among: observation.domains, of: completed, remembering: recorded.guests)
            else { continue }
            let reason =
                domain.uuid == record.uuid && domain.state == .running
                ? "\(domain.words) has run since its memory was saved, which is good for nothing any more"
                : "its saved memory is good for nothing any more: \(domain.words) has had its disk since"
            record.saved = nil
            input.recorded.guests[index] = record
            spoilt.append(SpoiltMemory(record: record, path: saved.path, reason: reason))
        }
        return (input, spoilt)
    }
}

extension Plan {
    /// Adds saved memory that is given up, whatever else becomes of its guests.
    mutating func add(_ spoilt: [SpoiltMemory]) {
        remarks += spoilt.map { Remark(guest: $0.record.name, text: $0.reason) }
        spoiltMemory += spoilt
    }
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
