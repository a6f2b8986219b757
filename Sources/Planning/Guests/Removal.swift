import GuestModel
import Observing

/// Decides about guests that are remembered and that no definition wants.
struct Removal {
    let input: PlanInput
    /// Why nothing may be pruned at all, whatever was asked for.
    private let reasonToKeepAll: String?

    init(_ input: PlanInput) {
        self.input = input
        if input.definitions.isEmpty {
            let which = input.rejected.isEmpty ? "no definition at all" : "no definition that can be used"
            reasonToKeepAll = "the directory holds \(which), which prunes nothing"
        } else if let unknown = input.rejected.first(where: { file in
            // In the file that it had a guest is the one that it was. A name that has come to another file may be anybody's.
            guard let name = file.name else { return true }
            if input.definitions.contains(where: { $0.file == file.file }) { return false }
            return !input.recorded.guests.contains { $0.name == name && $0.source == file.file }
        }) {
            reasonToKeepAll = "\(unknown.file) cannot be used and may be its definition"
        } else {
            reasonToKeepAll = nil
        }
    }

    func outcome(for orphan: Matching.Orphan) -> GuestOutcome {
        var outcome = fate(of: orphan)
        // Protection outlives the policy, also where that came after the definition had gone.
        if input.policies[orphan.record.name].isProtected, !orphan.record.isProtected,
            input.otherHome(of: orphan.record) == nil
        {
            var record = outcome.bookkeeping ?? orphan.record
            record.isProtected = true
            outcome.bookkeeping = record
        }
        return outcome
    }

    private func fate(of orphan: Matching.Orphan) -> GuestOutcome {
        var outcome = decision(for: orphan)
        // Who is not taken away lives on, whatever the reason is that keeps it.
        if !outcome.takesAway, !isSuspended(orphan.record),
            let lives = UndefinedGuest(orphan, input: input)?.outcome ?? returningWithHost(orphan)
        {
            return lives
        }
        // When its definition comes back it has to be read again, beside what came in the meantime.
        if outcome.action == nil, orphan.record.digest != nil {
            outcome.bookkeeping = orphan.record
            outcome.bookkeeping?.digest = nil
        }
        return outcome
    }

    private func decision(for orphan: Matching.Orphan) -> GuestOutcome {
        let record = orphan.record
        if let file = input.rejectedDefinition(of: record)?.file {
            return remark(record, "unknown: \(file) cannot be used; nothing is done to it")
        }
        if let since = record.suspended { return remark(record, "no longer defined, and suspended since \(since)") }
        let policy = input.policies[record.name]
        if isSuspended(record) {
            return remark(record, "no longer defined, and suspended by its policy")
        }
        let neverRan = orphan.domain.map(record.neverRan) ?? false
        if let domain = orphan.domain, neverRan, !input.options.removesNothing, obstacle(record) == nil,
            input.otherHome(of: record) == nil, !policy.protects(record)
        {
            return planned(
                record, .destroy, "no longer defined, and its creation was cut short before it ran",
                .remove(domain.reference, record.uuid, policy.stopping))
        }
        let runs = orphan.domain.map { "domain \($0.domid) runs on" } ?? record.rest
        guard input.options.prunes || policy.prunes else {
            if let home = input.otherHome(of: record) {
                return remark(record, "not defined here; it comes from \(home), and \(runs)")
            }
            let hint =
                if policy.protects(record) {
                    "It is protected"
                } else if let obstacle = obstacle(record) {
                    "--prune would leave it: \(obstacle)"
                } else {
                    "--prune would \(orphan.domain == nil ? "forget" : "destroy") it"
                }
            return remark(record, "no longer defined; \(runs). \(hint)")
        }
        if input.options.removesNothing {
            return remark(record, "no longer defined, but the directory is just being written")
        }
        if let obstacle = obstacle(record) { return remark(record, "no longer defined, but \(obstacle)") }
        if let home = input.otherHome(of: record), let here = input.directory {
            return remark(record, "not defined here; it comes from \(home), and \(here) does not prune it")
        }
        if policy.protects(record) {
            return planned(record, .blocked, "no longer defined, but protected; unprotect it first", .nothing)
        }
        guard let domain = orphan.domain else {
            return planned(
                record, .forget, "no longer defined, and \(record.rest)", .forget(record.uuid))
        }
        if domain.state == .dying {
            return planned(
                record, .blocked, "domain \(domain.domid) is still being destroyed; try again in a moment", .nothing)
        }
        if domain.state == .shutDown(.suspend) {
            return planned(
                record, .blocked, "no longer defined, but domain \(domain.domid) is suspended and may be resumed",
                .nothing)
        }
        return planned(record, .destroy, "no longer defined", .remove(domain.reference, record.uuid, policy.stopping))
    }

    /// Why a directory that looks like this prunes nothing, or not this guest; nil where it may.
    private func obstacle(_ record: GuestRecord) -> String? {
        if let reason = stillDefined(record) { return reason }
        guard let folder = input.emptyFolder(of: record) else { return reasonToKeepAll }
        return "the folder \(folder) is empty, which prunes nothing; remove the folder too if its guests are to go"
    }

    /// Its file is still there, or another one has its name, and what that says may have been meant for this guest: a uuid of another one
    /// that was pasted, a name that is another one's.
    private func stillDefined(_ record: GuestRecord) -> String? {
        guard input.otherHome(of: record) == nil,
            let now = input.definitions.first(where: { definition in
                let isGuess = definition.document.map { $0.configuration.uuid == nil }
                // Of a file that was not read nobody knows whether it has a uuid.
                return definition.file == record.source && (isGuess ?? true || definition.name == record.name)
                    || isGuess ?? false && definition.name == record.name
            })
        else { return nil }
        return
            "\(now.file) makes another guest of \(now.name)\(now.uuid.map { " (\($0))" } ?? ""), which prunes nothing; this one is "
            + "\(record.uuid), by which a definition means it"
    }

    private func isSuspended(_ record: GuestRecord) -> Bool {
        record.suspended != nil || record.isLeftAlone || input.policies[record.name].isSuspended
    }

    private func planned(
        _ record: GuestRecord, _ kind: PlannedAction.Kind, _ reason: String, _ work: PlannedAction.Work
    ) -> GuestOutcome {
        GuestOutcome(
            action: PlannedAction(guest: record.name, uuid: record.uuid, kind: kind, reason: reason, work: work))
    }

    private func remark(_ record: GuestRecord, _ text: String) -> GuestOutcome {
        GuestOutcome(remarks: [.init(guest: record.name, text: text)])
    }
}

extension GuestOutcome {
    /// Whether the guest is no more afterwards.
    fileprivate var takesAway: Bool { action?.kind == .destroy || action?.kind == .forget }
}
