import ArgumentParser
import Planning

struct Start: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start",
        abstract: "Start guests, and want them running.",
        discussion: """
            Also one that somebody stopped, or that powered itself off. One whose memory was saved goes on from there. Acts at \
            once, and does not ask.
            """)

    @OptionGroup var guests: ByHand
    @Flag(
        help: "Boot a guest whose memory was saved, and give that up: to the guest it is as if its power had been cut.")
    var afresh = false

    func run() async throws { try await guests.run(afresh ? .startAfresh : .start, "start", done: "started") }
}
