import Applying
import ArgumentParser
import FormatSupport
import Glibc
import GuestModel
import Host
import Planning
import StateStore

struct State: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Look at what is remembered, and mend it.",
        subcommands: [List.self, Show.self, Repair.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Show every guest that is remembered.")

        @OptionGroup var target: HostOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let console = output.console
            try await console.run {
                let state = try State.load(target)
                try console.data(
                    output.json
                        ? Documents.text(
                            "state",
                            [
                                .init("lineage", .string(state.lineage)),
                                .init("serial", .integer(Int128(state.serial))),
                                .init("guests", .list(state.guests.map(\.document))),
                            ])
                        : StateText(palette: console.palette).render(state))
                return .success
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "Show all that is remembered of a guest.", discussion: "Passwords are not shown.")

        @Argument(help: ArgumentHelp("The guest.", valueName: "name"), completion: GuestNames.recorded)
        var name: String
        @OptionGroup var target: HostOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let console = output.console
            try await console.run {
                guard let record = try State.load(target).guests.first(where: { $0.name == name }) else {
                    throw CommandError(message: "nothing is remembered of a guest called \(name)")
                }
                try console.data(Documents.text("record", [.init("guest", record.wholeDocument)]))
                return .success
            }
        }
    }

    struct Repair: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "repair",
            abstract: "Remember guests again that a lost or old state does not know.",
            discussion: """
                Every domain that xenward makes carries a mark. Those that run and are not remembered are shown, and, after \
                a yes, remembered. Nothing is done to any domain. History, protection and what was stopped by hand are lost. \
                Guests of another state on the same host are told of, and left to that, unless --lineage names it.
                """)

        @Flag(name: .shortAndLong, help: "Do not ask.")
        var yes = false
        @Option(
            help: ArgumentHelp(
                "Take over the guests of the state with this lineage, too; may be given more than once.",
                valueName: "lineage"))
        var lineage: [String] = []
        @OptionGroup var source: DirectoryOption
        @OptionGroup var target: HostOptions
        @OptionGroup var output: OutputOptions

        func run() async throws {
            let console = output.console
            try await console.run {
                let connection = try Connection(target)
                let store = Session.store(target, connection)
                try Session.refuseLocked(store)
                try putAsideDamage(store, connection, console)
                let session = try await Session.open(target, connection, store, directory: source.path, console)
                let repair = await findings(session)
                for problem in repair.problems { console.warning(problem) }
                for file in memoryOfNobody(session) {
                    console.warning(
                        "\(file) is the memory of a guest that is not remembered: it boots when it is started; remove the file when nobody "
                            + "needs it")
                }
                if !output.json {
                    for finding in repair.findings {
                        let record = finding.record
                        try console.data("  = \(record.name)  domain \(finding.domid), defined in \(record.source)\n")
                    }
                }
                guard !repair.findings.isEmpty else {
                    console.note(
                        repair.problems.isEmpty
                            ? "every domain that xenward made is remembered"
                            : "nothing is remembered again: of the domains that xenward made, those above stay unknown")
                    if output.json { try console.data(document(of: repair)) }
                    return .success
                }
                try ask("Remember them?", "remember these", console)
                // Nobody was kept from acting while somebody thought.
                let right = try RightToAct(store, on: connection, purpose: "state repair", console)
                var later = try await Session.open(target, connection, store, directory: source.path, console)
                let sure = await findings(later)
                guard sure.findings.map(\.record.uuid) == repair.findings.map(\.record.uuid) else {
                    throw CommandError(
                        message: "something else is to be remembered by now, and nothing was done; look again")
                }
                // What was lost goes on under its old name.
                if later.recorded.guests.isEmpty, sure.lineages.count == 1, let lineage = sure.lineages.first {
                    later.recorded.lineage = lineage
                }
                let report = await later.carryOut(sure.plan, as: "state repair", console)
                _ = consume right
                if let reason = report.recordingFailure {
                    throw CommandError(message: "the state could not be written: \(reason)")
                }
                try console.data(
                    output.json ? document(of: repair) : "Remembered: \(repair.findings.count).\n")
                return .success
            }
        }

        /// Saved memory of which the state knows nothing.
        private func memoryOfNobody(_ session: Session) -> [String] {
            guard let folder = session.store.map({ "\($0.directory)/saved" }) else { return [] }
            let known = Set(session.recorded.guests.compactMap { $0.saved?.path })
            return HostFiles().names(in: folder).map { "\(folder)/\($0)" }.filter { !known.contains($0) }
        }

        /// Goes on only if somebody says so.
        ///
        /// - Parameter purpose: what `--yes` would have been given for.
        private func ask(_ question: String, _ purpose: String, _ console: Console) throws {
            guard !yes else { return }
            guard console.isInteractive else {
                throw CommandError(message: "nobody can be asked here; give --yes to \(purpose)")
            }
            guard console.confirms(question) else { throw CommandError(message: "nothing was done") }
        }

        /// What is remembered again.
        private func document(of repair: StateRepair) -> String {
            Documents.text(
                "state-repair",
                [
                    .init(
                        "remembered",
                        .list(
                            repair.findings.map { finding in
                                .record([
                                    .init("guest", .string(finding.record.name)),
                                    .init("uuid", .string(finding.record.uuid.description)),
                                    .init("domid", .integer(Int128(finding.domid))),
                                    .init("source", .string(finding.record.source)),
                                ])
                            })),
                    .init("problems", .list(repair.problems.map { .string($0) })),
                ])
        }

        /// A state that nobody can read stands in the way of a new one, and may tell a person something.
        private func putAsideDamage(_ store: StateStore?, _ connection: Connection, _ console: Console) throws {
            guard let store else { return }
            do throws(StateError) {
                _ = try store.load()
            } catch {
                guard case .damaged(let path, _, _, _) = error else { throw CommandError(error) }
                let aside = "\(path).damaged-\(Session.now)"
                console.warning("\(error)")
                try ask("Put it aside as \(aside)?", "put it aside as \(aside)", console)
                let right = try RightToAct(store, on: connection, purpose: "state repair", console)
                guard rename(path, aside) == 0 else { throw CommandError(message: FileFailure(path).message) }
                _ = consume right
                console.note("\(path) is \(aside) now")
            }
        }

        private func findings(_ session: Session) async -> StateRepair {
            await StateRepair(
                of: session.recorded, on: session.host, session.observation, directory: session.directory,
                takingOver: Set(lineage), now: Session.now)
        }
    }

    fileprivate static func load(_ target: HostOptions) throws -> RecordedState {
        guard let store = Session.store(target, try Connection(target)) else {
            throw CommandError(message: "test:///default has no state")
        }
        return try Session.load(store)
    }
}
