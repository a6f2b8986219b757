import Foundation
import Testing
import UnixSockets

@testable import xenward

@Suite("A watcher has a door: one at a time, and it stands aside for whoever asks")
struct WatcherSocketTests {
    @Test("a second watcher refuses, and one that was killed keeps nobody out")
    func second() async throws {
        let (place, first, _) = try await watched()
        defer { first.terminate() }
        let second = try place.xenward("watch", "guests")
        #expect(second.status == 4)
        #expect(second.errors.contains("another watcher is at work here: it has \(place.host).socket"))
        kill(first.processIdentifier, SIGKILL)
        first.waitUntilExit()
        #expect(FileManager.default.fileExists(atPath: place.host + ".socket"))
        #expect(try place.xenward("stop", "web1", "--dir", "guests").status == 0, "nobody listens there")
        let (third, _) = try place.watch()
        #expect(try await soon { try get("/metrics", from: place)?.contains("xenward_runs_total") == true })
        third.terminate()
        third.waitUntilExit()
        #expect(third.terminationStatus == 0)
        #expect(!FileManager.default.fileExists(atPath: place.host + ".socket"))
    }

    @Test("it begins nothing while somebody has asked for it, and looks at once when that one has gone")
    func pause() async throws {
        let (place, process, log) = try await watched()
        defer { process.terminate() }
        do {
            let pause = try WatcherPause(at: place.host + ".socket", .silent)
            let isGranted = pause != nil
            #expect(isGranted)
            try place.write(Workplace.web.replacing("memory   = 512", with: "memory   = 768"), to: "web1.cfg")
            try await Task.sleep(for: .seconds(2))
            #expect(try !String(contentsOfFile: log, encoding: .utf8).contains("action=live"))
            #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 2)
            _ = consume pause
        }
        #expect(try await soon(log) { $0.contains("action=live") })
    }

    @Test("what a command has changed in the state alone is followed at once")
    func afterPause() async throws {
        let (place, process, log) = try await watched()
        defer { process.terminate() }
        #expect(try place.xenward("suspend", "web1", "--dir", "guests").status == 0)
        try place.write(Workplace.web.replacing("memory   = 512", with: "memory   = 768"), to: "web1.cfg")
        try await Task.sleep(for: .seconds(2))
        #expect(try !String(contentsOfFile: log, encoding: .utf8).contains("action=live"))
        #expect(try place.xenward("resume", "web1", "--dir", "guests").status == 0)
        #expect(try await soon(log) { $0.contains("action=live") })
    }

