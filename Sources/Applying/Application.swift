import GuestModel
import Host
import Planning

/// Carries plans out: the one place with effects, and it has them through ``Host`` alone.
public struct Application: Sendable {
    let host: any Host
    let surroundings: Surroundings

    /// - Parameters:
    ///   - host: where the guests are.
    ///   - surroundings: what else an effect depends on.
    public init(host: any Host, surroundings: Surroundings) {
        self.host = host
        self.surroundings = surroundings
    }

    /// Does everything that the plan says, and records it guest by guest: what is to be built or ended before it is begun, and
    /// everything once it is done.
    ///
    /// A guest that fails does not stop the others; a state that cannot be written stops everything, since what is not
    /// recorded must not be done.
    ///
    /// - Parameters:
    ///   - plan: from ``Plan/make(_:)``, with the requirements answered.
    ///   - state: what the plan was made from.
    ///   - observation: what the plan was made from, too.
    ///   - directory: the real path of the definitions directory, to be remembered with the guests.
    ///   - latecomers: whom else something is done for, as long as the plan is under way; none of its guests is among them.
    ///   - progress: told of every action before it is begun, and after it ended and was recorded.
    public func carryOut(
        _ plan: Plan, state: RecordedState, on observation: HostObservation, from directory: String? = nil,
        latecomers: Latecomers? = nil, progress: @escaping @Sendable (ApplyProgress) -> Void = { _ in }
    ) async -> ApplyReport {
        let notebook = Notebook(state, save: surroundings.save)
        var work = GuestWork(
            host: host, notebook: notebook, information: observation.host, directory: directory,
            surroundings: surroundings, progress: progress)
        var report = ApplyReport()
        var turns = plan.turns[...]
        var meanwhile: Task<TurnEnd, Never>?
        do throws(RecordingError) {
            let noted = Set(plan.bookkeeping.map(\.uuid))
            let without = plan.spoiltMemory.map(\.record).filter { !noted.contains($0.uuid) }
            try await notebook.follow(plan.bookkeeping + without, in: plan.adoptsDirectory ? directory : nil)
            for memory in plan.spoiltMemory { await work.removeMemory(at: memory.path) }
            await giveUpNames(for: plan)
            work.beforeExchange = await exchangeDevices(for: plan, remembering: state.guests)
            if let latecomers {
                meanwhile = Task { [work] in await attend(to: latecomers, work) }
            }
            while !surroundings.isInterrupted(), let turn = turns.popFirst() {
                let end = await carryOut(turn, work)
                report.outcomes += end.done
                if let error = end.failure { throw error }
            }
        } catch {
            report.recordingFailure = error.reason
        }
        latecomers?.end()
        if let end = await meanwhile?.value {
            report.meanwhile = end.done
            report.recordingFailure = report.recordingFailure ?? end.failure?.reason
        }
        report.outcomes += turns.joined().map { .init(action: $0, result: .notReached) }
        report.outcomes.sort { $0.action.guest < $1.action.guest }
        report.state = await notebook.state
        return report
    }
}

extension Application {
    /// What became of actions, and why no more of them could be recorded.
    private typealias TurnEnd = (done: [ApplyReport.Outcome], failure: RecordingError?)

    /// Carries out actions of which none waits for another.
    private func carryOut(_ turn: [PlannedAction], _ work: GuestWork) async -> TurnEnd {
        let records = await work.notebook.state.guests
        let present = await domains(before: turn)
        return await sideBySide(turn) { action throws(RecordingError) in
            if case .nothing = action.work { return .blocked }
            if let failure = await work.notebook.failure { throw failure }
            work.progress(.begun(action))
            let result =
                if let reason = obstacle(to: action, among: present, remembering: records) {
                    try await comeBack(action, since: reason, among: present, remembering: records, work)
                } else {
                    try await work.carryOut(action)
                }
            let domain = await work.notebook.guest(named: action.guest)?.domain
            work.progress(.ended(action, result, domid: domain?.domid ?? action.domid))
            return result
        }
    }

