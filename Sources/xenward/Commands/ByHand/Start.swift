import ArgumentParser
import Planning

struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Start guests, and want them running.",
        discussion: """
            Also one that somebody stopped, or that powered itself off. Acts at once, and does not ask.
            """)

    @OptionGroup var guests: ByHand

    func run() async throws { try await guests.run(.start, "start", done: "started") }
}
