import ArgumentParser
import Planning

struct Unprotect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unprotect",
        abstract: "Lift the protection of guests.",
        discussion: """
            A policy that protects them protects them again.
            """)

    @OptionGroup var guests: ByHand

    func run() async throws { try await guests.run(.unprotect, "unprotect", done: "unprotected") }
}
