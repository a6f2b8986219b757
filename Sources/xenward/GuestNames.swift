import ArgumentParser
import Definitions
import Glibc
import Planning
import StateStore

/// The names of guests, for a shell that completes a command line.
///
/// Nobody waits for a shell to explain itself: where something cannot be read, there is nothing to choose from.
enum GuestNames {
    /// Of every guest that is remembered or defined.
    static let completion = CompletionKind.custom { words, _, _ in
        let line = CommandLineSoFar(words)
        return await known(state: line.state, directory: line.directory)
    }

    /// Of every guest that is remembered: for commands that only look at the state.
    static let recorded = CompletionKind.custom { words, _, _ in
        let line = CommandLineSoFar(words)
        return recorded(in: line.state).guests.map(\.name)
    }

    private static func known(state: String?, directory: String) async -> [String] {
        let recorded = recorded(in: state)
        let definitions = try? await Session.scan(
            directory, XLConf(), known: KnownDefinitions(recorded, in: RealPath.of(directory)))
        return Set(recorded.guests.map(\.name) + (definitions?.definitions.map(\.name) ?? [])).sorted()
    }

    private static func recorded(in state: String?) -> RecordedState {
        (try? state.flatMap { try StateStore(path: $0).load() }) ?? .fresh()
    }
}

/// What the words that stand on a command line already say about where guests are remembered and defined.
struct CommandLineSoFar {
    /// The state file; nil when there is none.
    let state: String?
    let directory: String

    init(_ words: [String]) {
        var values: [String: String] = [:]
        var awaiting: String?
        for word in Self.whole(words) {
            if let option = awaiting {
                values[option] = word
                awaiting = nil
            } else if let option = Self.options[word] {
                awaiting = option
            } else if let equals = word.firstIndex(of: "="), let option = Self.options[String(word[..<equals])] {
                values[option] = String(word[word.index(after: equals)...])
            }
        }
        let connection = (try? Connection(named: values["connect"])) ?? .system
        state = connection.state(named: values["state"])
        directory = values["dir"] ?? DefinitionsDirectory.standard
    }

    /// bash parts words at colons and equals signs, which then stand alone.
    private static func whole(_ words: [String]) -> [String] {
        var whole: [String] = []
        var joins = false
        for word in words {
            let isSeparator = word == ":" || word == "="
            if let last = whole.last, joins || isSeparator {
                whole[whole.count - 1] = last + word
            } else {
                whole.append(word)
            }
            joins = isSeparator
        }
        return whole
    }

    private static let options = ["--state": "state", "--connect": "connect", "-c": "connect", "--dir": "dir"]
}
