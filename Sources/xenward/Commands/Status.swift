import ArgumentParser
import GuestModel
import Planning

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show how each guest is, and how it should be.",
        discussion: "Changes nothing.")

    @Argument(help: ArgumentHelp("Only these guests.", valueName: "name"), completion: GuestNames.completion)
    var names: [String] = []
    @OptionGroup var source: DirectoryOption
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let console = output.console
        try await console.run {
            let session = try await GuestView.open(target, directory: source.path, console)
            var rows = GuestStatus.all(session.input(), try await session.plan(PlanOptions()))
            if !names.isEmpty {
                rows = rows.filter { names.contains($0.name) }
                let missing = names.filter { name in !rows.contains { $0.name == name } }
                if let name = missing.first { throw GuestView.unknown(name) }
            }
            try console.data(
                output.json
                    ? Documents.text("status", [.init("guests", .list(rows.map(\.document)))])
                    : StatusText(palette: console.palette).render(rows))
            return .success
        }
    }
}
