import ArgumentParser
import Planning

struct Suspend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Keep hands off guests.",
        discussion: """
            Nothing is done to them, whatever their definitions say and whatever they do, until \"xenward resume\".
            """)

    @OptionGroup var guests: ByHand

    func run() async throws { try await guests.run(.suspend, "suspend", done: "suspended") }
}
