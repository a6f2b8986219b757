import ArgumentParser
import Definitions
import GuestModel
import Planning
import StateStore

/// How far a plan may go, as `plan` and `apply` take it.
struct ScopeOptions: ParsableArguments {
    @Option(
        name: .customLong("target"),
        help: ArgumentHelp("Only this guest; may be given several times.", valueName: "name"))
    var targets: [String] = []

    @Flag(help: "Guests may be stopped and started again for what cannot change while they run.")
    var allowRestart = false

    @Flag(help: "Destroy guests that xenward made and that are no longer defined.")
    var prune = false

    var options: PlanOptions {
        PlanOptions(allowsRestart: allowRestart, prunes: prune, targets: Set(targets))
    }

    func check(_ session: Session) throws {
        let unknown = session.unknownTargets(Set(targets))
        guard !unknown.isEmpty else { return }
        throw CommandError(
            message: "no guest is called \(unknown.joined(separator: ", ")): neither defined nor remembered")
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
            """)

    @OptionGroup var source: DirectoryArgument
    @OptionGroup var scope: ScopeOptions
    @Flag(name: .customLong("detailed-exitcode"), help: "End 2 when there are changes, 0 when there are none.")
    var detailedExitCode = false
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let console = output.console
        try await console.run {
            let connection = try Connection(target)
            let store = Session.store(target, connection)
            try Session.refuseLocked(store)
            let session = try await Session.open(connection, store, directory: source.path, console)
            session.reportDefinitions(console, directory: source.path)
            try scope.check(session)
            let plan = try await session.plan(scope.options)
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
            return detailedExitCode && !plan.isEmpty ? ExitStatus.changesPending : .success
        }
    }
}
