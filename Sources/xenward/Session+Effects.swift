import Applying
import Host
import Planning
import StateStore

extension Session {
    /// Carries a plan out, saves the state after every step, and keeps the journal and the history.
    ///
    /// A first Ctrl-C lets what is under way end, and begins nothing more.
    ///
    /// - Parameters:
    ///   - command: as it was typed.
    ///   - latecomers: guests for which something is done meanwhile.
    func carryOut(
        _ plan: Plan, as command: String, parallelism: Int = 1, latecomers: Latecomers? = nil, _ console: Console,
        progress: @escaping @Sendable (ApplyProgress) -> Void = { _ in }
    ) async -> ApplyReport {
        let store = store
        let log = plan.hasWork ? store.map { RunLog($0, command: command, directory: directory, at: Self.now) } : nil
        log?.begin()
        Interruption.begin()
        defer { Interruption.end() }
        let underWay = UnderWay()
        let watcher = Task { await Interruption.watch(console) { underWay.names } }
        defer { watcher.cancel() }
        var surroundings = Surroundings(
            save: { [recordsState] state in if recordsState { try store?.save(state) } }, now: { Self.now },
            parallelism: parallelism,
            isInterrupted: { Interruption.isRequested })
        if let store { surroundings.savedMemory = "\(store.directory)/saved" }
        let report = await Application(host: host, surroundings: surroundings)
            .carryOut(plan, state: recorded, on: observation, from: directory, latecomers: latecomers) { step in
                switch step {
                case .begun(let action): underWay.begin(action.guest)
                case .waits: break
                case .ended(let action, _, _): underWay.end(action.guest)
                }
                log?.note(step)
                progress(step)
            }
        if let problem = log?.end(report, at: Self.now) {
            console.warning("the history could not be written: \(problem)")
        }
        return report
    }

    /// The same directory, with the state as a run has left it and the host as it is now.
    func afterwards(_ report: ApplyReport) async throws -> Session {
        let observation: HostObservation
        do throws(HostError) {
            observation = try await host.observe()
        } catch {
            throw CommandError(message: "the host cannot be looked at: \(error)")
        }
        return Session(
            host: host, store: store, recorded: report.state ?? recorded, definitions: definitions, policies: policies,
            observation: observation, forgotten: forgotten, directory: directory)
    }
}
