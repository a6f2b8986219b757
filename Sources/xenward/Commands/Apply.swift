import Applying
import ArgumentParser
import GuestModel
import Planning

struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the guests what their definitions say.",
        discussion: """
            Shows the plan and asks; without a terminal it needs --yes. One guest that fails does not stop the others,
            and what was done is recorded after each. Ends 0 when everything is as it should be, 3 when only some of it
            could be done, 1 when none of it could.
            """)

    @OptionGroup var source: DirectoryArgument
    @OptionGroup var scope: ScopeOptions
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @Option(help: ArgumentHelp("How many guests are worked on at once.", valueName: "n"))
    var parallelism = 8
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...64).contains(parallelism) else {
            throw ValidationError("--parallelism is \(parallelism); it has to be within 1…64")
        }
    }

    func run() async throws {
        let console = output.console
        try await console.run {
            let connection = try Connection(target)
            let store = Session.store(target, connection)
            let lock = try Session.lock(store, purpose: "apply")
            let session = try await Session.open(connection, store, directory: source.path, console)
            session.reportDefinitions(console, directory: source.path)
            try scope.check(session)
            let plan = try await session.plan(scope.options)
            if !output.json { try console.data(PlanText(palette: console.palette).render(plan)) }
            if plan.hasWork, !yes {
                guard console.isInteractive, !output.json else {
                    throw CommandError(message: "nobody can be asked here; give --yes to apply this plan")
                }
                guard console.confirms("Apply this plan?") else { throw CommandError(message: "nothing was done") }
            }
            let report = await session.carryOut(plan, parallelism: parallelism) { progress in
                guard console.showsProgress else { return }
                if case .begun(let action) = progress { console.note("\(action.guest): \(action.kind.word) …") }
            }
            _ = consume lock
            return try finish(report, plan, session, console)
        }
    }

    private func finish(
        _ report: ApplyReport, _ plan: Plan, _ session: Session, _ console: Console
    ) throws -> ExitCode {
        let text = ApplyText(palette: console.palette)
        if output.json {
            try console.data(
                Documents.text(
                    "apply",
                    Documents.members(of: plan) + [
                        .init("outcomes", .list(report.outcomes.map(\.document))),
                        Documents.diagnostics(session.definitions.diagnostics),
                    ]))
        } else {
            if let results = text.render(report) { try console.data(results) }
        }
        for failure in text.failures(report) { console.error(failure) }
        if let reason = report.recordingFailure {
            console.error("the state could not be written, so nothing more was done: \(reason)")
            return ExitStatus.error
        }
        if !session.definitions.rejected.isEmpty {
            console.error("some definitions cannot be used; their guests are left as they are")
        } else if report.isComplete {
            return .success
        }
        return report.didAnything ? ExitStatus.partlyApplied : ExitStatus.error
    }
}

extension Plan {
    /// Whether apply would do anything at all.
    var hasWork: Bool { actions.contains { $0.work != .nothing } }
}
