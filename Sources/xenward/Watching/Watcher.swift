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

    /// Where the policy is, or would be.
    var policyPath: String { PolicySource.path(target.config, in: directory) }

    /// What it locks the state for.
    static let purpose = "watch"

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
        let definitionsQuestion = fingerprintQuestion(whenLate: bell.ring)
        let media = EjectedMedia()
        let heralds = await listen(to: pulse, bell, media)
        defer { heralds.dismiss() }
        var metrics = try PublishedMetrics(path: metricsPath, socket: door, console)
        var vigil = Vigil(interval: interval)
        service.say("READY=1")
        while !Interruption.isRequested {
            // Other people's media are in nobody's way.
            let ejecting = media.take().filter { latest.hasGuest(in: [$0]) }
            let isAsked = Interruption.takeReload() || door?.takeStoodAside() ?? false
            let seen = await sight(of: pulse, definitionsQuestion)
            vigil.note(seen, isAsked: isAsked, ejecting: ejecting)
            let isCalled = vigil.callsForRun()
            let standsAside = isCalled && door?.begin() == false
            if isCalled, !standsAside {
                defer { door?.end() }
                var call = vigil.beginRun(hasGuest: latest.hasGuest)
                call.ending = seen.domains.map {
                    EndingDomains(of: pulse, since: $0, bell, rest: heralds.tellOfAll ? Vigil.rest : Vigil.pace)
                }
                let (outcome, figures) = await run(connection, store, call, &metrics)
                if call.attention == .everything { service.say("STATUS=\(outcome.words)") }
                vigil.ran(
                    call, outcome, waitsFor: figures.waitsUntil.map { .seconds($0.seconds - Session.now.seconds) },
                    leavesFiguresOld: metrics.isWanted && figures.isOfSingleGuestsThatChanged)
            }
            service.say("WATCHDOG=1")
            await bell.wait(
                atMost: min(
                    service.rhythm, vigil.untilNextLook(standsAside: standsAside, isTold: heralds.tellOfAll)))
        }
        service.say("STOPPING=1")
    }

    /// Has the bell rung whenever domains or definitions may have changed.
    private func listen(to host: any Host, _ bell: Bell, _ media: EjectedMedia) async -> Heralds {
        let directory = SlowQuestion { [directory, config = target.config] in
            DirectoryEvents.stream(of: directory, policy: config)
        }
        let events = try? await host.changes()
        let changes = await directory.answer(within: SilentDefinitions.patience) ?? nil
        return Heralds(changes, events, bell, media)
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
        let call = RunCall(settled: stillness.isInVain() ? nil : definitions, hasDefinitions: definitions != nil)
        return await run(connection, Session.store(target, connection), call, &metrics).outcome
    }

    /// What the definitions look like; nil while their file system does not answer.
    func fingerprint() async -> UInt64? {
        await fingerprintQuestion().answer(within: SilentDefinitions.patience)
    }

    private func fingerprintQuestion(whenLate: @escaping @Sendable () -> Void = {}) -> SlowQuestion<UInt64> {
        SlowQuestion(
            { [directory, config = target.config] in DirectoryFingerprint.of(directory, policy: config) },
            whenLate: whenLate)
    }

    private func sight(of host: any Host, _ definitions: SlowQuestion<UInt64>) async -> Sight {
        Sight(
            definitions: await definitions.answer(within: SilentDefinitions.patience),
            domains: try? await host.states())
    }

    /// A run, of which the metrics are told when it has ended.
    ///
    /// - Returns: how it ended, and what else it has to tell.
    private func run(
        _ connection: Connection, _ store: StateStore?, _ call: RunCall, _ metrics: inout PublishedMetrics
    ) async -> (outcome: WatchedRun, figures: RunFigures) {
        var run = WatcherRun(
            watcher: self, connection: connection, store: store, call: call,
            figures: RunFigures(countsGuests: metrics.isWanted && call.attention == .everything))
        let outcome = await run.carryOut()
        metrics.note(outcome, run.figures)
        return (outcome, run.figures)
    }
}
