import GuestModel
import Host
import Planning
import StateStore

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
    /// What its runs know of those before them.
    let latest = LatestRun()

    /// What it locks the state for.
    static let purpose = "watch"

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
            // Other people's media are in nobody's way.
            ejecting.formUnion(media.take().filter { latest.hasGuest(in: [$0]) })
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
                let call = RunCall(
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
        let call = RunCall(settled: stillness.isInVain() ? nil : definitions)
        return await run(connection, Session.store(target, connection), call, &metrics).outcome
    }

    /// What the definitions look like; nil while their file system does not answer.
    func fingerprint() async -> UInt64? {
        let question = SlowQuestion { [directory] in DirectoryFingerprint.of(directory) }
        return await question.answer(within: SilentDefinitions.patience)
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
        _ connection: Connection, _ store: StateStore?, _ call: RunCall, _ metrics: inout PublishedMetrics
    ) async -> (outcome: WatchedRun, waitsUntil: Timestamp?) {
        var run = WatcherRun(
            watcher: self, connection: connection, store: store, call: call,
            figures: RunFigures(countsGuests: metrics.isWanted && call.attention == .everything))
        let outcome = await run.carryOut()
        metrics.note(outcome, run.figures)
        return (outcome, run.figures.waitsUntil)
    }
}
