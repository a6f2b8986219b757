import Foundation
import Testing

@Suite("stop-all stops every guest until the host boots")
struct StopAllTests {
    @Test("a line for each on standard error, and then there is nothing to do")
    func stops() throws {
        let place = try Workplace.withTwoRunningGuests()
        let outcome = try place.xenward("stop-all", "--dir", "guests")
        #expect(outcome.status == 0 && outcome.output == "")
        for name in ["mail", "web1"] {
            #expect(outcome.errors.contains("guest=\(name) domid=") && outcome.errors.contains("action=stop"))
        }
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
        let again = try place.xenward("stop-all", "--dir", "guests")
        #expect(again.status == 0 && again.errors == "")
    }

    @Test(
        "a policy that is not understood, a definition that cannot be read, or no directory at all keep none from it",
        arguments: ["policy", "definition", "directory"])
    func unreadable(what: String) throws {
        let place = try Workplace.withTwoRunningGuests()
        switch what {
        case "policy": try place.write("version: 7\n", to: "xenward.yaml")
        case "definition": try place.write("name = \"web1", to: "web1.cfg")
        default: try FileManager.default.removeItem(atPath: place.definitions)
        }
        let outcome = try place.xenward("stop-all", "--dir", "guests")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(try place.xenward("stop-all", "--dir", "guests", "--json").output.contains("\"actions\": []"))
    }

    @Test("guests of a state that is lost are told of, and stopped by their marks where that is asked for")
    func lostState() throws {
        let place = try Workplace.withTwoRunningGuests()
        try FileManager.default.removeItem(atPath: place.state)
        let told = try place.xenward("stop-all", "--dir", "guests")
        #expect(told.status == 1, "\(told.errors)")
        #expect(told.errors.contains("web1 (domain 2) is not remembered, and runs on; --all-marked stops it, too"))
        let stopped = try place.xenward("stop-all", "--dir", "guests", "--all-marked")
        #expect(stopped.status == 0 && stopped.errors.contains("guest=web1 domid="), "\(stopped.errors)")
        #expect(try #require(place.world).contains("domains: []"))
        #expect(try place.xenward("state", "list").output.contains("web1"), "it is remembered again")
    }

    @Test("it waits for another xenward, and not for ever")
    func waits() throws {
        let place = try Workplace.withTwoRunningGuests()
        let lock = open(place.state + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        try #require(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0)

        #expect(try place.xenward("stop-all", "--dir", "guests", "--wait", "1").status == 4)
        let (patient, _) = try place.start(["stop-all", "--dir", place.definitions, "--wait", "600", "--quiet"])
        defer { if patient.isRunning { patient.terminate() } }
        usleep(1_000_000)
        #expect(patient.isRunning)
        close(lock)
        patient.waitUntilExit()
        #expect(patient.terminationStatus == 0)
        #expect(try place.xenward("stop-all", "--dir", "guests", "--json").output.contains("\"actions\": []"))
    }

    @Test("a state that cannot be written, or that is damaged, keeps none from it", arguments: ["full", "damaged"])
    func state(what: String) throws {
        let place = try Workplace.withTwoRunningGuests()
        if what == "full" {
            try FileManager.default.createDirectory(
                atPath: place.state + ".new/x", withIntermediateDirectories: true)
        } else {
            try Data("garbage".utf8).write(to: URL(fileURLWithPath: place.state))
        }
        let outcome = try place.xenward("stop-all", "--dir", "guests")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.errors.contains("warning: "))
        #expect(place.world?.contains("state: running") == false)
        if what == "full" {
            let history = try place.xenward("history", "show").output
            #expect(history.contains("complete") && !history.contains("not-reached"), "\(history)")
        }
    }
}
