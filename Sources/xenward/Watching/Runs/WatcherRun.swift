import Applying
import Glibc
import GuestModel
import Host
import Planning
import Policy
import StateStore
import Synchronization

/// One run of the watcher.
struct WatcherRun {
    let watcher: Watcher
    let connection: Connection
    var store: StateStore?
    var call: RunCall
    /// What the metrics are told of it.
    var figures: RunFigures

    /// Plans, and applies what there is to do. Nothing is locked or written where there is nothing.
    mutating func carryOut() async -> WatchedRun {
        do {
            if !call.isForGuestThatEnded {
                try Session.refuseLocked(store)
                let (look, plan) = try await planned()
                guard !plan.changesNothing else { return finish(nil, plan, look) }
            }
            let right = try RightToAct(store, ofWatcher: Watcher.purpose, watcher.console)
            let (session, sure) = try await planned()
            guard !sure.changesNothing else { return finish(nil, sure, session) }
            let lines = RunLines()
            let service = ServiceNotification()
            // A guest that takes as long to shut down as its policy lets it, or whose memory is large, is no sign of a watcher that
            // hangs.
            let patience = Patience()
            let sign = Task {
                while (try? await Task.sleep(for: service.rhythm)) != nil {
                    if patience.lasts { service.say("WATCHDOG=1") }
                }
            }
            let latecomers = lateGuests?.latecomers(besides: sure)
            let report = await figures.times.measure(.apply) { [watcher] in
                await session.carryOut(
                    sure, as: Watcher.purpose, parallelism: watcher.parallelism, latecomers: latecomers, watcher.console
                ) {
                    lines.note($0)
                    patience.note($0)
                    // Guests that take their time one after another are no sign of a watcher that hangs.
                    service.say("WATCHDOG=1")
                }.whole
            }
            sign.cancel()
            _ = consume right
            figures.count(report)
            await lookAgain(after: report, of: session)
            return finish(report, sure, session)
        } catch let error as CommandError {
            if error.status == ExitStatus.stateLocked { return .busy(error.message) }
            watcher.console.error(error.message)
            return .failed(error.message)
        } catch {
            watcher.console.error("\(error)")
            return .failed("\(error)")
        }
    }

    /// Guests that end while others are seen to; nil where nobody tells of them.
    private var lateGuests: LateGuests? {
        call.ending.map { ending in
            LateGuests(ending: ending, console: watcher.console) { [self] ended in
                var run = meanwhile(for: ended)
                return try await run.planned().plan
            }
        }
    }

    /// One beside this one, for these domains alone.
    private func meanwhile(for domids: Set<Domid>) -> WatcherRun {
        var run = self
        // What this run reads and writes through its own must not be disturbed by another's reading.
        run.store = store.map { StateStore(path: $0.path) }
        run.call.attention = .domains(domids)
        // Definitions may be written while the run is under way.
        run.call.settled = nil
        run.figures = RunFigures(countsGuests: false)
        return run
    }

    /// What there is to do, and how the guests are before it is done.
    private mutating func planned() async throws -> (session: Session, plan: Plan) {
        var session = try await session()
        figures.times = session.times
        var options = PlanOptions()
        // Somebody may have begun to write since.
        let isSettled = if let settled = call.settled { await watcher.fingerprint() == settled } else { false }
        options.removesNothing = !isSettled
        if isSettled, let policy = session.policy {
            watcher.latest.remember(policy, session.policies)
        } else if !isSettled {
            try session.leaveUnsettled(believing: watcher.latest.policy, policy: watcher.policyPath)
        }
        if case .domains(let domids) = call.attention {
            guard let guests = session.input().guests(of: domids) else {
                call = call.forEverything
                return try await planned()
            }
            // Nobody's, and gone: whom it was in the way of waits for the next look at all guests.
            guard !guests.isEmpty else { return (session, Plan()) }
            options.targets = guests
        }
        var plan = try await figures.times.measure(.plan) { [session, options] in try await session.plan(options) }
        let whole = plan.actions.count
        if case .domains = call.attention { plan = plan.withoutWhatIsLimited(session.input()) }
        let isLimited = plan.actions.count < whole
        plan = plan.keepingLimits()
        // Nor does it stand and wait: it comes by again.
        plan = try await session.postponingUnready(plan)
        // What was left out is for a look at all guests, soon.
        figures.waitsUntil = isLimited ? Session.now : plan.waitsUntil
        if figures.countsGuests { figures.guests = GuestFigures(session.input(), plan) }
        return (session, plan)
    }

