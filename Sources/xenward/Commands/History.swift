import ArgumentParser
import FormatSupport
import GuestModel
import StateStore

struct HistoryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show what was done to guests, run by run.",
        discussion: "Runs that did nothing are not in it.",
        subcommands: [List.self, Show.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "One line a run, the latest last.")

        @OptionGroup var target: HostOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let console = output.console
            try await console.run {
                let runs = try HistoryCommand.runs(target)
                try console.data(
                    output.json
                        ? Documents.text("history", [.init("runs", .list(runs.map(\.document)))])
                        : HistoryText(palette: console.palette).render(runs))
                return .success
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Everything about one run.")

        @Argument(help: ArgumentHelp("The run's number; the latest when left out.", valueName: "n")) var number: Int?
        @OptionGroup var target: HostOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let console = output.console
            try await console.run {
                let runs = try HistoryCommand.runs(target)
                guard let run = number.map({ number in runs.first { $0.number == number } }) ?? runs.last else {
                    throw CommandError(
                        message: number.map { "there is no run \($0)" } ?? "nothing was done with this state yet")
                }
                try console.data(
                    output.json
                        ? Documents.text("run", [.init("run", run.document)])
                        : HistoryText(palette: console.palette).render(run))
                return .success
            }
        }
    }

    fileprivate static func runs(_ target: HostOptions) throws -> [RunRecord] {
        guard let store = Session.store(target, try Connection(target)) else {
            throw CommandError(message: "test:///default has no state, so that nothing of it is remembered")
        }
        do throws(StateError) {
            return try History(ofState: store.path).runs()
        } catch {
            throw CommandError(error)
        }
    }
}
