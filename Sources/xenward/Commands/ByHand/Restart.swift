import ArgumentParser
import Planning

struct Restart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restart",
        abstract: "Stop guests and start them again, as their definitions are now.",
        discussion: """
            Everything that waited for a restart is in it. One that does not run is started. Acts at once, and does not ask.
            """)

    @OptionGroup var guests: ByHand
    @OptionGroup var stopping: StoppingOptions

    func run() async throws { try await guests.run(.restart(stopping.value), "restart", done: "restarted") }
}
