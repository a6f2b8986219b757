import ArgumentParser
import Planning

struct Protect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "protect",
        abstract: "Protect guests from ever being destroyed.",
        discussion: """
            Also when their definitions are gone, and whatever a policy says. It is remembered until \"xenward unprotect\".
            """)

    @OptionGroup var guests: ByHand

    func run() async throws { try await guests.run(.protect, "protect", done: "protected") }
}
