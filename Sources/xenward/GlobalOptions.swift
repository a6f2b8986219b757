import ArgumentParser

/// What every command understands.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON document, with a version, on standard output.")
    var json = false

    @Flag(
        name: .customLong("no-color"),
        help: "No colours, even on a terminal. NO_COLOR in the environment does the same.")
    var noColor = false

    @Flag(name: .shortAndLong, help: "Say more: what was passed over, and why.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Say nothing but errors and what was asked for.")
    var quiet = false

    var console: Console {
        Console(isVerbose: verbose, isQuiet: quiet, isForMachines: json, allowsColor: !noColor)
    }
}

/// How many guests a command works on at once.
enum Parallelism {
    static let help = ArgumentHelp("How many guests are worked on at once.", valueName: "n")

    /// - Throws: for a number that is too small or too large.
    static func validate(_ parallelism: Int) throws {
        guard (1...64).contains(parallelism) else {
            throw ValidationError("--parallelism is \(parallelism); it has to be within 1…64")
        }
    }
}

/// What every command understands that looks at a host.
struct HostOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp(
            "The host.",
            discussion: """
                xen:///system is libxl on this machine; xen+unix:///system the same, where an act without a watcher to \
                stand aside is an error; test:///PATH an embedded host that is kept in the file PATH; \
                test:///default one that lives as long as the command. Default: $XENWARD_CONNECT, else \
                $LIBVIRT_DEFAULT_URI, else xen:///system.
                """, valueName: "uri"))
    var connect: String?

    @Option(
        help: ArgumentHelp(
            "The state file.",
            discussion: """
                Default: $XENWARD_STATE, else /var/lib/xenward/state.yaml; for test:///PATH the file PATH.state, for \
                test:///default none.
                """, valueName: "file"), completion: .file())
    var state: String?

    @Option(
        help: ArgumentHelp(
            "The policy file.",
            discussion: "Default: xenward.yaml in the definitions directory, if there is one.", valueName: "file"),
        completion: .file())
    var config: String?

    @Flag(help: "Also heed definitions and policies that others than root could have written.")
    var insecureDefinitions = false

    func validate() throws {
        // As a script's variable leaves it that nobody has set.
        for (option, value) in [("--connect", connect), ("--state", state), ("--config", config)] where value == "" {
            throw ValidationError("\(option) is empty; name something, or leave it out")
        }
    }
}

/// Where the definitions are.
struct DirectoryArgument: ParsableArguments {
    @Argument(help: DefinitionsDirectory.help, completion: .directory)
    var directory: String?

    var path: String { directory ?? DefinitionsDirectory.standard }

    func validate() throws { try DefinitionsDirectory.refuseEmpty(directory) }
}

/// Where the definitions are, for commands whose arguments are guests.
struct DirectoryOption: ParsableArguments {
    @Option(name: .customLong("dir"), help: DefinitionsDirectory.help, completion: .directory)
    var directory: String?

    var path: String { directory ?? DefinitionsDirectory.standard }

    func validate() throws { try DefinitionsDirectory.refuseEmpty(directory) }
}

enum DefinitionsDirectory {
    static var standard: String { Environment["XENWARD_DIR"] ?? "/etc/xenward/domains.d" }

    static func refuseEmpty(_ directory: String?) throws {
        guard directory == "" else { return }
        throw ValidationError("the definitions directory has an empty name; name one, or leave it out")
    }

    static let help = ArgumentHelp(
        "The definitions directory.", discussion: "Default: $XENWARD_DIR, else /etc/xenward/domains.d.",
        valueName: "dir")
}
