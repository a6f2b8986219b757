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
            For a host that goes down: every running guest that xenward looks after is asked to shut down, suspended ones, too,
            and those that others need after those that need them. How long each may take, and whether its power is cut after
            that, is its policy's to say. All start again when the host has booted; what was stopped by hand stays off.

            Acts at once, and does not ask. Definitions and a policy that cannot be read keep no guest from being stopped.
            """)

    @OptionGroup var source: DirectoryOption
    @Option(help: ArgumentHelp("How long to wait for another xenward that is acting.", valueName: "seconds"))
    var wait: UInt32 = 60
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
            let right = try await right(store, on: connection)
            let session = try await session(connection, store, console)
            let plan = Plan.stoppingAll(session.input())
            let lines = RunLines()
            let report = await session.carryOut(plan, as: "stop-all", parallelism: parallelism) { progress in
                if !output.quiet { lines.note(progress) }
            }
            _ = consume right
            return try finish(report, plan, console)
        }
    }

    /// The right to act, as soon as nobody else has it.
    private func right(_ store: StateStore?, on connection: Connection) async throws -> RightToAct {
        let end = ContinuousClock.now + .seconds(Int64(wait))
        while ContinuousClock.now < end {
            do {
                return try RightToAct(store, on: connection, purpose: "stop-all")
            } catch let error as CommandError where error.status == ExitStatus.stateLocked {
                try await Task.sleep(for: .milliseconds(200))
            }
        }
        return try RightToAct(store, on: connection, purpose: "stop-all")
    }

    /// What the definitions say, or, where they cannot be had, the state alone: a guest that is not stopped loses its power.
    private func session(
        _ connection: Connection, _ store: StateStore?, _ console: Console
    ) async throws -> Session {
        do {
            return try await Session.open(target, connection, store, directory: source.path, console)
        } catch let error as CommandError {
            // A state that is damaged says no more the second time.
            let recorded = try Session.load(store)
            console.warning("\(error.message); guests are stopped as if nobody had said how")
            return try await Session.undefined(error.message, connection, store, recorded, console)
        }
    }

    private func finish(_ report: ApplyReport, _ plan: Plan, _ console: Console) throws -> ExitCode {
        if let reason = report.recordingFailure {
            throw CommandError(message: "the state could not be written, so nothing more was done: \(reason)")
        }
        if output.json {
            try console.data(
                Documents.text(
                    "stop-all",
                    Documents.members(of: plan) + [.init("outcomes", .list(report.outcomes.map(\.document)))]))
        }
        for remark in plan.remarks { console.note("\(remark.guest): \(remark.text)") }
        for failure in ApplyText(palette: console.palette).failures(report) { console.error(failure) }
        guard !report.isComplete else { return .success }
        return report.didAnything ? ExitStatus.partlyApplied : ExitStatus.error
    }
}
