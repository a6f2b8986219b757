import FormatSupport
import Foundation
import GuestModel
import Testing

@Suite("A run that is killed anywhere can always be run again", .serialized)
struct KillTests {
    private static let change = ["apply", "guests", "--yes", "--allow-restart", "--prune"]

    /// How often: 500 with XENWARD_KILLS=500.
    private static var rounds: Int { ProcessInfo.processInfo.environment["XENWARD_KILLS"].flatMap { Int($0) } ?? 40 }

    /// Three guests run; one is to be restarted, one to be pruned, one to stay, and three are to come.
    private func template() throws -> Workplace {
        let place = try Workplace()
        for name in ["stays", "changes", "goes"] { try place.write(Self.guest(name), to: "\(name).cfg") }
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        try place.write(Self.guest("changes") + "nestedhvm = 1\n", to: "changes.cfg")
        try place.remove("goes.cfg")
        for name in ["new1", "new2", "new3"] { try place.write(Self.guest(name), to: "\(name).cfg") }
        return place
    }

    private static func guest(_ name: String) -> String {
        "name = \"\(name)\"\ntype = \"pvh\"\nkernel = \"/boot/vmlinuz\"\nmemory = 64\nvif = [ \"\" ]\n"
            + "disk = [ \"/dev/vg0/\(name),raw,xvda,rw\" ]\n"
    }

    private static func journal(of place: Workplace) -> [Substring] {
        ((try? String(contentsOfFile: place.state + ".journal", encoding: .utf8)) ?? "").split(separator: "\n")
    }

    @Test("the next run ends 0, each guest runs once, and the one after that has nothing to do")
    func killed() throws {
        let place = try template()
        let backup = place.root + "-before"
        try FileManager.default.copyItem(atPath: place.root, toPath: backup)
        defer { try? FileManager.default.removeItem(atPath: backup) }
        let program = try Workplace.program()
        let start = ContinuousClock.now
        #expect(try place.xenward("apply", "guests", "--yes", "--allow-restart", "--prune").status == 0)
        let duration = start.duration(to: .now)
        let microseconds =
            Int(duration.components.seconds) * 1_000_000 + Int(duration.components.attoseconds / 1_000_000_000_000)
        var (inTheMiddle, ended) = (0, 0)
        for round in 0..<Self.rounds {
            try FileManager.default.removeItem(atPath: place.root)
            try FileManager.default.copyItem(atPath: backup, toPath: place.root)
            let arguments = Self.change + ["--connect", "test://\(place.host)", "--state", place.state]
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            process.currentDirectoryURL = URL(fileURLWithPath: place.root)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            try process.run()
            if round.isMultiple(of: 2) {
                usleep(UInt32.random(in: 0...UInt32(microseconds * 3 / 4)))
            } else {
                // On a busy machine, too, some are to come in the middle of an effect.
                let lines = Int.random(in: 1...12)
                while process.isRunning, Self.journal(of: place).count < lines { usleep(100) }
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            if process.terminationReason == .exit { ended += 1 }
            if let last = Self.journal(of: place).last, last.hasPrefix("{\"begin\"") { inTheMiddle += 1 }

            let again = try place.xenward("apply", "guests", "--yes", "--allow-restart", "--prune")
            #expect(again.status == 0, "round \(round): \(again.errors)")
            let plan = try place.xenward("plan", "guests", "--prune", "--detailed-exitcode")
            #expect(plan.status == 0, "round \(round): \(plan.output)")
            let names = (place.world ?? "").components(separatedBy: "\n")
                .filter { $0.contains(" name: ") }.map { $0.components(separatedBy: "name: ")[1].filter { $0 != "\"" } }
            #expect(names.sorted() == ["changes", "new1", "new2", "new3", "stays"], "round \(round)")
        }
        print(
            "\(Self.rounds) kills: \(inTheMiddle) between a journal line and its effect's end, \(ended) came too late")
        #expect(inTheMiddle * 10 >= Self.rounds)
    }
}