    /// What the definitions say. While they cannot be had, their guests live on as they were made, and come back when they
    /// reboot: a directory that is gone for a moment must not keep a guest off.
    private func session() async throws -> Session {
        do {
            guard call.hasDefinitions else { throw CommandError.silent(watcher.directory) }
            let session = try await Session.open(
                watcher.target, connection, store, directory: watcher.directory, watcher.console,
                attention: call.attention)
            session.reportDefinitions(watcher.console, directory: watcher.directory)
            return session
        } catch let error as CommandError {
            // Where there is no directory there is no policy either, and what it kept hands off is remembered. One that is there and
            // is not understood may forbid anything.
            var policies = watcher.latest.policies
            if policies == nil, await isGone() { policies = GuestPolicies() }
            guard let policies else { throw error }
            // Whatever else is wrong is said here once more.
            let recorded = try Session.load(store)
            watcher.console.error(error.message)
            return try await .undefined(error.message, connection, store, recorded, policies: policies, watcher.console)
        }
    }

    /// Whether there is no directory, or nobody can tell.
    private func isGone() async -> Bool {
        let question = SlowQuestion { [directory = watcher.directory] in access(directory, F_OK) }
        return await question.answer(within: SilentDefinitions.patience) != 0
    }

    /// How the guests are once something was done, for those who want to know.
    private mutating func lookAgain(after report: ApplyReport, of session: Session) async {
        guard figures.countsGuests else { return }
        figures.guests = nil
        guard let now = try? await session.afterwards(report), let plan = try? await now.plan(PlanOptions()) else {
            return
        }
        figures.guests = GuestFigures(now.input(), plan)
    }

    /// What stands in a guest's way is a line in the log when it begins to, and not after each look.
    private func tellObstacles(of plan: Plan) {
        let blocked = plan.actions.filter { $0.kind == .blocked }
        for action in watcher.latest.remember(obstacles: blocked, ofAll: call.attention == .everything)
        where action.work == .nothing {
            Console.write(RunLines.line(action, action.domid, .blocked, took: .zero) + "\n", to: 2)
        }
    }

    private func finish(_ report: ApplyReport?, _ plan: Plan, _ session: Session) -> WatchedRun {
        watcher.latest.remember(report?.state ?? session.recorded)
        tellObstacles(of: plan)
        if let reason = report?.recordingFailure {
            let words = "the state could not be written: \(reason)"
            watcher.console.error(words)
            return .failed(words)
        }
        if let reason = session.undefined { return .failed(reason) }
        let isWhole = session.definitions.rejected.isEmpty && plan.count(.blocked) == 0 && report?.isComplete ?? true
        guard !isWhole else { return .complete(PlanText(palette: Palette(isOn: false)).summary(plan)) }
        return .partial(
            .init(
                blocked: plan.actions.filter { $0.kind == .blocked }.map { "\($0.guest): blocked: \($0.reason)" },
                failed: (report?.outcomes ?? []).filter { !$0.result.errors.isEmpty }
                    .map { "\($0.action.guest): \($0.result.errors.joined(separator: "; "))" },
                unusable: session.definitions.rejected.map(\.file),
                isPartOnly: plan.unchanged > 0 || (report.map { $0.didAnything || $0.isCutShort } ?? false)))
    }
}

/// How long the actions that have begun may take without a word.
private final class Patience: Sendable {
    private let end = Mutex(ContinuousClock.now)

    var lasts: Bool { end.withLock { .now < $0 } }

    func note(_ progress: ApplyProgress) {
        guard case .begun(let action) = progress else { return }
        end.withLock { $0 = max($0, .now + .seconds(Int64(action.longestWait))) }
    }
}
