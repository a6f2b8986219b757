import ArgumentParser
import Planning

struct Stop: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop guests, and keep them off.",
        discussion: """
            They are asked to shut down. They stay off, whatever happens, until \"xenward start\". Acts at once, and does not ask.
            """)

    @OptionGroup var guests: ByHand
    @OptionGroup var stopping: StoppingOptions

    func run() async throws { try await guests.run(.stop(stopping.value), "stop", done: "stopped") }
}
