import ArgumentParser
import Planning

struct Resume: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Look after suspended guests again.",
        discussion: """
            What has changed in the meantime is in the next plan.
            """)

    @OptionGroup var guests: ByHand

    func run() async throws { try await guests.run(.resume, "resume", done: "resumed") }
}
