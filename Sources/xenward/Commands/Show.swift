import ArgumentParser
import FormatSupport
import GuestModel
import LibxlJSON
import Planning

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show everything that is known of a guest.",
        discussion: "Its definition field by field, what is remembered of it, and its domain. Passwords are not shown.")

    @Argument(help: ArgumentHelp("The guest.", valueName: "name"), completion: GuestNames.completion)
    var name: String
    @OptionGroup var source: DirectoryOption
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let console = output.console
        try await console.run {
            let session = try await GuestView.open(target, directory: source.path, console)
            guard
                let status = GuestStatus.all(session.input(), try await session.plan(PlanOptions())).first(where: {
                    $0.name == name
                })
            else {
                throw GuestView.unknown(name)
            }
            let definition = session.definitions.definitions.first { $0.name == name }
            let record = session.recorded.guests.first { $0.uuid == status.uuid }
            let domain = session.observation.domains.first { $0.domid == status.domid }
            let view = GuestDetails(status: status, definition: definition, record: record, domain: domain)
            try console.data(output.json ? Documents.text("guest", view.members) : view.text)
            return .success
        }
    }
}