    @Test("a plan waits for a watcher that acts, and refuses while anybody else does", arguments: ["watch", "apply"])
    func planWaits(purpose: String) throws {
        let place = try Workplace.withTwoRunningGuests()
        let lock = open(place.state + ".lock", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        try #require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)
        let holder = "pid: 1\npurpose: \"\(purpose)\"\nhost: \"xen1\"\nsince: \"2026-01-02T03:04:05Z\"\n"
        try #require(write(lock, holder, holder.utf8.count) == holder.utf8.count)
        let (plan, log) = try place.start(["plan", place.definitions])
        defer { if plan.isRunning { plan.terminate() } }
        func isWaiting() -> Bool {
            (try? String(contentsOfFile: log, encoding: .utf8))?.contains("waiting for the watcher, which is acting")
                == true
        }
        if purpose == "watch" {
            // Without suspending: a test that does may wait long for its turn, and the plan has only so much patience.
            #expect(comesTrue(isWaiting))
            #expect(plan.isRunning)
            close(lock)
            plan.waitUntilExit()
        } else {
            plan.waitUntilExit()
            close(lock)
            #expect(!isWaiting())
        }
        #expect(plan.terminationStatus == (purpose == "watch" ? 0 : 4))
    }

    @Test("whoever asks while it acts waits for the end of it, and no longer")
    func waits() throws {
        let place = try Workplace()
        let path = place.root + "/door"
        let door = try WatcherSocket(path: path, Bell())
        #expect(door.begin())
        let asking = Thread {
            guard let pause = try? WatcherPause(at: path, .silent) else { return }
            try? Data().write(to: URL(fileURLWithPath: path + ".granted"))
            while !FileManager.default.fileExists(atPath: path + ".enough") { usleep(10_000) }
            _ = consume pause
        }
        asking.start()
        usleep(300_000)
        #expect(!FileManager.default.fileExists(atPath: path + ".granted"))
        door.end()
        #expect(comesTrue { FileManager.default.fileExists(atPath: path + ".granted") })
        #expect(!door.begin())
        try Data().write(to: URL(fileURLWithPath: path + ".enough"))
        #expect(comesTrue { door.begin() })
    }

    @Test("it answers with its figures, and sends everybody else away")
    func answers() async throws {
        let place = try Workplace()
        try place.write(Workplace.web, to: "web1.cfg")
        let (process, _) = try place.watch()
        defer { process.terminate() }
        #expect(
            try await soon {
                try get("/metrics", from: place)?.contains("\nxenward_guests{state=\"running\"} 1\n") == true
            })
        #expect(try get("/", from: place)?.hasPrefix("HTTP/1.1 404 Not Found") == true)
        let mode = try FileManager.default.attributesOfItem(atPath: place.host + ".socket")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("xen+unix:///system wants a watcher")
    func explicit() throws {
        let place = try Workplace()
        let outcome = try Workplace.run(
            ["apply", "guests", "--connect", "xen+unix:///system", "--state", place.state], in: place.root)
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "error: xen+unix:///system: there is no watcher; start it, or connect to xen:///system\n")
    }

    @Test("more visitors than it has room for are sent away, and it goes on")
    func crowd() async throws {
        let (place, process, _) = try await watched()
        defer { process.terminate() }
        let visitors = (0..<80).compactMap { _ in UnixSocket.stream(to: place.host + ".socket") }
        #expect(visitors.count == 80)
        try await Task.sleep(for: .milliseconds(500))
        for visitor in visitors { close(visitor) }
        #expect(try await soon { try get("/metrics", from: place)?.contains("xenward_runs_total") == true })
        #expect(process.isRunning)
    }

    @Test("when it ends it leaves the name to whoever has it by then")
    func successor() throws {
        let path = NSTemporaryDirectory() + "xenward-\(UUID().uuidString).socket"
        defer { for suffix in ["", ".lock"] { unlink(path + suffix) } }
        let first = try WatcherSocket(path: path, Bell())
        unlink(path + ".lock")
        let second = try WatcherSocket(path: path, Bell())
        first.shut()
        #expect(FileManager.default.fileExists(atPath: path))
        second.shut()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    // MARK: Tools

    /// A watcher that has made its one guest, web1.
    private func watched() async throws -> (place: Workplace, process: Process, log: String) {
        let place = try Workplace()
        try place.write(Workplace.web, to: "web1.cfg")
        let (process, log) = try place.watch()
        #expect(try await soon(log) { $0.contains("action=create result=done") })
        return (place, process, log)
    }

    /// What the socket answers; nil while nobody is there.
    private func get(_ path: String, from place: Workplace) throws -> String? {
        guard let descriptor = UnixSocket.stream(to: place.host + ".socket") else { return nil }
        defer { close(descriptor) }
        UnixSocket.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n", to: descriptor)
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = read(descriptor, &buffer, buffer.count), count > 0 { answer += buffer[..<count] }
        return String(decoding: answer, as: UTF8.self)
    }

    private func comesTrue(_ holds: () -> Bool) -> Bool {
        for _ in 0..<1000 {
            if holds() { return true }
            usleep(20_000)
        }
        return false
    }
}

extension Console {
    fileprivate static var silent: Console {
        Console(isVerbose: false, isQuiet: true, isForMachines: false, allowsColor: false)
    }
}
