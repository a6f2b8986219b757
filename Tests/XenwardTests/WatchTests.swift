import Foundation
import Testing
import UnixSockets

@testable import xenward

@Suite("A watcher keeps guests as they are defined until it is told to end")
struct WatchTests {
    @Test("it creates, follows an edit, leaves room for other commands, and ends cleanly")
    func watches() async throws {
        let place = try Workplace()
        try place.write(Workplace.web, to: "web1.cfg")
        let (process, log) = try place.watch()
        defer { if process.isRunning { process.terminate() } }

        #expect(try await soon(log) { $0.contains("guest=web1 domid=1 action=create result=done") })
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

    @Test("while the directory is gone a guest that reboots comes back, and what the next directory says is heeded")
    func directoryIsGone() async throws {
        let place = try Workplace()
        try place.write(Workplace.web, to: "web1.cfg")
        let (process, log) = try place.watch()
        defer { if process.isRunning { process.terminate() } }
        #expect(try await soon(log) { $0.contains("action=create result=done") })
        let guests = place.root + "/guests"
        try FileManager.default.moveItem(atPath: guests, toPath: guests + "-gone")
        #expect(try await soon(log) { $0.contains("No such file or directory") })
        let world = try #require(place.world)
        try world.replacing("state: running", with: "state: shut_down\n  reason: reboot")
            .write(toFile: place.host, atomically: true, encoding: .utf8)
        #expect(try await soon(log) { $0.contains("action=restart") })
        #expect(try await soon(log) { $0.contains("result=done seconds=") && $0.contains("it asked for a reboot") })
        try FileManager.default.moveItem(atPath: guests + "-gone", toPath: guests)
        try place.write(Workplace.web.replacing("memory   = 512", with: "memory   = 768"), to: "web1.cfg")
        #expect(try await soon(log) { $0.contains("action=live") })
    }

    @Test("a guest that is kept waiting after a crash is started again when its time has come")
    func backOff() async throws {
        let place = try Workplace()
        try place.write(Workplace.web + "on_crash = \"restart\"\n", to: "web1.cfg")
        try place.write("defaults: {crash: {delay: 2}}\n", to: "xenward.yaml")
        let (process, log) = try place.watch()
        defer { if process.isRunning { process.terminate() } }
        func crash(domid: Int) async throws {
            #expect(try await soon(log) { $0.contains("domid=\(domid) action=") })
            let world = try #require(place.world)
            try world.replacing("state: running", with: "state: shut_down\n  reason: crash")
                .write(toFile: place.host, atomically: true, encoding: .utf8)
        }
        try await crash(domid: 1)
        try await crash(domid: 2)
        #expect(try await soon(log) { $0.contains("domid=3 action=restart") && $0.contains("after 1 crash") })
    }

    @Test("a command for which the watcher stands aside has guests come back that reboot meanwhile")
    func inItsStead() async throws {
        let place = try Workplace.withTwoRunningGuests()
        let (watcher, log) = try place.watch()
        defer { if watcher.isRunning { watcher.terminate() } }
        #expect(try await soon { FileManager.default.fileExists(atPath: place.host + ".socket") })
        try place.write("guests: {late: {after: [{guest: web1, running: 600}]}}\n", to: "xenward.yaml")
        try place.write(Workplace.web.replacing("web1", with: "late").replacing("00:01", with: "00:09"), to: "late.cfg")
        let (apply, words) = try place.start(["apply", "guests", "--yes"])
        #expect(
            try await soon {
                (try? String(contentsOfFile: place.state + ".journal", encoding: .utf8))?.contains("late") == true
            }, "it waits for its guest's turn")
        let world = try #require(place.world)
        try world.replacing(
            "name: \"mail\"\n  state: running", with: "name: \"mail\"\n  state: shut_down\n  reason: reboot"
        )
        .write(toFile: place.host, atomically: true, encoding: .utf8)
        #expect(try await soon { place.world?.contains("domid: 3") == true })
        #expect(apply.isRunning, "long before the other one's turn")
        apply.interrupt()
        apply.waitUntilExit()
        #expect(apply.terminationStatus == 3, "its own guest was not reached")
        let told = try String(contentsOfFile: words, encoding: .utf8)
        #expect(told.contains("mail: restarted meanwhile: it asked for a reboot"), "\(told)")
        #expect(
            try !String(contentsOfFile: log, encoding: .utf8).contains("guest=mail"), "nothing is left to the watcher")
    }

    @Test("what stands in a guest's way is told once, and once more when it is something else")
    func obstacles() async throws {
        let place = try Workplace.withTwoRunningGuests()
        let (process, log) = try place.start(["watch", "guests", "--interval", "1"])
        defer { process.terminate() }
        func lines() throws -> [Substring] {
            try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
                .filter { $0.contains("guest=web1 ") && $0.contains(" action=blocked ") }
        }
        try place.write(Workplace.web + "nestedhvm = 1\n", to: "web1.cfg")
        #expect(try await soon { try lines().count == 1 })
        #expect(try lines().first?.contains("result=blocked") == true)
        try await Task.sleep(for: .seconds(4))
        #expect(try lines().count == 1, "several looks later")
    }

    @Test("figures are not left among the definitions, where they would call for another run each time")
    func metricsAmongDefinitions() throws {
        let place = try Workplace.withTwoRunningGuests()
        for file in ["guests/x.prom", "./guests/x.prom", place.definitions + "/x.prom"] {
            let outcome = try place.xenward("watch", "guests", "--metrics-file", file)
            #expect(
                outcome.status == 1 && outcome.errors.contains("is in the definitions directory"), "\(outcome.errors)")
        }
    }

    @Test("a line of the log is one line, whatever the name of a file holds")
    func forged() throws {
        let place = try Workplace()
        try place.write(Workplace.web, to: "a\r\nguest=b action=destroy\u{1b}[31m.cfg")
        let errors = try place.xenward("watch", "guests", "--once").errors
        #expect(errors.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("guest=") }.count == 1, "\(errors)")
        #expect(errors.contains(#"defined in a\x0d\nguest=b action=destroy\x1b[31m.cfg"#), "\(errors)")
    }

    @Test("--once ends 0 when all guests are as they should be, 3 when some are, else 1")
    func once() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("watch", "guests", "--once").status == 0)
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
        try place.write(Workplace.web + "nestedhvm = 1\n", to: "web1.cfg")
        #expect(try place.xenward("watch", "guests", "--once").status == 3, "it needs a restart that nobody allowed")
        try place.write(Workplace.web + "nestedhvm = 1\ncpu_weight = 300\n", to: "web1.cfg")
        #expect(try place.xenward("watch", "guests", "--once").status == 3, "something was done")
        try place.write("version: 7\n", to: "xenward.yaml")
        #expect(try place.xenward("watch", "guests", "--once").status == 1)
    }

    @Test("one line an action: which guest and domain, what was done and why, how long it took, and no password")
    func lines() throws {
        let place = try Workplace()
        try place.write(Workplace.withPassword, to: "screen.cfg")
        func line() throws -> String {
            let errors = try place.xenward("watch", "guests", "--once", environment: ["TERM": "xterm"]).errors
            #expect(!errors.contains("opensesame") && !errors.contains("\u{1b}"))
            return try #require(errors.split(separator: "\n").first { $0.hasPrefix("guest=") }.map(String.init))
        }
        let reason = #"reason="defined in screen.cfg""#
        #expect(
            try line().wholeMatch(
                of: /guest=screen domid=1 action=create result=done seconds=\d+\.\d (?<reason>.*)/
            )?.reason == reason[...])
        try place.write(Workplace.withPassword.replacing("512", with: "256"), to: "screen.cfg")
        #expect(try line().hasPrefix("guest=screen domid=1 action=live uuid="))
        try place.write("guests: {screen: {state: shutoff}}\n", to: "xenward.yaml")
        #expect(try line().hasPrefix("guest=screen domid=1 action=stop uuid="), "the domain that it found")
        try place.write("{}\n", to: "xenward.yaml")
        #expect(try line().hasPrefix("guest=screen domid=2 action=create uuid="))
    }

    @Test("while it works it tells the service manager after each step that it is alive")
    func watchdog() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        let manager = try StandInForSystemd()
        #expect(try place.xenward("watch", "guests", "--once", environment: manager.environment).status == 0)
        // Two guests, each begun and ended.
        #expect(manager.messages() == Array(repeating: "WATCHDOG=1", count: 4))
    }

    @Test(
        "it gives its signs at half of the service manager's patience, and at least once a minute",
        arguments: [
            (nil, 60_000), ("900000000", 60_000), ("120000000", 60_000), ("30000000", 15_000), ("1000000", 500),
            ("1", 100), ("0", 60_000), ("-5", 60_000), ("soon", 60_000), ("18446744073709551615", 60_000),
        ] as [(String?, Int)])
    func rhythm(patience: String?, milliseconds: Int) {
        func rhythm(_ variables: [String: String]) -> Duration {
            let patience = patience.map { ["WATCHDOG_USEC": $0] } ?? [:]
            return ServiceNotification { variables[$0] ?? patience[$0] }.rhythm
        }
        #expect(rhythm(["NOTIFY_SOCKET": "/x"]) == .milliseconds(milliseconds))
        #expect(rhythm(["NOTIFY_SOCKET": "/x", "WATCHDOG_PID": "\(getpid())"]) == .milliseconds(milliseconds))
        #expect(rhythm(["NOTIFY_SOCKET": "/x", "WATCHDOG_PID": "1"]) == .seconds(60), "another is meant")
        #expect(rhythm([:]) == .seconds(60), "nobody listens")
    }
}

/// A socket such as a service tells systemd of itself by.
private final class StandInForSystemd {
    // A name in the file system is at most as long as sun_path.
    private let path = "/tmp/xenward-\(UUID().uuidString)"
    private let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)

    init() throws { try #require(UnixSocket.withAddress(path) { Int(bind(descriptor, $0, $1)) } == 0) }

    deinit {
        close(descriptor)
        unlink(path)
    }

    var environment: [String: String] { ["NOTIFY_SOCKET": path] }

    /// What came since this was asked last.
    func messages() -> [String] {
        var messages: [String] = []
        var buffer = [UInt8](repeating: 0, count: 512)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
            messages.append(String(decoding: buffer[..<count], as: UTF8.self))
        }
        return messages
    }
}
