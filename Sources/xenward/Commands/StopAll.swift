import Applying
import ArgumentParser
import GuestModel
import Planning
import Policy
import StateStore

struct StopAll: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop-all",
        abstract: "Stop every guest until the host boots.",
        discussion: """
            For a host that goes down: every running guest that xenward looks after is asked to shut down, suspended ones, too, \
            and those that others need after those that need them. How long each may take, and whether its power is cut after \
            that, is its policy's to say. All start again when the host has booted; what was stopped by hand stays off.

            Acts at once, and does not ask. Definitions, a policy or a state that cannot be read, or a state that cannot be \
            written, keep no guest from being stopped.
            """)

    @OptionGroup var source: DirectoryOption
    @Option(help: ArgumentHelp("How long to wait for another xenward that is acting.", valueName: "seconds"))
    var wait: UInt32 = 60
    @Flag(
        help: ArgumentHelp(
            "Stop also guests that carry xenward's mark and that this state does not know.",
            discussion: """
                For a host that goes down: a state that is lost, or older than its guests, is no reason to cut their power. They \
                are remembered from then on. Guests of other states are among them.
                """))
    var allMarked = false
    @Option(help: Parallelism.help)
    var parallelism = 64
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        try Parallelism.validate(parallelism)
    }

    func run() async throws {
        let console = output.console
        try await console.run {
            let connection = try Connection(target)
            let store = Session.store(target, connection)
            let right = try await right(store, on: connection, console)
            var session = try await session(connection, store, console)
            // Without a state that can be read there is nothing else to go by.
            let left = await session.rememberMarked(all: allMarked || session.store == nil, console)
            var (plan, report) = await stop(session, console)
            if let reason = report.recordingFailure {
                console.warning(
                    "the state could not be written: \(reason); the guests are stopped all the same, and start again as after a "
                        + "loss of power")
                session = try await session.afterwards(report)
                session.recordsState = false
                (plan, report) = await stop(session, console)
            }
            _ = consume right
            let status = try finish(report, plan, console)
            return left > 0 && status == .success ? ExitStatus.error : status
        }
    }

    private func stop(_ session: Session, _ console: Console) async -> (Plan, ApplyReport) {
        let plan = Plan.stoppingAll(session.input())
        let lines = RunLines()
        let report = await session.carryOut(plan, as: "stop-all", parallelism: parallelism, console) { progress in
            if !output.quiet { lines.note(progress) }
        }
        return (plan, report)
    }

    /// The right to act, as soon as nobody else has it.
    private func right(_ store: StateStore?, on connection: Connection, _ console: Console) async throws -> RightToAct {
        let end = ContinuousClock.now + .seconds(Int64(wait))
        while ContinuousClock.now < end {
            do {
                return try RightToAct(store, on: connection, purpose: "stop-all", console)
            } catch let error as CommandError where error.status == ExitStatus.stateLocked {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return try RightToAct(store, on: connection, purpose: "stop-all", console)
    }

    /// What the definitions say, or, where they cannot be had, the state alone: a guest that is not stopped loses its power.
    private func session(
        _ connection: Connection, _ store: StateStore?, _ console: Console
    ) async throws -> Session {
        do {
            return try await Session.open(target, connection, store, directory: source.path, console)
        } catch let error as CommandError {
            console.warning("\(error.message); guests are stopped as if nobody had said how")
            guard let recorded = try? Session.load(store) else {
                // The guests are known by the marks that their domains carry.
                return try await Session.undefined(error.message, connection, nil, .fresh(), console)
            }
            return try await Session.undefined(error.message, connection, store, recorded, console)
        }
    }

    private func finish(_ report: ApplyReport, _ plan: Plan, _ console: Console) throws -> ExitCode {
        if output.json {
            try console.data(
                Documents.text(
                    "stop-all",
                    Documents.members(of: plan) + [.init("outcomes", .list(report.outcomes.map(\.document)))]
                        + Documents.recordingFailure(report)))
        }
        for remark in plan.remarks { console.note("\(remark.guest): \(remark.text)") }
        console.tell(report)
        guard !report.isComplete else { return .success }
        return report.didAnything ? ExitStatus.partlyApplied : ExitStatus.error
    }
}

extension Session {
    /// Adds the guests whose domains carry xenward's mark, and which a state that was lost, or is older than they, does not know: they are
    /// stopped as all others, and not left to lose their power.
    ///
    /// - Parameter isForAll: also those of other states, and of those that a state without any guest may have followed.
    /// - Returns: how many are left, and may be its own.
    fileprivate mutating func rememberMarked(all isForAll: Bool, _ console: Console) async -> Int {
        let marked = await StateRepair(
            of: recorded, on: host, observation, directory: directory, takingOver: isForAll ? nil : [], now: Session.now
        )
        for problem in marked.problems { console.warning(problem) }
        guard isForAll || !recorded.guests.isEmpty else {
            for guest in marked.findings {
                console.warning(
                    "\(guest.record.name) (domain \(guest.domid)) is not remembered, and runs on; --all-marked stops it, too"
                )
            }
            return marked.findings.count
        }
        for guest in marked.findings {
            console.warning(
                "\(guest.record.name) (domain \(guest.domid)) was not remembered, and is stopped by its mark")
            recorded.record(guest.record)
        }
        return 0
    }
}
