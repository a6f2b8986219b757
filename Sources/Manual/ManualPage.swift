/// What the program says of itself, in mdoc(7).
struct ManualPage {
    let program: Command
    /// What most commands take is told of once.
    private let common: [Argument]

    init(program: Command) {
        self.program = program
        let commands = program.all.filter(\.subcommands.isEmpty)
        let counts = Dictionary(commands.flatMap(\.arguments).map { ($0, 1) }, uniquingKeysWith: +)
        var seen: Set<Argument> = []
        common = commands.flatMap(\.arguments).filter {
            !$0.names.isEmpty && counts[$0, default: 0] * 2 > commands.count && seen.insert($0).inserted
        }
    }

    /// A section for each command.
    var commands: String {
        program.all.dropFirst().map(section).joined(separator: "\n")
    }

    /// A list of the options that most commands take.
    var options: String { list(common) }

    private func section(_ command: Command) -> String {
        let own = command.arguments.filter { !common.contains($0) }
        var lines = [".Ss \(Roff.argument("xenward \(command.name)"))", ".Nm", ".Cm \(command.name)"]
        lines += own.map(synopsis)
        lines += [".Pp", Roff.text(command.abstract)]
        if !command.discussion.isEmpty { lines += [".Pp", Roff.prose(command.discussion)] }
        if !own.isEmpty { lines.append(list(own)) }
        return lines.joined(separator: "\n")
    }

    private func synopsis(_ argument: Argument) -> String {
        let dots = argument.isRepeating ? " ..." : ""
        let isOptional = argument.isOptional || argument.value == nil
        return (isOptional ? ".Op " : ".") + macros(argument, name: argument.names.last) + dots
    }

    private func macros(_ argument: Argument, name: String?) -> String {
        let value = argument.value.map { "Ar \(Roff.argument($0))" }
        return [name.map { "Fl \($0.dropFirst())" }, value].compactMap { $0 }.joined(separator: " ")
    }

    private func list(_ arguments: [Argument]) -> String {
        var lines = [".Bl -tag -width indent"]
        for argument in arguments {
            let names = argument.names.isEmpty ? [nil] : argument.names.map { $0 as String? }
            lines.append(".It " + names.map { macros(argument, name: $0) }.joined(separator: " , "))
            lines.append(Roff.text(argument.abstract))
            if !argument.discussion.isEmpty { lines.append(Roff.text(argument.discussion)) }
            if let standard = argument.standard { lines.append(Roff.text("Default: \(standard).")) }
        }
        return (lines + [".El"]).joined(separator: "\n")
    }
}
