import ArgumentParser
import Testing

@testable import xenward

@Suite("Commands")
struct CommandTests {
    @Test("each says its name: to make one of its type's, at every start of the program, is a sixth of such a start")
    func names() {
        var commands: [any ParsableCommand.Type] = [Xenward.self]
        var count = 0
        while let command = commands.popLast() {
            count += 1
            commands += command.configuration.subcommands
            #expect(command.configuration.commandName != nil, "\(command)")
        }
        #expect(count > 20)
    }
}
