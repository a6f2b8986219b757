import Applying
import ArgumentParser
import GuestModel
import Observing
import Planning
import Policy

/// What commands have in common that do something to guests by name.
struct ByHand: ParsableArguments {
    @Argument(help: ArgumentHelp("The guests.", valueName: "name"), completion: GuestNames.completion)
    var names: [String]
    @OptionGroup var source: DirectoryOption
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    /// Does it, to one guest after another where it has to act on the host.
    ///
    /// - Parameters:
    ///   - command: what is asked of each.
    ///   - verb: as typed.
    ///   - done: what it is called once it is done.
    func run(_ command: GuestCommand, _ verb: String, done: String) async throws {
        let console = output.console
        try await console.run {
            let connection = try Connection(target)
            let store = Session.store(target, connection)
            let right = try RightToAct(store, on: connection, purpose: verb, console)
            let open = { @Sendable [target, source] (attention: Attention) in
                try await Session.open(
                    target, connection, Session.store(target, connection), directory: source.path, console,
                    attention: attention)
            }
            let session = try await open(.everything)
            session.reportDefinitions(console, directory: source.path)
            let input = session.input()
            let plan = try await session.answered(.commanded(command, names, input), input)
            let late = LateGuests(by: right, on: session.host, console, open)
            let report = await session.carryOut(
                plan, as: "\(verb) \(names.joined(separator: " "))", latecomers: late?.latecomers(besides: plan),
                console, progress: console.tell)
            _ = consume right
            return try finish(plan, report, verb, done, console)
        }
    }

    private func finish(
        _ plan: Plan, _ report: ApplyReport, _ verb: String, _ done: String, _ console: Console
    ) throws -> ExitCode {
        if let reason = report.recordingFailure {
            throw CommandError(
                message: "the state could not be written, so nothing more was done: \(reason)",
                status: report.whole.didAnything ? ExitStatus.partlyApplied : ExitStatus.error)
        }
        let refused = plan.actions.filter { $0.kind == .blocked }
        let failed = Set(report.outcomes.filter { $0.result != .done }.map(\.action.guest) + refused.map(\.guest))
        let succeeded = Set(report.outcomes.map(\.action.guest) + plan.bookkeeping.map(\.name)).subtracting(failed)
        if output.json {
            try console.data(
                Documents.text(
                    verb,
                    Documents.members(of: plan) + [
                        .init("outcomes", .list(report.outcomes.map(\.document))),
                        .init("meanwhile", .list(report.meanwhile.map(\.document))),
                        .init("changed", .list(succeeded.sorted().map { .string($0) })),
                    ]))
        } else if !succeeded.isEmpty {
            try console.data(succeeded.sorted().map { "\($0): \(done)\n" }.joined())
        }
        for remark in plan.remarks { console.note("\(remark.guest): \(remark.text)") }
        console.tell(report)
        for action in refused { console.error("\(action.guest): \(action.reason)") }
        let isComplete = refused.isEmpty && report.isComplete
        return isComplete
            ? .success : succeeded.isEmpty && !report.didAnything ? ExitStatus.error : ExitStatus.partlyApplied
    }
}

/// How a guest is stopped, as a person says it.
struct StoppingOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "How long a guest may take to shut down; default: what its policy says, 60.", valueName: "seconds"))
    var timeout: UInt32?

    @Option(
        name: .customLong("then"),
        help: ArgumentHelp(
            """
            What becomes of a guest that still runs after that: fail leaves it running, destroy cuts its power, save writes \
            its memory to a file, from which it goes on when it is started. Default: what its policy says, fail.
            """,
            valueName: "fail|destroy|save"))
    var then: Stopping.Then?

    var value: AskedStopping { AskedStopping(timeout: timeout, then: then) }

    func validate() throws {
        guard timeout != 0 else { throw ValidationError("--timeout is 0; it has to be at least 1") }
    }
}

extension Stopping.Then: ExpressibleByArgument {}
