import ArgumentParser

@main
struct Xenward: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "xenward",
        abstract: "Keeps the guests of a Xen host the way a directory says they should be.",
        discussion: """
            A definitions directory holds guests as libvirt domain XML (*.xml) or xl.cfg(5) (*.cfg, *.xl, or any name), or
            as xm and xend had them (*.xm, *.sxp).
            xenward compares them with what runs, shows what it would do, and does it when told to:

              xenward validate guests/          is every definition sound?
              xenward plan guests/              what would change, and why?
              xenward apply guests/             change it, after asking
              xenward status                    how is each guest?

            Try it without Xen on an embedded host that lives in a file:

              xenward apply guests/ --connect test:///tmp/host.yaml --state /tmp/state.yaml

            Exit codes: 0 done, or nothing to do; 1 error; 2 changes pending (plan --detailed-exitcode); 3 partly
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
        await main(nil)
    }
}

/// Which xenward this is.
enum Version {
    static let text = "0.1.0"
}
