import GuestModel
import LibxlJSON
import Observing

/// Decides about a guest whose domain runs or is paused.
struct RunningGuest {
    let domain: ObservedDomain
    let record: GuestRecord
    /// What the author asked for before.
    let given: GuestConfiguration
    /// What the author asks for now.
    let desired: PlannedAction.Target
    let options: PlanOptions

    /// What the domain was made from, with the live changes since.
    private var booted: GuestConfiguration { record.booted.flatMap { try? $0.decoded() } ?? given }

    var outcome: GuestOutcome {
        let booted = booted
        if record.domain == nil, domain.state == .paused { return GuestOutcome(action: rebuilding) }
        let limits = record.domain?.limits ?? GuestRecord.Limits(booted)
        let verdicts = Verdicts(
            booted: booted, limits: limits, desired: desired.configuration, isWatched: record.isWatched)
        // A restart makes what waits for the next boot, too; going back to what runs needs none.
        let restarts = options.allowsRestart && booted != desired.configuration
        let author = (restarts ? booted : given).changes(to: desired.configuration)
        var changes = author.map { PlannedChange($0, .author, verdicts.verdict(for: $0)) }
        var remarks: [Plan.Remark] = []
        switch drift {
        case .success(let drifted):
            let places = Set(author.map(\.place))
            // A device that its author changed comes as it should be, even when somebody took it away.
            let changed = Set(author.filter { !$0.isWholeDevice }.compactMap(\.wholePlace))
            changes += drifted.filter { drift in
                !places.contains(drift.place) && !changed.contains(drift.place)
                    && !places.contains(drift.wholePlace ?? drift.place)
            }
            .map { PlannedChange($0, .drift, verdicts.verdict(for: $0)) }
        case .failure(let problem): remarks.append(remark(problem.reason))
        }
        if !options.allowsRestart {
            let waiting = booted.changes(to: given).filter { change in !author.contains { $0.place == change.place } }
            if !waiting.isEmpty {
                remarks.append(remark("waits for its next boot: \(waiting.map(\.description).joined(separator: ", "))"))
            }
        }
        if changes.isEmpty, record.settled == nil, case .known = domain.configuration {
            return GuestOutcome(action: finishing, remarks: remarks)
        }
        return GuestOutcome(action: changes.isEmpty ? nil : action(for: changes), remarks: remarks)
    }

    /// What somebody else changed, each with the value it should go back to.
    private var drift: Result<[FieldChange], DriftUnknown> {
        var changes: [FieldChange] = []
        if domain.state == .paused {
            changes.append(FieldChange(field: .runState, old: .string("paused"), new: .string("running")))
        }
        guard let settled = record.settled else { return .success(changes) }
        switch domain.configuration {
        case .unknown(let reason):
            return .failure(DriftUnknown(reason: "its configuration cannot be had: \(reason)"))
        case .known(let seen):
            if record.isSettled(on: seen) { return .success(changes) }
            let observed = seen.configuration
            do throws(ConfigurationTextError) {
                return .success(changes + (try observed.decoded().changes(to: settled.decoded())))
            } catch {
                return .failure(DriftUnknown(reason: "its configuration cannot be compared: \(error)"))
            }
        }
    }

    /// Whether the change makes a restart that is allowed worth while; going back to what still runs needs none.
    private func needsRestart(_ verdict: Verdict) -> Bool {
        switch verdict.effect {
        case .restart, .recreate: true
        case .nextBoot: booted != desired.configuration
        case .live, .forbidden: false
        }
    }

    private func action(for changes: [PlannedChange]) -> PlannedAction {
        var changes = changes
        let wait = changes.filter { !$0.verdict.isPossibleNow(options) }
        let replaces = options.allowsRestart && wait.isEmpty && changes.contains { needsRestart($0.verdict) }
        for index in changes.indices {
            changes[index].isMade = replaces || changes[index].verdict.isPossibleNow(options)
        }
        if replaces {
            let kind = max(.restart, changes.map(\.verdict.kind).max() ?? .restart)
            return action(kind, reason(changes), changes, .replace(domain.reference, .init(asksGuest: true), desired))
        }
        if let first = wait.first {
            let advice = first.verdict.effect == .forbidden ? "" : "; --allow-restart permits it"
            let reason = "\(first.change.place) needs a restart: \(first.verdict.reason)\(advice)"
            let isIdle = wait.count == changes.count
            return action(.blocked, reason, changes, isIdle ? .nothing : .update(domain.reference, desired))
        }
        let kind = changes.map(\.verdict.kind).max() ?? .live
        return action(kind, reason(changes), changes, .update(domain.reference, desired))
    }

    /// A domain that was about to be built when a run was cut short. It never ran, and nobody knows what it lacks.
    private var rebuilding: PlannedAction {
        action(
            .restart, "its creation was cut short before it ran", [],
            .replace(domain.reference, PlannedAction.Ending(), desired))
    }

    /// A domain that was built and that nobody looked at since: a run was cut short.
    private var finishing: PlannedAction {
        action(.live, "its creation was cut short", [], .update(domain.reference, desired))
    }

    private func reason(_ changes: [PlannedChange]) -> String {
        let author = changes.contains { $0.cause == .author }
        let drift = changes.contains { $0.cause == .drift }
        let edited = "\(desired.source) has changed"
        let drifted = "somebody changed the running domain"
        return author && drift ? "\(edited), and \(drifted)" : author ? edited : drifted
    }

    private func action(
        _ kind: PlannedAction.Kind, _ reason: String, _ changes: [PlannedChange], _ work: PlannedAction.Work
    ) -> PlannedAction {
        PlannedAction(
            guest: desired.configuration.name, uuid: record.uuid, kind: kind, reason: reason, changes: changes,
            work: work)
    }

    private func remark(_ text: String) -> Plan.Remark { .init(guest: desired.configuration.name, text: text) }
}

/// Whether somebody changed the domain cannot be told.
private struct DriftUnknown: Error {
    var reason: String
}

extension PlannedChange {
    fileprivate init(_ change: FieldChange, _ cause: Cause, _ verdict: Verdict) {
        self.init(change: change, cause: cause, verdict: verdict, isMade: false)
    }
}

extension Verdict {
    /// Whether the change can be made, or recorded for the next boot, within what is allowed.
    fileprivate func isPossibleNow(_ options: PlanOptions) -> Bool {
        switch effect {
        case .live, .nextBoot: true
        case .restart, .recreate: options.allowsRestart
        case .forbidden: false
        }
    }
}

extension PlannedAction.Kind: Comparable {
    /// From harmless to grave.
    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
