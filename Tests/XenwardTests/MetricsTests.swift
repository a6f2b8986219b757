import Foundation
import Planning
import Testing

@testable import xenward

@Suite("A watcher leaves its figures as Prometheus reads them")
struct MetricsPageTests {
    /// All there is to tell.
    private var metrics: WatchMetrics {
        var metrics = WatchMetrics(version: "1.2.3")
        metrics.note(.failed, RunFigures(), at: Timestamp(seconds: 1_700_000_000))
        var figures = RunFigures(countsGuests: true)
        figures.times = StepTimes([
            .scan: .milliseconds(12), .observe: .milliseconds(1500), .plan: .microseconds(250), .apply: .seconds(3),
        ])
        figures.actions = [
            .init(kind: .create, result: "done"): 2, .init(kind: .restart, result: "failed"): 1,
            .init(kind: .blocked, result: "done"): 1, .init(kind: .stop, result: "not-reached"): 1,
        ]
        figures.guests = GuestFigures(
            byState: [.running: 3, .shutDown: 1], drifted: 1, waitingForBoot: 2, waitingForRestart: 1, blocked: 1,
            unusable: 1,
            guests: [
                .init(name: "web1", restarts: 4, crashes: 2, reboots: 7, backOff: 20),
                .init(name: "db1", restarts: 0, crashes: 0, reboots: 0, backOff: 0),
            ])
        metrics.note(.partial, figures, at: Timestamp(seconds: 1_700_000_300))
        return metrics
    }

    @Test("every figure has its help and its type")
    func golden() throws {
        try expectGolden(metrics.page.text, "metrics.prom")
    }

    @Test("counters add up from run to run, and what the last run saw takes the place of what was seen before")
    func runs() throws {
        var metrics = metrics
        var figures = RunFigures(countsGuests: true)
        figures.actions = [.init(kind: .create, result: "done"): 3]
        metrics.note(.complete, figures, at: Timestamp(seconds: 1_700_000_600))
        let text = metrics.page.text
        for line in [
            #"xenward_actions_total{action="create",result="done"} 5"#,
            #"xenward_actions_total{action="restart",result="failed"} 1"#, #"xenward_runs_total{result="failed"} 1"#,
            #"xenward_runs_total{result="complete"} 1"#, "xenward_last_success_timestamp_seconds 1700000600",
        ] { #expect(text.contains("\n\(line)\n"), "\(line)") }
        #expect(!text.contains("xenward_guests"), "nobody has looked, so that nobody knows")
        #expect(!text.contains("step="))
    }

    @Test("a run for single guests leaves the figures of all as they were")
    func singleGuests() {
        var metrics = metrics
        metrics.note(.complete, RunFigures(countsGuests: false), at: Timestamp(seconds: 1_700_000_600))
        #expect(metrics.page.text.contains("\nxenward_guests{state=\"running\"} 3\n"))
    }

    @Test("a run that failed moves the time of the last run, and not that of the last success")
    func failure() {
        var metrics = metrics
        metrics.note(.failed, RunFigures(), at: Timestamp(seconds: 1_700_000_900))
        #expect(metrics.page.text.contains("\nxenward_last_run_timestamp_seconds 1700000900\n"))
        #expect(metrics.page.text.contains("\nxenward_last_success_timestamp_seconds 1700000300\n"))
        #expect(WatchMetrics.lastSuccess(in: metrics.page.text) == Timestamp(seconds: 1_700_000_300))
        #expect(WatchMetrics.lastSuccess(in: "# HELP xenward_last_success_timestamp_seconds 7\n") == nil)
    }

    @Test(
        "no name breaks the page: a line stays a line, and a value ends where it ends",
        arguments: [
            (#"we"b"#, #"we\"b"#), (#"we\b"#, #"we\\b"#), ("we\nb 1", #"we\nb 1"#), ("we\r\nb", "we\r\\nb"),
            ("wéb}", "wéb}"), (#"\n"#, #"\\n"#),
        ])
    func names(name: String, shown: String) {
        let page = MetricsPage(families: [
            .init(name: "x", kind: .gauge, help: "Of \(name).", samples: [.init(1, .init("guest", name))])
        ])
        let lines = page.text.utf8.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
        #expect(lines.count == 3)
        #expect(lines[2] == "x{guest=\"\(shown)\"} 1")
    }

    @Test("two guests of one name are told of once: a reader refuses a page that says two things of one")
    func twice() {
        let page = MetricsPage(families: [
            .init(
                name: "x", kind: .gauge, help: "Y.",
                samples: [.init(1, .init("guest", "a")), .init(2, .init("guest", "b")), .init(3, .init("guest", "a"))])
        ])
        #expect(page.text == "# HELP x Y.\n# TYPE x gauge\nx{guest=\"a\"} 1\nx{guest=\"b\"} 2\n")
    }
}

@Suite("watch --metrics-file")
struct MetricsFileTests {
    private func figures(_ place: Workplace) throws -> String {
        try String(contentsOfFile: place.root + "/xenward.prom", encoding: .utf8)
    }

    private func watch(_ place: Workplace) throws -> Workplace.Outcome {
        try place.xenward("watch", "guests", "--once", "--metrics-file", "xenward.prom")
    }

    @Test("tells what the run has done, and how the guests are once it has ended")
    func once() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try watch(place).status == 0)
        let text = try figures(place)
        for line in [
            #"xenward_build_info{version="\#(Version.text)"} 1"#, #"xenward_guests{state="running"} 2"#,
            #"xenward_guests{state="absent"} 0"#, "xenward_guests_blocked 0", "xenward_guests_drifted 0",
            #"xenward_actions_total{action="create",result="done"} 2"#, #"xenward_runs_total{result="complete"} 1"#,
            #"xenward_guest_restarts_total{guest="web1"} 0"#,
        ] { #expect(text.contains("\n\(line)\n"), "\(line)") }
        for step in ["scan", "observe", "plan", "apply"] {
            #expect(text.contains("xenward_last_run_duration_seconds{step=\"\(step)\"} 0."), "\(step)")
        }
    }

    @Test("a run that finds nothing to do writes nothing else")
    func idle() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try watch(place).status == 0)
        func files() throws -> [String: Date] {
            try FileManager.default.contentsOfDirectory(atPath: place.root).reduce(into: [:]) {
                let attributes = try FileManager.default.attributesOfItem(atPath: place.root + "/" + $1)
                $0[$1] = attributes[.modificationDate] as? Date
            }
        }
        var before = try files()
        #expect(try watch(place).status == 0)
        var after = try files()
        #expect(before.removeValue(forKey: "xenward.prom") != after.removeValue(forKey: "xenward.prom"))
        #expect(before == after)
        #expect(try !figures(place).contains("step=\"apply\""), "nothing was applied")
    }

