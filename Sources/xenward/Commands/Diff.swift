import ArgumentParser
import GuestModel
import Planning

struct Diff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Show field by field where a guest is not as it should be.",
        discussion:
            "Changes nothing. A change marked (drift) was made on the host, the others by the definition's author.")

    @Argument(help: ArgumentHelp("The guest.", valueName: "name"), completion: GuestNames.completion)
    var name: String
    @OptionGroup var source: DirectoryOption
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let console = output.console
        try await console.run {
            let session = try await GuestView.open(target, directory: source.path, console)
            guard session.unknownTargets([name]).isEmpty else { throw GuestView.unknown(name) }
            let plan = try await session.plan(PlanOptions(targets: [name]))
            try console.data(
                output.json
                    ? Documents.text("diff", Documents.members(of: plan))
                    : PlanText(palette: console.palette).render(plan))
            return .success
        }
    }
}