    /// Has a guest that has ended by itself come back as it was, where its definition cannot be followed just now: it is not left off
    /// for that. Any other is left as it is.
    private func comeBack(
        _ action: PlannedAction, since reason: String, among present: Result<[ObservedDomain], HostError>,
        remembering records: [GuestRecord], _ work: GuestWork
    ) async throws(RecordingError) -> ApplyReport.Result {
        // Where nobody knows what is there, nothing is ended for it.
        guard let back = action.comingBack(since: reason), back.builds != nil || present.isSuccess,
            obstacle(to: back, among: present, remembering: records) == nil
        else { return .failed([reason], changedSomething: false) }
        return switch try await work.carryOut(back) {
        case .done:
            .failed(
                [reason, back.builds == nil ? "it stays off" : "it has come back as it was"], changedSomething: true)
        case .failed(let reasons, let changedSomething):
            .failed([reason] + reasons, changedSomething: changedSomething)
        case .blocked, .notReached: .failed([reason], changedSomething: false)
        }
    }

    /// Does what there is to do for guests that end while the run is under way, until nobody comes any more.
    private func attend(to latecomers: Latecomers, _ work: GuestWork) async -> TurnEnd {
        var done: [ApplyReport.Outcome] = []
        while let plan = await latecomers.next() {
            do throws(RecordingError) {
                try await work.notebook.follow(plan.bookkeeping, in: nil)
            } catch {
                return (done, error)
            }
            for turn in plan.turns where !surroundings.isInterrupted() {
                let end = await carryOut(turn, work)
                done += end.done
                if let failure = end.failure { return (done, failure) }
            }
        }
        return (done, nil)
    }

    /// Carries out actions side by side, so many at once as is allowed.
    ///
    /// When the state cannot be written, or the run is interrupted, what is under way ends, and nothing more is begun.
    private func sideBySide(
        _ actions: [PlannedAction],
        _ carryOut: @escaping @Sendable (PlannedAction) async throws(RecordingError) -> ApplyReport.Result
    ) async -> TurnEnd {
        await withTaskGroup(of: (PlannedAction, Result<ApplyReport.Result, RecordingError>).self) { group in
            var rest = actions[...]
            var done: [ApplyReport.Outcome] = []
            var failure: RecordingError?
            func begin() {
                guard failure == nil, !surroundings.isInterrupted(), let action = rest.popFirst() else { return }
                group.addTask {
                    do throws(RecordingError) {
                        return (action, .success(try await carryOut(action)))
                    } catch {
                        return (action, .failure(error))
                    }
                }
            }
            for _ in 0..<max(1, surroundings.parallelism) { begin() }
            while let (action, result) = await group.next() {
                switch result {
                case .success(let result): done.append(.init(action: action, result: result))
                case .failure(let error):
                    failure = error
                    done.append(.init(action: action, result: action.resultUnrecorded))
                }
                begin()
            }
            done += rest.map { .init(action: $0, result: $0.work == .nothing ? .blocked : .notReached) }
            return (done, failure)
        }
    }

    /// All domains as they are once the turns before have been carried out, where this turn builds a guest with anything
    /// that no second one may have. A guest of ours may have got it from somebody else, so all are looked at.
    private func domains(before turn: [PlannedAction]) async -> Result<[ObservedDomain], HostError> {
        guard turn.contains(where: { $0.builds?.configuration.possessions().isEmpty == false }) else {
            return .success([])
        }
        do throws(HostError) { return .success(try await host.observe().domains) } catch { return .failure(error) }
    }

    /// Why a guest cannot be built although the plan says so: a domain has its disk that was to be without it by now, or
    /// that nobody had thought of.
    private func obstacle(
        to action: PlannedAction, among present: Result<[ObservedDomain], HostError>,
        remembering records: [GuestRecord]
    ) -> String? {
        guard let target = action.builds else { return nil }
        switch present {
        case .success(let domains):
            let occupation = Occupation(
                inTheWayOf: action.uuid, of: action.takesThePlaceOf, among: domains, remembering: records,
                of: Mention(of: [action], remembering: records))
            return occupation.obstacle(to: target)
        case .failure(let error): return error.description
        }
    }
}

extension PlannedAction {
    /// How it ends when the state cannot be written. All but the changes of a running domain are recorded before they are made.
    fileprivate var resultUnrecorded: ApplyReport.Result {
        guard case .update = work else { return .notReached }
        let reason = "the state could not be written while it was under way; the next run looks at what came of it"
        return .failed([reason], changedSomething: false)
    }
}

extension Plan {
    /// Whether it makes guests of its directory's definitions, so that the state belongs to that directory from now on.
    fileprivate var adoptsDirectory: Bool { actions.contains { $0.kind == .create || $0.kind == .adopt } }
}

extension Result {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
