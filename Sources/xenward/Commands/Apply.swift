import Applying
import ArgumentParser
import Definitions
import Glibc
import GuestModel
import Planning
import StateStore

struct Apply: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Make the guests what their definitions say.",
        discussion: """
            Shows the plan and asks; without a terminal it needs --yes. One guest that fails does not stop the others, \
            and what was done is recorded after each. Ends 0 when everything is as it should be, 3 when only some of it \
            could be done, 1 when none of it could.

            A plan that "xenward plan --out FILE" has saved is carried out without asking: exactly that, or nothing, when \
            anything has moved since (5).
            """)

    @Argument(
        help: ArgumentHelp(
            "The definitions directory, or a saved plan.",
            discussion: "Default: $XENWARD_DIR, else /etc/xenward/domains.d.", valueName: "dir|plan"),
        completion: .file())
    var path: String?
    @OptionGroup var scope: ScopeOptions
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @Option(help: Parallelism.help)
    var parallelism = 8
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        try Parallelism.validate(parallelism)
    }

    func run() async throws {
        let console = output.console
        try await console.run {
            let saved = try savedPlan()
            let request = try saved?.request ?? request()
            let connection = try Connection(uri: request.connect)
            let store = request.state.map { StateStore(path: $0) }
            var target = target
            target.config = request.config
            if let saved { try await refuseUnreadable(saved) }
            // While somebody thinks, nobody else is kept from acting; what is carried out is what they have seen.
            var seen = saved
            let asks = saved == nil && !yes && console.isInteractive && !output.json
            if asks {
                let (session, plan) = try await planned(request, seen, target, connection, store, console)
                try ask(plan, console)
                seen = SavedPlan(request, session, plan, at: Session.now)
            }
            let right = try RightToAct(store, on: connection, purpose: "apply", console)
            let (session, plan) = try await planned(request, seen, target, connection, store, asks ? nil : console)
            if seen == nil { try refuseUnasked(plan) }
            let late = LateGuests(by: right, on: session.host, console) { [target] attention in
                try await Session.open(
                    target, connection, request.state.map { StateStore(path: $0) }, directory: request.directory,
                    console,
                    attention: attention)
            }
            let report = await session.carryOut(
                plan, as: "apply", parallelism: parallelism, latecomers: late?.latecomers(besides: plan), console,
                progress: console.tell)
            _ = consume right
            return try finish(report, plan, session, console)
        }
    }

    private func savedPlan() throws -> SavedPlan? {
        guard let path, SavedPlanFile.isFile(path) else { return nil }
        guard scope.isEmpty else {
            throw CommandError(
                message: "a saved plan says for itself what is done and how far; make another plan",
                status: .validationFailure)
        }
        let plan = try SavedPlanFile(path: path).read()
        let request = plan.request
        let isElsewhere =
            try target.connect != nil && Connection(target).uri != request.connect
            || target.state.map(RealPath.absolute) != target.state.flatMap { _ in request.state }
            || target.config.map(RealPath.absolute) != target.config.flatMap { _ in request.config }
        guard !isElsewhere else {
            throw CommandError(
                message: "the plan is for \(request.connect) with the state \(request.state ?? "of its own"); "
                    + "give the same host, state and policy, or none")
        }
        return plan
    }

    private func request() throws -> SavedPlan.Request {
        let connection = try Connection(target)
        return SavedPlan.Request(
            directory: path ?? DefinitionsDirectory.standard, connect: connection.uri,
            state: Session.store(target, connection)?.path, config: target.config, options: scope.options)
    }

    /// What was read when the plan was made, and cannot be read now, has moved.
    private func refuseUnreadable(_ saved: SavedPlan) async throws {
        let (directory, policy) = (saved.request.directory, saved.request.config)
        try await SilentDefinitions.refuse(directory, policy: policy)
        if access(directory, F_OK) != 0, [ENOENT, ENOTDIR].contains(errno) {
            throw stale(saved, "\(directory) is gone")
        }
        do {
            _ = try PolicySource.read(policy, directory: directory)
        } catch let error as CommandError {
            throw stale(saved, error.message.replacing("; nothing was done", with: ""))
        }
    }

    private func stale(_ saved: SavedPlan, _ moves: String) -> CommandError {
        CommandError(
            message: "the plan of \(saved.created) is stale, and nothing was done: \(moves)",
            status: ExitStatus.planStale)
    }

    private func refuseStale(_ saved: SavedPlan, _ session: Session, _ plan: Plan) throws {
        let moves = saved.moves(to: session, plan)
        guard !moves.isEmpty else { return }
        throw stale(saved, moves.joined(separator: "; "))
    }

    /// The plan as it is now; one that may not be carried out is refused.
    ///
    /// - Parameters:
    ///   - seen: the plan that somebody has agreed to; nil where nobody was asked.
    ///   - listener: is told of the definitions and of the plan; nil where that was done before.
    private func planned(
        _ request: SavedPlan.Request, _ seen: SavedPlan?, _ target: HostOptions, _ connection: Connection,
        _ store: StateStore?, _ listener: Console?
    ) async throws -> (Session, Plan) {
        let session = try await Session.open(
            target, connection, store, directory: request.directory, listener ?? output.console)
        if let listener { session.reportDefinitions(listener, directory: request.directory) }
        try scope.check(session)
        let plan = try await scope.plan(session, request.options)
        if let seen { try refuseStale(seen, session, plan) }
        if let listener, !output.json { try listener.data(PlanText(palette: listener.palette).render(plan)) }
        if let refusal = plan.refusal { throw CommandError(message: "\(refusal); nothing was done") }
        return (session, plan)
    }

    private func ask(_ plan: Plan, _ console: Console) throws {
        guard needsConsent(plan), !console.confirms("Apply this plan?") else { return }
        throw CommandError(message: "nothing was done")
    }

    /// What is merely noted needs none, unless it takes what others have changed for right.
    private func needsConsent(_ plan: Plan) -> Bool {
        plan.hasWork || scope.refreshOnly && !plan.bookkeeping.isEmpty
    }

    private func refuseUnasked(_ plan: Plan) throws {
        guard needsConsent(plan), !yes else { return }
        throw CommandError(message: "nobody can be asked here; give --yes to apply this plan")
    }

    private func finish(
        _ report: ApplyReport, _ plan: Plan, _ session: Session, _ console: Console
    ) throws -> ExitCode {
        if output.json {
            try console.data(
                Documents.text(
                    "apply",
                    Documents.members(of: plan) + [
                        .init("outcomes", .list(report.outcomes.map(\.document))),
                        .init("meanwhile", .list(report.meanwhile.map(\.document))),
                        Documents.diagnostics(session.definitions.diagnostics),
                    ] + Documents.recordingFailure(report)))
        } else if let results = ApplyText(palette: console.palette).render(report) {
            try console.data(results)
        }
        console.tell(report)
        if let reason = report.recordingFailure {
            console.error("the state could not be written, so nothing more was done: \(reason)")
            return report.whole.didAnything ? ExitStatus.partlyApplied : ExitStatus.error
        }
        if !session.definitions.rejected.isEmpty {
            console.error("some definitions cannot be used; their guests are left as they are")
        } else if report.isComplete {
            return .success
        }
        return report.didAnything || report.isCutShort ? ExitStatus.partlyApplied : ExitStatus.error
    }
}
