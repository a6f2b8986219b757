import Applying
import Glibc
import GuestModel
import Host
import Planning
import Policy
import StateStore
import Synchronization

/// Runs plan and apply again and again: at an interval, and soon after a definition or the life of a domain has changed.
struct Watcher {
    let target: HostOptions
    let directory: String
    let console: Console
    /// Between two runs for which nothing calls, in seconds; each differs by up to a tenth, so that hosts do not act all at once.
    let interval: Int
    let parallelism: Int
    /// The file that figures are left in after each run; nil for none.
    var metricsPath: String?
    private let latest = LatestRun()

    /// How often the directory and the domains are looked at where nobody tells when they change.
    private static let pace: Duration = .seconds(1)
    /// The longest time without a look, so that the service manager hears of it.
    private static let rest: Duration = .seconds(60)

    /// Until somebody asks it to end.
    func watch() async throws {
        let connection = try Connection(target)
        let store = Session.store(target, connection)
        let pulse = try connection.open(XLConf.read(for: connection), console)
        Interruption.begin()
        defer { Interruption.end() }
        let service = ServiceNotification()
        let bell = Bell()
        Interruption.ring(bell)
        let door = try connection.watcherSocket.map { try WatcherSocket(path: $0, bell) }
        defer { door?.shut() }
        let definitionsQuestion = SlowQuestion(
            { [directory] in DirectoryFingerprint.of(directory) }, whenLate: bell.ring)
        let media = EjectedMedia()
        let listeners = await listen(to: pulse, bell, media)
        defer { for listener in listeners { listener.cancel() } }
        let isToldOfAll = listeners.count == 2
        var metrics = try PublishedMetrics(path: metricsPath, socket: door, console)
        // What the latest run set out from, and what the latest look saw of the definitions.
        var acted: Sight?
        var stillness = Stillness()
        var isReloaded = false
        // Whose guests have let a medium out since they were looked at.
        var ejecting: Set<Domid> = []
        var schedule = Schedule(interval: interval)
        service.say("READY=1")
        while !Interruption.isRequested {
            isReloaded = Interruption.takeReload() || door?.takeStoodAside() ?? false || isReloaded
            ejecting.formUnion(media.take())
            let seen = await sight(of: pulse, definitionsQuestion)
            let isSettled = stillness.lasts(seen.definitions)
            // Guests that end are not kept waiting for somebody who writes definitions; what is written is, but not for ever.
            let isCalled =
                schedule.isDue() && (isSettled || schedule.isOverdue()) || isSettled && (isReloaded || seen != acted)
                || acted.map { $0.domains != seen.domains } ?? false || !ejecting.isEmpty
            let standsAside = isCalled && door?.begin() == false
            if isCalled, !standsAside {
                defer { door?.end() }
                let attention =
                    schedule.isDue() || isReloaded ? .everything : seen.attention(since: acted, besides: ejecting)
                isReloaded = false
                ejecting = []
                let call = Call(
                    attention: attention, settled: isSettled ? seen.definitions : nil,
                    isForGuestThatEnded: latest.hasGuest(in: seen.ended(attention)),
                    hasDefinitions: seen.definitions != nil,
                    ending: seen.domains.map {
                        EndingDomains(of: pulse, since: $0, bell, rest: isToldOfAll ? Self.rest : Self.pace)
                    })
                let (outcome, end) = await run(connection, store, call, &metrics)
                if attention == .everything { service.say("STATUS=\(outcome.words)") }
                schedule.ran(attention, outcome, waitsFor: end.map { .seconds($0.seconds - Session.now.seconds) })
                // What was seen before: whatever has changed since, be it by the run itself, is looked at once more. A guest
                // that ended while others were built would be taken for one that the run left so.
                acted = seen
                // What was not removed because somebody was writing is, when they have done.
                if !isSettled { acted?.definitions = nil }
            }
            service.say("WATCHDOG=1")
            let patience = !isSettled ? Stillness.least : isToldOfAll ? Self.rest : Self.pace
            let untilDue = standsAside ? Self.rest : schedule.untilDue()
            await bell.wait(atMost: min(patience, untilDue))
        }
        service.say("STOPPING=1")
    }

