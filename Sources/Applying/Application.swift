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

    /// Does everything that the plan says, guest by guest, and records after each.
    ///
    /// A guest that fails does not stop the others; a state that cannot be written stops everything, since what is not
    /// recorded must not be done.
    ///
    /// - Parameters:
    ///   - plan: from ``Plan/make(_:)``, with the requirements answered.
    ///   - state: what the plan was made from.
    ///   - information: the host's own description of itself.
    ///   - directory: the real path of the definitions directory, to be remembered with the guests.
    ///   - progress: told of every action before it is begun and after it ended.
    public func carryOut(
        _ plan: Plan, state: RecordedState, on information: HostInformation, from directory: String? = nil,
        progress: @Sendable (ApplyProgress) -> Void = { _ in }
    ) async -> ApplyReport {
        let notebook = Notebook(state, save: surroundings.save)
        let work = GuestWork(host: host, notebook: notebook, information: information, surroundings: surroundings)
        var report = ApplyReport()
        // Domains that should have been gone by now.
        var staying: Set<Domid> = []
        let actions = plan.inOrder
        do throws(RecordingError) {
            try await notebook.follow(plan.bookkeeping, in: plan.adoptsDirectory ? directory : nil)
            for action in actions {
                if case .nothing = action.work {
                    report.outcomes.append(.init(action: action, result: .blocked))
                    continue
                }
                progress(.begun(action))
                let result =
                    if let reason = await obstacle(to: action, staying: staying) {
                        ApplyReport.Result.failed([reason], changedSomething: false)
                    } else {
                        try await work.carryOut(action)
                    }
                if let domid = action.removes, result != .done { staying.insert(domid) }
                report.outcomes.append(.init(action: action, result: result))
                progress(.ended(action, result))
            }
        } catch {
            report.recordingFailure = error.reason
            let done = report.outcomes.count
            report.outcomes += actions.dropFirst(done).map { .init(action: $0, result: .notReached) }
        }
        report.outcomes.sort { $0.action.guest < $1.action.guest }
        report.state = await notebook.state
        return report
    }
}

extension Application {
    /// Why a guest cannot be built although the plan says so: a domain that the plan removes has stayed, and has its disk.
    private func obstacle(to action: PlannedAction, staying: Set<Domid>) async -> String? {
        guard !staying.isEmpty, let target = action.builds else { return nil }
        do throws(HostError) {
            let domains = try await host.observe().domains
            return Occupation(by: domains.filter { staying.contains($0.domid) }).obstacle(to: target)
        } catch {
            return error.description
        }
    }
}

/// What an effect depends on besides the host. Tests put their own here.
public struct Surroundings: Sendable {
    /// Makes the state last. What it throws ends the run.
    public var save: @Sendable (RecordedState) async throws -> Void
    public var now: @Sendable () -> Timestamp
    /// Random bits, for uuids, MACs and nonces.
    public var random: @Sendable () -> UInt64
    /// How long a guest may take to shut down.
    public var shutdownDeadline: Duration
    /// Lets time pass.
    public var wait: @Sendable (Duration) async -> Void

    public init(
        save: @escaping @Sendable (RecordedState) async throws -> Void, now: @escaping @Sendable () -> Timestamp,
        random: @escaping @Sendable () -> UInt64 = {
            var generator = SystemRandomNumberGenerator()
            return generator.next()
        },
        shutdownDeadline: Duration = .seconds(60),
        wait: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.save = save
        self.now = now
        self.random = random
        self.shutdownDeadline = shutdownDeadline
        self.wait = wait
    }
}

/// What a run tells while it goes on.
public enum ApplyProgress: Sendable {
    case begun(PlannedAction)
    case ended(PlannedAction, ApplyReport.Result)
}

extension Plan {
    /// Whether it makes guests of its directory's definitions, so that the state belongs to that directory from now on.
    fileprivate var adoptsDirectory: Bool { actions.contains { $0.kind == .create } }
}
