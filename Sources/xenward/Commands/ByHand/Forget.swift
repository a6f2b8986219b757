import ArgumentParser
import Planning

struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forget",
        abstract: "Remember nothing more of guests, and leave their domains as they are.",
        discussion: """
            Afterwards xenward takes a running domain for somebody else's. A definition that is still there creates the guest \
            anew once that domain is gone.
            """)

    @OptionGroup var guests: ByHand

    func run() async throws { try await guests.run(.forget, "forget", done: "forgotten") }
}
