import ArgumentParser
import Definitions
import GuestModel
import Planning

/// How far a plan may go, as `plan` and `apply` take it.
struct ScopeOptions: ParsableArguments {
    @Option(
        name: .customLong("target"),
        help: ArgumentHelp("Only this guest; may be given several times.", valueName: "name"),
        completion: GuestNames.completion)
    var targets: [String] = []

    @Flag(help: "Guests may be stopped and started again for what cannot change while they run.")
    var allowRestart = false

    @Flag(help: "Destroy guests that xenward made and that are no longer defined.")
    var prune = false

    @Option(help: ArgumentHelp("Refuse a plan that destroys more guests than this.", valueName: "n"))
    var maxDestroy: Int?

    @Option(help: ArgumentHelp("Refuse a plan that restarts more guests than this.", valueName: "n"))
    var maxRestart: Int?

    @Flag(help: "Record what runs as it is, and change nothing: what somebody else changed is not drift any more.")
    var refreshOnly = false

    var options: PlanOptions {
        PlanOptions(
            allowsRestart: allowRestart, prunes: prune, targets: Set(targets), destroyLimit: maxDestroy,
            restartLimit: maxRestart)
    }

    /// Whether nothing of this was given.
    var isEmpty: Bool { options == PlanOptions() && !refreshOnly }

    func validate() throws {
        for limit in [maxDestroy, maxRestart].compactMap({ $0 }) where limit < 0 {
            throw ValidationError("\(limit) guests are too few; a limit is 0 or more")
        }
        if refreshOnly, allowRestart || prune {
            throw ValidationError("--refresh-only changes nothing; --allow-restart and --prune have no place beside it")
        }
    }

    /// The plan that they ask for.
    /// - Parameter options: those of a saved plan, where there is one.
    func plan(_ session: Session, _ options: PlanOptions) async throws -> Plan {
        refreshOnly ? .refreshing(session.input(options)) : try await session.plan(options)
    }

    func check(_ session: Session) throws {
        let unknown = session.unknownTargets(Set(targets))
        guard !unknown.isEmpty else { return }
        throw CommandError(message: PlanInput.unknown(unknown))
    }
}

struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what apply would do, and why.",
        discussion: """
            Changes nothing. Each line begins with what it means to the guest:

              +    create                       !    restart
              ~    change while it runs         -/+  recreate: another domain in its place
              >    takes effect at next boot    -    destroy
              =    adopt                        ?    blocked: something stands in the way

            A change that waits for the next boot counts until apply has recorded it.

            --out saves the plan; "xenward apply FILE" then does exactly that, or ends 5 and says what has moved.
            """)

    @OptionGroup var source: DirectoryArgument
    @OptionGroup var scope: ScopeOptions
    @Flag(name: .customLong("detailed-exitcode"), help: "End 2 when there are changes, 0 when there are none.")
    var detailedExitCode = false
    @Option(
        name: .customLong("out"), help: ArgumentHelp("Save the plan to this file.", valueName: "file"),
        completion: .file())
    var file: String?
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if file != nil, scope.refreshOnly { throw ValidationError("a refresh is no plan that can be saved") }
    }

    func run() async throws {
        let console = output.console
        try await console.run {
            let connection = try Connection(target)
            let store = Session.store(target, connection)
            try await Session.awaitWatcher(store, console)
            let session = try await Session.open(target, connection, store, directory: source.path, console)
            session.keepToTheEnd()
            session.reportDefinitions(console, directory: source.path)
            try scope.check(session)
            let plan = try await scope.plan(session, scope.options)
            if let file { try save(plan, session, connection, to: file) }
            if output.json {
                try console.data(
                    Documents.text(
                        "plan", Documents.members(of: plan) + [Documents.diagnostics(session.definitions.diagnostics)]))
            } else {
                try console.data(PlanText(palette: console.palette).render(plan))
            }
            if !session.definitions.rejected.isEmpty {
                console.error("some definitions cannot be used; their guests are left as they are")
                return ExitStatus.error
            }
            if let refusal = plan.refusal {
                console.error(refusal)
                return ExitStatus.error
            }
            return detailedExitCode && !plan.isEmpty ? ExitStatus.changesPending : .success
        }
    }

    private func save(_ plan: Plan, _ session: Session, _ connection: Connection, to file: String) throws {
        guard connection != .transient else {
            throw CommandError(
                message: "the host of test:///default ends with this command; no plan for it can be saved")
        }
        let request = SavedPlan.Request(
            directory: session.directory ?? source.path, connect: connection.uri,
            state: session.store.map { RealPath.absolute($0.path) },
            config: target.config.map(RealPath.absolute), options: scope.options)
        try SavedPlanFile(path: file).write(SavedPlan(request, session, plan, at: Session.now))
    }
}

extension Session {
    /// Leaves its memory to the end of the process, which takes no time, rather than taking thousands of guests apart before.
    fileprivate func keepToTheEnd() { _ = Unmanaged.passRetained(Shared(self)) }
}
