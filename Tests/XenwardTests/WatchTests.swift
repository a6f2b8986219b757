import Foundation
import Testing

@Suite("A watcher keeps guests as they are defined until it is told to end")
struct WatchTests {
    @Test("it creates, follows an edit, leaves room for other commands, and ends cleanly")
    func watches() async throws {
        let place = try Workplace()
        try place.write(Workplace.web, to: "web1.cfg")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try Workplace.program())
        process.arguments = [
            "watch", "guests", "--interval", "3600", "--connect", "test://\(place.host)", "--state", place.state,
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: place.root)
        let log = place.root + "/log"
        FileManager.default.createFile(atPath: log, contents: nil)
        process.standardError = try #require(FileHandle(forWritingAtPath: log))
        try process.run()
        defer { if process.isRunning { process.terminate() } }

        #expect(try await soon(log) { $0.contains("guest=web1 action=create result=done") })
        try place.write(Workplace.web.replacing("memory   = 512", with: "memory   = 768"), to: "web1.cfg")
        #expect(try await soon(log) { $0.contains("action=live") })
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
        #expect(try place.xenward("stop", "web1", "--dir", "guests").status == 0, "others act as ever")
        try await Task.sleep(for: .seconds(3))
        let plan = try place.xenward("plan", "guests")
        #expect(plan.output.contains("stays off: stopped at"), "\(plan.output)")

        let before = try FileManager.default.attributesOfItem(atPath: place.state)[.modificationDate] as? Date
        process.terminate()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0 && process.terminationReason == .exit)
        let after = try FileManager.default.attributesOfItem(atPath: place.state)[.modificationDate] as? Date
        #expect(before == after)
    }

    @Test("--once ends as apply does")
    func once() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("watch", "guests", "--once").status == 0)
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
        try place.write(Workplace.web + "nestedhvm = 1\n", to: "web1.cfg")
        #expect(try place.xenward("watch", "guests", "--once").status == 3, "it needs a restart that nobody allowed")
        try place.write("version: 7\n", to: "xenward.yaml")
        #expect(try place.xenward("watch", "guests", "--once").status == 1)
    }

    private func soon(_ log: String, _ holds: (String) -> Bool) async throws -> Bool {
        for _ in 0..<150 {
            if holds(try String(contentsOfFile: log, encoding: .utf8)) { return true }
            try await Task.sleep(for: .milliseconds(200))
        }
        return false
    }
}
