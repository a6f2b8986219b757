import GuestModel
import LibxlJSON
import Observing

extension WantedGuest {
    /// What the record should follow: another file, or other words for the same guest. A digest stands only for a definition
    /// that has been carried out whole.
    func followed(_ record: GuestRecord) -> GuestRecord? {
        var followed = record
        noteFacts(in: &followed)
        if domain?.state == .running { followed.shutDown = nil }
        // It was asked to shut down, and runs on as its definition wants it.
        if domain?.state == .running {
            switch record.intent {
            // It may still shut down, as it was asked to.
            case .replacing where record.intent.isExpected(at: input.now): break
            case .replacing, .ended, .stopped(_, .host, _), .stopped(_, .policy, _): followed.intent = .running
            case .running, .stopped(_, .hand, _): break
            }
        }
        switch domain?.state {
        case .running where policy.state != .paused: followed.isKeptPaused = false
        case .paused where policy.state == .paused: followed.isKeptPaused = true
        default: break
        }
        // The same in other words, or seen by another version: the next look need not take it apart.
        if case .known(let seen)? = domain?.configuration, !record.isSettled(on: seen), record.settled != nil,
            seen.configuration == record.settled || isWithoutDrift(record, seen)
        {
            followed.settle(on: seen)
        }
        followed.source = definition.file
        if let document = definition.document { followed.sharedDisks = document.extras.shareableDisks }
        // Nothing else tells what it is called now; a domain is renamed.
        if domain == nil { followed.name = name }
        let digest = definition.mustBeRead ? nil : definition.digest
        if record.source != definition.file || record.digest != digest {
            followed.digest = isCarriedOut(record) ? digest : nil
        }
        return followed == remembered ? nil : followed
    }

    /// What is true from now on: protection outlives the definition, hands are off also while that cannot be had, and the guest is this
    /// directory's.
    func noteFacts(in record: inout GuestRecord) {
        if policy.isProtected { record.isProtected = true }
        record.isLeftAlone = policy.isSuspended
        // What was seen of a domain that another one has followed, or that runs again, is over.
        if let seen = record.shutDown, let domain, domain.domid != seen.domid || domain.state == .running {
            record.shutDown = nil
        }
        // It has moved here, and is this directory's to prune.
        if let here = input.directory, input.otherHome(of: record) != nil { record.directory = here }
        // Where saving it was cut short there is nothing that it could go on from, and whoever suspends it next is somebody else.
        if record.saved != nil, !record.isSaved, domain?.state == .running { record.saved = nil }
    }

    private func isWithoutDrift(_ record: GuestRecord, _ seen: SeenConfiguration) -> Bool {
        guard let observed = try? seen.configuration.decoded() else { return false }
        let drift = try? record.drift(of: observed, defaultCPUPool: input.observation.host.defaultCPUPool)
        return drift?.isEmpty ?? false
    }

    private func isCarriedOut(_ record: GuestRecord) -> Bool {
        guard let document = definition.document else { return true }
        guard let given = try? record.given.decoded() else { return false }
        return document.configuration.completed(from: given, uuid: record.uuid) == given
    }
}