    /// Has the bell rung whenever domains or definitions may have changed.
    ///
    /// - Returns: the listeners: two, unless somebody cannot tell.
    private func listen(to host: any Host, _ bell: Bell, _ media: EjectedMedia) async -> [Task<Void, Never>] {
        let directory = SlowQuestion { [directory] in DirectoryEvents.stream(of: directory) }
        let events = try? await host.changes()
        let changes = await directory.answer(within: SilentDefinitions.patience) ?? nil
        let listeners = [
            events.map { events in
                Task {
                    for await event in events {
                        if case .ejection(let domid) = event { media.note(domid) }
                        bell.ring()
                    }
                }
            },
            changes.map { changes in Task { for await _ in changes { bell.ring() } } },
        ]
        return listeners.compactMap(\.self)
    }

    /// One run, as a timer has it.
    func once() async throws -> WatchedRun {
        var metrics = try PublishedMetrics(path: metricsPath, socket: nil, console)
        let connection = try Connection(target)
        var stillness = Stillness()
        var definitions = await fingerprint()
        while !stillness.lasts(definitions), !stillness.isInVain() {
            try? await Task.sleep(for: Stillness.least)
            definitions = await fingerprint()
        }
        let call = Call(settled: stillness.isInVain() ? nil : definitions)
        return await run(connection, Session.store(target, connection), call, &metrics).outcome
    }

    /// What the definitions look like; nil while their file system does not answer.
    private func fingerprint() async -> UInt64? {
        let question = SlowQuestion { [directory] in DirectoryFingerprint.of(directory) }
        return await question.answer(within: SilentDefinitions.patience)
    }

    /// What a run is called for.
    private struct Call {
        /// The domains that are of account.
        var attention = Attention.everything
        /// What the definitions looked like for a while; nil when somebody is writing them just now.
        var settled: UInt64?
        /// There will be something to do, and a guest is down until it is done: no use in looking twice.
        var isForGuestThatEnded = false
        /// The file system of the definitions answers.
        var hasDefinitions = true
        /// The domains that end while what there is to do is being done; nil where nobody tells.
        var ending: EndingDomains?

        var forEverything: Call {
            var call = self
            call.attention = .everything
            return call
        }
    }

    /// What calls for a run when it changes.
    private struct Sight: Equatable {
        /// Nil while their file system does not answer.
        var definitions: UInt64?
        /// Nil while the host does not answer.
        var domains: [Domid: DomainState]?

        /// What has to be looked at when nothing was done since another sight: single domains, where nothing else differs.
        ///
        /// - Parameter called: domains that have called for it.
        func attention(since other: Sight?, besides called: Set<Domid>) -> Attention {
            guard let other, definitions == other.definitions, let domains, let others = other.domains else {
                return .everything
            }
            let changed = Set(domains.keys).union(others.keys).filter { domains[$0] != others[$0] }.union(called)
            return changed.isEmpty ? .everything : .domains(changed)
        }

        /// Those of these domains that have shut down, and wait for what is done with them.
        func ended(_ attention: Attention) -> Set<Domid> {
            guard case .domains(let domids) = attention, let domains else { return [] }
            return domids.filter { domains[$0]?.isShutDown ?? false }
        }
    }

    private func sight(of host: any Host, _ definitions: SlowQuestion<UInt64>) async -> Sight {
        Sight(
            definitions: await definitions.answer(within: SilentDefinitions.patience),
            domains: try? await host.states())
    }

