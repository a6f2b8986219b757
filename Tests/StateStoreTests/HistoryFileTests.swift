import Foundation
import GuestModel
import Planning
import StateStore
import Testing

@Suite("What was done is remembered run by run, and survives being cut off")
struct HistoryFileTests {
    private let state: String

    init() throws {
        let folder = NSTemporaryDirectory() + "xenward-history-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        state = folder + "/state.yaml"
    }

    private func run(_ command: String) -> RunRecord {
        RunRecord(
            number: 0, started: Timestamp(seconds: 1_700_000_000), ended: Timestamp(seconds: 1_700_000_009),
            command: command, user: "kim", directory: "/etc/xenward/domains.d", revision: "0123abcd", result: .partial,
            outcomes: [
                .init(guest: "web1", action: "create", reason: "defined in web1.cfg", result: .done),
                .init(
                    guest: "db1", action: "restart", reason: "db1.cfg has changed", result: .failed,
                    errors: ["no memory", "a \"quoted\" reason"]),
            ])
    }

    @Test("runs are numbered as they come, and read back as they were written")
    func roundTrip() throws {
        let history = History(ofState: state)
        #expect(try history.runs() == [])
        for command in ["apply", "stop web1"] { try history.add(run(command)) }
        var expected = [run("apply"), run("stop web1")]
        expected[0].number = 1
        expected[1].number = 2
        #expect(try history.runs() == expected)
        let mode = try FileManager.default.attributesOfItem(atPath: state + ".history")[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("a last line that was cut off is passed over, and the next run begins a line of its own")
    func cutOff() throws {
        let history = History(ofState: state)
        try history.add(run("apply"))
        let path = state + ".history"
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        try (whole + Data("{\"number\":2,\"star".utf8)).write(to: URL(fileURLWithPath: path))
        #expect(try history.runs().map(\.number) == [1])
        try history.add(run("apply"))
        #expect(try history.runs().map(\.number) == [1, 2])
    }

    @Test("a journal tells what a run that was cut short had done, and what it was about to do")
    func journal() throws {
        let journal = Journal(ofState: state)
        #expect(try journal.interruptedRun() == nil)
        var begun = run("apply")
        begun.outcomes = []
        journal.begin(begun)
        let done = PlannedAction(guest: "a", uuid: nil, kind: .create, reason: "defined in a.cfg", work: .nothing)
        let open = PlannedAction(guest: "b", uuid: nil, kind: .restart, reason: "b.cfg has changed", work: .nothing)
        journal.begin(done)
        journal.end(.init(guest: "a", action: "create", reason: "defined in a.cfg", result: .done))
        journal.begin(open)
        let interrupted = try #require(try Journal(ofState: state).interruptedRun())
        #expect(interrupted.result == .interrupted)
        #expect(
            interrupted.outcomes == [
                .init(guest: "a", action: "create", reason: "defined in a.cfg", result: .done),
                .init(guest: "b", action: "restart", reason: "b.cfg has changed", result: .interrupted),
            ])
        journal.close()
        #expect(try journal.interruptedRun() == nil)
        #expect(journal.problem == nil)
    }
}
