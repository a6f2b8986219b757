import FormatSupport
import Foundation
import GuestModel
import Testing

@testable import XLConfig

@Suite(
    "Whatever xl makes of a file, we make of it",
    .enabled(if: XLOracle.shared != nil, Comment(rawValue: XLOracle.whyNot)))
struct RandomFileTests {
    private static func setting(_ name: String, else standard: UInt64) -> UInt64 {
        ProcessInfo.processInfo.environment[name].flatMap(UInt64.init) ?? standard
    }

    /// `make conformance` asks for more, and may name another seed.
    @Test("random files over every key: xl and we make the same guest, or both refuse")
    func agreement() throws {
        let oracle = try #require(XLOracle.shared)
        let seed = Self.setting("XENWARD_SEED", else: 1)
        let count = Self.setting("XENWARD_FILES", else: 400)
        var files = RandomFile(seed: seed)
        var (taken, refused, differences) = (0, 0, 0)
        var known: [KnownDifference.Owner: Int] = [:]
        for number in 1...count {
            let text = files.next()
            let answer = try oracle.answer(to: text)
            if case .guest = answer { taken += 1 } else { refused += 1 }
            let difference = Self.difference(text, answer)
            if difference.isEmpty { continue }
            if let owner = KnownDifference.behind(difference, in: text)?.owner {
                known[owner, default: 0] += 1
                continue
            }
            differences += 1
            Issue.record("file \(number) of seed \(seed): \(difference.joined(separator: "\n"))\n\(text)")
            if differences == 20 { break }
        }
        print("\(count) random files of seed \(seed): xl takes \(taken), refuses or complains of \(refused)")
        let counts: [(KnownDifference.Owner, String)] = [
            (.xl, "of xl's"), (.deliberate, "deliberate"), (.us, "of ours"),
        ]
        print(
            "\(differences) differences; known: "
                + counts.map { "\(known[$0.0] ?? 0) \($0.1)" }.joined(separator: ", "))
        #expect(taken > count / 5 && refused > count / 20, "the files are neither all good nor all bad")
    }

    @Test("a difference of which one part is new is not known")
    func known() {
        let ports =
            "xl takes it, we refuse: guest.cfg:7:13: error: ioports: expected hexadecimal ports such as 2f8-2ff, not \"3-2\""
        let text = "ioports = [ \"3-2\" ]\n"
        #expect(KnownDifference.behind([ports], in: text) != nil)
        #expect(KnownDifference.behind([ports, ports], in: text) != nil)
        let new = "xl takes it, we refuse: guest.cfg:9:1: error: something else"
        #expect(KnownDifference.behind([ports, new], in: text) == nil)
        #expect(KnownDifference.behind([ports], in: "") == nil)
    }

    @Test("every key is among those of the random files")
    func keys() {
        var files = RandomFile(seed: 1)
        let text = (0..<2000).map { _ in files.next() }.joined()
        let missing = RandomFile.keys.filter { !text.contains("\n\($0) = ") && !text.contains("; \($0) = ") }
        #expect(missing.isEmpty, "\(missing)")
    }

    /// What differs between xl's answer and ours, each part by itself; nothing when nothing does.
    private static func difference(_ text: String, _ answer: XLOracle.Answer) -> [String] {
        let result = XLConfigReader(host: hostOfOracle()).read(Array(text.utf8), file: "guest.cfg")
        let errors = result.diagnostics.filter { $0.severity == .error }
        switch answer {
        case .guest(var theirs):
            guard let ours = result.document?.configuration else {
                return errors.map { "xl takes it, we refuse: \($0)" }
            }
            if ours.uuid == nil { theirs = theirs.withoutUUID }
            if ours.fieldValue.sorted == theirs.sorted { return [] }
            let changes = (try? GuestConfiguration(fieldValue: theirs))?.changes(to: ours).map(\.description)
            return (changes ?? ["xl's cannot be read"]).map { "xl's guest -> ours: \($0)" }
        case .complains(_, let message): return errors.isEmpty ? ["xl complains, we do not: \(message)"] : []
        case .refuses(let message): return errors.isEmpty ? ["xl refuses, we do not: \(message)"] : []
        }
    }
}
