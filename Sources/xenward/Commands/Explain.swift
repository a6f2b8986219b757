import ArgumentParser
import GuestModel

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say what an option is called everywhere, and when a change of it takes effect.",
        discussion: """
            An option goes by its key in xl.cfg(5), its path in libvirt's domain XML, its name in a plan, or its key in a \
            policy. Looks at no host.

              xenward explain memory           a key, an element, what they decide about
              xenward explain vif.rate         a part of a device's specification
              xenward explain devices/disk/target@dev
              xenward explain vcpus.online
              xenward explain stop.timeout
              xenward explain --all            the whole table, as docs/options.md has it
            """)

    @Argument(help: ArgumentHelp("A key, an element or a field.", valueName: "name")) var name: String?
    @Flag(help: "Every option, as a page in Markdown.") var all = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard all != (name != nil) else { throw ValidationError("name one key, element or field; or write --all") }
    }

    func run() async throws {
        let console = output.console
        try await console.run {
            let reference = OptionReference()
            guard let name else {
                try console.data(output.json ? ExplainDocument.text(reference.everything) : OptionsPage.text(reference))
                return .success
            }
            let explanation = reference.explanation(of: name)
            guard !explanation.isEmpty else { throw CommandError(message: reference.unknown(name)) }
            try console.data(output.json ? ExplainDocument.text(explanation) : ExplainText.render(explanation))
            return .success
        }
    }
}
