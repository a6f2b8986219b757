import ArgumentParser
import GuestModel

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Look at a host, and say what stands in xenward's way.",
        discussion: """
            Looks for other toolstacks that act on the same guests (xendomains, libvirt, an xl that stayed behind), for what \
            the definitions ask for and the host has not, for files that others could write, for guests that two would \
            start, and for room for the state; and says what to do about each. It changes nothing.

            Ends 0 when nothing stands in the way, also when there are warnings, and 1 when something does.
            """)

    @OptionGroup var source: DirectoryArgument
    @OptionGroup var target: HostOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        let console = output.console
        try await console.run {
            let patient = try await Patient.look(target, directory: source.path, console)
            let findings = Examination.findings(of: patient)
            let text = DoctorText(palette: console.palette, isBrief: output.quiet)
            try console.data(
                output.json
                    ? Documents.text("doctor", [.init("findings", .list(findings.map(\.document)))])
                    : text.render(findings))
            return findings.contains { $0.severity == .problem } ? ExitStatus.error : .success
        }
    }
}
