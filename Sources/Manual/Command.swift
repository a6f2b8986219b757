import FormatSupport
import GuestModel

/// A command, as the program describes it.
struct Command {
    /// With those that it stands below, but for the program's own: `state show`.
    let name: String
    let abstract: String
    let discussion: String
    let arguments: [Argument]
    let subcommands: [Command]

    /// - Parameter above: the names of the commands that it stands below.
    init(_ document: FieldValue, below above: [String] = []) {
        let own = document["commandName"]?.string ?? ""
        // The program itself needs no name: it is the page's.
        let path = document["superCommands"] == nil ? above : above + [own]
        name = path.joined(separator: " ")
        abstract = document["abstract"]?.string ?? ""
        discussion = document["discussion"]?.string ?? ""
        arguments = (document["arguments"]?.elements ?? []).map { Argument($0) }.filter(\.isShown)
        subcommands = (document["subcommands"]?.elements ?? [])
            .filter { $0["shouldDisplay"] != .boolean(false) && $0["commandName"]?.string != "help" }
            .map { Command($0, below: path) }
    }

    /// This command and all below it.
    var all: [Command] { [self] + subcommands.flatMap(\.all) }
}

/// An argument, an option or a flag.
struct Argument: Hashable {
    /// `--state`, `-c`; none for what has its place.
    let names: [String]
    /// Nil for a flag.
    let value: String?
    let isOptional: Bool
    let isRepeating: Bool
    let isShown: Bool
    let abstract: String
    let discussion: String
    let standard: String?

    init(_ document: FieldValue) {
        names = (document["names"]?.elements ?? []).compactMap { name in
            name["name"]?.string.map { name["kind"]?.string == "long" ? "--\($0)" : "-\($0)" }
        }
        value = document["kind"]?.string == "flag" ? nil : document["valueName"]?.string ?? "value"
        isOptional = document["isOptional"] == .boolean(true)
        isRepeating = document["isRepeating"] == .boolean(true)
        isShown = document["shouldDisplay"] != .boolean(false)
        abstract = document["abstract"]?.string ?? ""
        discussion = document["discussion"]?.string ?? ""
        standard = document["defaultValue"]?.string
    }
}
