import ArgumentParser

@main
struct Xenward: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "xenward",
        abstract: "Keeps the guests of a Xen host the way a directory says they should be.",
        discussion: """
            A definitions directory holds guests as libvirt domain XML (*.xml) or xl.cfg(5) (*.cfg, *.xl, or any name), or \
            as xm and xend had them (*.xm, *.sxp). \
            xenward compares them with what runs, shows what it would do, and does it when told to:

              xenward validate guests/          is every definition sound?
              xenward plan guests/              what would change, and why?
              xenward apply guests/             change it, after asking
              xenward status                    how is each guest?

            Try it without Xen on an embedded host that lives in a file:

              xenward apply guests/ --connect test:///tmp/host.yaml --state /tmp/state.yaml

            Exit codes: 0 done, or nothing to do; 1 error; 2 changes pending (plan --detailed-exitcode); 3 partly \
            applied; 4 state locked by another; 5 the saved plan is stale; 64 usage.
            """,
        version: Version.text,
        subcommands: [
            Validate.self, PlanCommand.self, Apply.self, Status.self, Show.self, Diff.self, Start.self, Stop.self,
            StopAll.self, Restart.self, Adopt.self, Forget.self, Protect.self, Unprotect.self, Suspend.self,
            Resume.self,
            Watch.self, Doctor.self, HistoryCommand.self, State.self, Explain.self, Convert.self,
            DomXMLFromNative.self, DomXMLToNative.self,
        ])
}

extension Xenward {
    static func main() async {
        Memory.growByLargeSteps()
        Interruption.outliveReaders()
        await main(CommandLine.withCommandFirst)
    }
}

extension CommandLine {
    /// The arguments, with the command before those options that were given in front of it, as virsh and git have them; nil where none were.
    fileprivate static var withCommandFirst: [String]? { commandFirst(Array(arguments.dropFirst())) }

    static func commandFirst(_ arguments: [String]) -> [String]? {
        var end = arguments.startIndex
        while end < arguments.endIndex, let length = length(of: arguments[end]) {
            end += length
        }
        guard end > arguments.startIndex, end < arguments.endIndex, !arguments[end].hasPrefix("-") else { return nil }
        // Before the options that come behind the command, so that those win.
        let rest = arguments[end...]
        let place = rest.firstIndex { $0.hasPrefix("-") } ?? rest.endIndex
        return [rest[..<place], arguments[..<end], rest[place...]].flatMap(\.self)
    }

    /// How many words an option is that every command has, or nearly; nil for what is none.
    private static func length(of word: String) -> Int? {
        switch word {
        case "-c", "--connect", "--state", "--config": 2
        case "--json", "--no-color", "-v", "--verbose", "-q", "--quiet", "--insecure-definitions": 1
        case _ where ["--connect=", "--state=", "--config="].contains(where: word.hasPrefix): 1
        default: nil
        }
    }
}

/// Which xenward this is.
enum Version {
    static let text = "0.1.0"
}