    /// A run, of which the metrics are told when it has ended.
    ///
    /// - Returns: how it ended, and when the next one has more to do though nothing else changes.
    private func run(
        _ connection: Connection, _ store: StateStore?, _ call: Call, _ metrics: inout PublishedMetrics
    ) async -> (outcome: WatchedRun, waitsUntil: Timestamp?) {
        var figures = RunFigures(countsGuests: metrics.isWanted && call.attention == .everything)
        let outcome = await run(connection, store, call, telling: &figures)
        metrics.note(outcome, figures)
        return (outcome, figures.waitsUntil)
    }

    /// Plans, and applies what there is to do. Nothing is locked or written where there is nothing.
    private func run(
        _ connection: Connection, _ store: StateStore?, _ call: Call, telling figures: inout RunFigures
    ) async -> WatchedRun {
        do {
            if !call.isForGuestThatEnded {
                try Session.refuseLocked(store)
                let (look, plan) = try await planned(connection, store, call, &figures)
                guard !plan.changesNothing else { return finish(nil, plan, look) }
            }
            let right = try RightToAct(store, ofWatcher: "watch")
            let (session, sure) = try await planned(connection, store, call, &figures)
            guard !sure.changesNothing else { return finish(nil, sure, session) }
            let lines = RunLines()
            let service = ServiceNotification()
            // A guest that takes as long to shut down as its policy lets it is no sign of a watcher that hangs.
            let sign = Task { [end = ContinuousClock.now + .seconds(Int64(sure.longestStop))] in
                while !Task.isCancelled, .now < end {
                    try? await Task.sleep(for: .seconds(60))
                    service.say("WATCHDOG=1")
                }
            }
            defer { sign.cancel() }
            let report = await figures.times.measure(.apply) {
                await session.carryOut(
                    sure, as: "watch", parallelism: parallelism,
                    latecomers: latecomers(besides: sure, connection, store, call)
                ) {
                    lines.note($0)
                    // Guests that take their time one after another are no sign of a watcher that hangs.
                    service.say("WATCHDOG=1")
                }
            }
            _ = consume right
            figures.count(report)
            await lookAgain(after: report, of: session, &figures)
            return finish(report, sure, session)
        } catch let error as CommandError {
            if error.status == ExitStatus.stateLocked { return .busy(error.message) }
            console.error(error.message)
            return .failed(error.message)
        } catch {
            console.error("\(error)")
            return .failed("\(error)")
        }
    }

    /// Guests that end while others are seen to, one of whom may take long to shut down. What cannot be done for them at once is
    /// left to the run after.
    private func latecomers(
        besides plan: Plan, _ connection: Connection, _ store: StateStore?, _ call: Call
    ) -> Latecomers? {
        guard let ending = call.ending, plan.hasWork else { return nil }
        // What the run reads and writes through its own must not be disturbed by another's reading.
        let reader = store.map { StateStore(path: $0.path) }
        let domids = Set(plan.actions.compactMap(\.domid))
        return Latecomers(
            next: {
                while let ended = await ending.next(besides: domids) {
                    var call = call
                    call.attention = .domains(ended)
                    // Definitions may be written while the run is under way.
                    call.settled = nil
                    var figures = RunFigures(countsGuests: false)
                    let late: Plan
                    do {
                        late = try await planned(connection, reader, call, &figures).1
                            .meanwhile(for: ended, besides: plan)
                    } catch {
                        console.error("\(error)")
                        await ending.leave(ended)
                        continue
                    }
                    await ending.leave(ended.subtracting(late.actions.compactMap(\.domid)))
                    if !late.actions.isEmpty || !late.bookkeeping.isEmpty { return late }
                }
                return nil
            }, end: ending.end)
    }