    @Test("everybody may read it, whatever the umask is, and nothing but the file is left")
    func mode() throws {
        let place = try Workplace()
        let script = "umask 077; exec \"$@\""
        let arguments = [
            "-c", script, "sh", try Workplace.program(), "watch", "guests", "--once", "--metrics-file", "x.prom",
            "--connect", "test://\(place.host)", "--state", place.state,
        ]
        #expect(try Workplace.run(arguments, in: place.root, program: "/bin/sh").status == 0)
        let mode = try FileManager.default.attributesOfItem(atPath: place.root + "/x.prom")[.posixPermissions] as? Int
        #expect(mode == 0o644)
        #expect(try FileManager.default.contentsOfDirectory(atPath: place.root).sorted() == ["guests", "x.prom"])
    }

    @Test("drift, what waits, and what is blocked are counted")
    func trouble() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try watch(place).status == 0)
        try place.write(Workplace.mail.replacing("pygrub", with: "pygrub-new"), to: "mail.xml")
        try place.write(Workplace.web + "nestedhvm = 1\n", to: "web1.cfg")
        #expect(try watch(place).status == 3)
        var text = try figures(place)
        #expect(text.contains("\nxenward_guests_pending{until=\"next-boot\"} 1\n"))
        #expect(text.contains("\nxenward_guests_pending{until=\"restart\"} 1\n"))
        #expect(text.contains("\nxenward_guests_blocked 1\n"))
        try place.write("defaults: {drift: report}\n", to: "xenward.yaml")
        let world = try #require(place.world)
        try world.replacing("weight: 256", with: "weight: 300").write(
            toFile: place.host, atomically: true, encoding: .utf8)
        #expect(world.contains("weight: 256"))
        #expect(try watch(place).status == 3)
        text = try figures(place)
        #expect(text.contains("\nxenward_guests_drifted 2\n"), "\(text)")
    }

    @Test("a run that fails says so, leaves out what it could not see, and keeps the time of the last success")
    func failure() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try watch(place).status == 0)
        let success = try #require(WatchMetrics.lastSuccess(in: try figures(place)))
        try place.write("version: 7\n", to: "xenward.yaml")
        #expect(try watch(place).status == 1)
        let text = try figures(place)
        #expect(text.contains("\nxenward_runs_total{result=\"failed\"} 1\n"))
        #expect(!text.contains("xenward_guests"))
        #expect(WatchMetrics.lastSuccess(in: text) == success)
    }

    @Test("a file that cannot be written is a warning, and the run goes on")
    func unwritable() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        let run = try place.xenward("watch", "guests", "--once", "--metrics-file", "no/such/folder.prom")
        #expect(run.status == 0)
        #expect(run.errors.contains("warning: the metrics cannot be written: no/such/folder.prom"))
    }

    @Test("a state is not taken for figures of yesterday")
    func another() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        let state = try Data(contentsOf: URL(fileURLWithPath: place.root + "/state.yaml"))
        for arguments in [["watch", "guests", "--once", "--metrics-file"], ["plan", "guests", "--out"]] {
            let run = try place.run(arguments + ["state.yaml"])
            #expect(run.status == 1)
            #expect(run.errors.contains("state.yaml: it is there already, and something else; name another file"))
            #expect(try Data(contentsOf: URL(fileURLWithPath: place.root + "/state.yaml")) == state)
        }
    }

    @Test("what is no file is not written to, and no link is followed: others may have put it there")
    func noFile() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(mkfifo(place.root + "/pipe", 0o600) == 0)
        try FileManager.default.createSymbolicLink(
            atPath: place.root + "/link.prom", withDestinationPath: place.root + "/elsewhere")
        for path in ["pipe", "link.prom"] {
            let run = try place.xenward("watch", "guests", "--once", "--metrics-file", path)
            #expect(run.status == 0 && run.errors.contains("\(path): it is a link, or no file"), "\(run.errors)")
        }
        #expect(!FileManager.default.fileExists(atPath: place.root + "/elsewhere"))
    }
}
