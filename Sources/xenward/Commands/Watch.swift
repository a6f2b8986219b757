import ArgumentParser
import Definitions

struct Watch: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Keep the guests as they are defined, until told to end.",
        discussion: """
            Plans and applies at an interval, and within about a second when a definition changes, or when a domain shuts \
            down, comes or goes. How far it may go is the policy's to say (xenward.yaml). Where there is nothing to do \
            nothing is written but the metrics file, and other commands work as ever: one that acts has the watcher stand \
            aside meanwhile (/run/xenward/socket). There is one watcher for a host; a second one refuses.

            One line an action goes to standard error, for a journal. SIGHUP has it look at once; SIGTERM lets what is \
            under way end. With --once it runs once, as from a timer, and ends 0 when all guests are as they should be, 3 when \
            some are.
            """)

    @OptionGroup var source: DirectoryArgument
    @Option(help: ArgumentHelp("How long between two runs for which nothing calls.", valueName: "seconds"))
    var interval = 300
    @Flag(help: "Run once.")
    var once = false
    @Option(help: Parallelism.help)
    var parallelism = 8
    @Option(
        help: ArgumentHelp(
            "Leave figures for Prometheus in this file after each run.",
            discussion: """
                It is replaced as a whole, and everybody may read it: a file that ends in .prom, in the folder of \
                node_exporter's textfile collector. Counters begin with the process.
                """, valueName: "file"), completion: .file())
    var metricsFile: String?
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard interval > 0 else { throw ValidationError("--interval is \(interval); it has to be at least 1") }
        try Parallelism.validate(parallelism)
    }

    /// Each time they were left there they would call for another run.
    private func refuseMetricsAmongDefinitions() throws {
        guard !once, let metricsFile, let directory = RealPath.of(source.path) else { return }
        let folder = metricsFile.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(
            separator: "/")
        guard let home = RealPath.of(folder.isEmpty ? (metricsFile.hasPrefix("/") ? "/" : ".") : folder),
            home == directory || home.hasPrefix("\(directory)/")
        else { return }
        throw CommandError(
            message:
                "\(metricsFile) is in the definitions directory, where each change calls for a run; leave the figures elsewhere"
        )
    }

    func run() async throws {
        let console = output.console
        try await console.run {
            try refuseMetricsAmongDefinitions()
            let watcher = Watcher(
                target: target, directory: source.path, console: console, interval: interval, parallelism: parallelism,
                metricsPath: metricsFile)
            guard once else {
                try await watcher.watch()
                return .success
            }
            let run = try await watcher.once()
            if output.json, let document = run.document { try console.data(document) }
            switch run {
            case .complete: return .success
            case .partial(let left):
                for line in left.blocked { console.error(line) }
                return left.isPartOnly ? ExitStatus.partlyApplied : ExitStatus.error
            case .failed: return ExitStatus.error
            case .busy(let holder): throw CommandError(message: holder, status: ExitStatus.stateLocked)
            }
        }
    }
}