    /// What there is to do, and how the guests are before it is done.
    private func planned(
        _ connection: Connection, _ store: StateStore?, _ call: Call, _ figures: inout RunFigures
    ) async throws -> (Session, Plan) {
        var session = try await session(connection, store, call)
        figures.times = session.times
        var options = PlanOptions()
        // Somebody may have begun to write since.
        let isSettled = if let settled = call.settled { await fingerprint() == settled } else { false }
        options.removesNothing = !isSettled
        if !isSettled { session.leaveUnsettled() }
        if case .domains(let domids) = call.attention {
            guard let guests = session.input().guests(of: domids) else {
                return try await planned(connection, store, call.forEverything, &figures)
            }
            // Nobody's, and gone: whom it was in the way of waits for the next look at all guests.
            guard !guests.isEmpty else { return (session, Plan()) }
            options.targets = guests
        }
        var plan = try await figures.times.measure(.plan) { [session, options] in try await session.plan(options) }
        plan = plan.keepingLimits()
        // Nor does it stand and wait: it comes by again.
        plan = try await session.postponingUnready(plan)
        figures.waitsUntil = plan.waitsUntil
        if figures.countsGuests { figures.guests = GuestFigures(session.input(), plan) }
        return (session, plan)
    }

    /// What the definitions say. While they cannot be had, their guests live on as they were made, and come back when they
    /// reboot: a directory that is gone for a moment must not keep a guest off.
    private func session(_ connection: Connection, _ store: StateStore?, _ call: Call) async throws -> Session {
        do {
            guard call.hasDefinitions else { throw CommandError.silent(directory) }
            let session = try await Session.open(
                target, connection, store, directory: directory, console, attention: call.attention)
            session.reportDefinitions(console, directory: directory)
            latest.remember(session.policies)
            return session
        } catch let error as CommandError {
            // Where there is no directory there is no policy either, and what it kept hands off is remembered. One that is there and
            // is not understood may forbid anything.
            var policies = latest.policies
            if policies == nil, await isGone() { policies = GuestPolicies() }
            guard let policies else { throw error }
            // Whatever else is wrong is said here once more.
            let recorded = try Session.load(store)
            console.error(error.message)
            return try await .undefined(error.message, connection, store, recorded, policies: policies, console)
        }
    }

    /// Whether there is no directory, or nobody can tell.
    private func isGone() async -> Bool {
        let question = SlowQuestion { [directory] in access(directory, F_OK) }
        return await question.answer(within: SilentDefinitions.patience) != 0
    }

    /// How the guests are once something was done, for those who want to know.
    private func lookAgain(after report: ApplyReport, of session: Session, _ figures: inout RunFigures) async {
        guard figures.countsGuests else { return }
        figures.guests = nil
        guard let now = try? await session.afterwards(report), let plan = try? await now.plan(PlanOptions()) else {
            return
        }
        figures.guests = GuestFigures(now.input(), plan)
    }

    private func finish(_ report: ApplyReport?, _ plan: Plan, _ session: Session) -> WatchedRun {
        latest.remember(report?.state ?? session.recorded)
        if let reason = report?.recordingFailure {
            let words = "the state could not be written: \(reason)"
            console.error(words)
            return .failed(words)
        }
        if let reason = session.undefined { return .failed(reason) }
        let isWhole = session.definitions.rejected.isEmpty && plan.count(.blocked) == 0 && report?.isComplete ?? true
        return isWhole
            ? .complete(PlanText(palette: Palette(isOn: false)).summary(plan))
            : .partial(plan.actions.filter { $0.kind == .blocked }.map { "\($0.guest): blocked: \($0.reason)" })
    }
}

/// What runs know for those after them.
private final class LatestRun: Sendable {
    private let held = Mutex(Knowledge())

    private struct Knowledge {
        var policies: GuestPolicies?
        var domids: Set<Domid> = []
    }

    /// Nil until they could be read for the first time.
    var policies: GuestPolicies? { held.withLock { $0.policies } }

    func remember(_ policies: GuestPolicies) { held.withLock { $0.policies = policies } }

    func remember(_ state: RecordedState) {
        let domids = Set(state.guests.compactMap(\.domain?.domid))
        held.withLock { $0.domids = domids }
    }

    /// Whether a guest of xenward's runs in one of these domains, as far as is known.
    func hasGuest(in domids: Set<Domid>) -> Bool { held.withLock { !$0.domids.isDisjoint(with: domids) } }
}
