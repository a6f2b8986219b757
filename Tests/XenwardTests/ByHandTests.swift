import FormatSupport
import Foundation
import GuestModel
import Testing

@Suite("Guests are started, stopped and more by name, and what was done is remembered")
struct ByHandTests {
    @Test("each command says what it did, and a second time that it is so already")
    func commands() throws {
        let place = try Workplace.withTwoRunningGuests()
        for (verb, done, already) in [
            ("stop", "stopped", "stopped already"), ("start", "started", "runs already"),
            ("protect", "protected", "protected already"), ("unprotect", "unprotected", "not protected"),
            ("suspend", "suspended", "suspended already"), ("resume", "resumed", "not suspended"),
        ] {
            let first = try place.xenward(verb, "web1", "--dir", "guests")
            #expect(first.status == 0, "\(first.errors)")
            #expect(first.output == "web1: \(done)\n")
            let second = try place.xenward(verb, "web1", "--dir", "guests")
            #expect(second.status == 0)
            #expect(second.output == "" && second.errors.contains(already), "\(second.errors)")
        }
        #expect(
            try place.xenward("restart", "web1", "mail", "--dir", "guests").output
                == "mail: restarted\nweb1: restarted\n")
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
    }

    @Test("one that cannot be worked on does not stop the others, and ends 3")
    func partly() throws {
        let place = try Workplace.withTwoRunningGuests()
        let stop = try place.xenward("stop", "web1", "nobody", "--dir", "guests")
        #expect(stop.status == 3)
        #expect(stop.output == "web1: stopped\n")
        #expect(stop.errors.contains("no guest is called nobody"))
        #expect(try place.xenward("stop", "nobody", "--dir", "guests").status == 1)
    }

    @Test("the history tells who did what, when, from which revision, and what became of it")
    func history() throws {
        let place = try Workplace.withTwoRunningGuests()
        let revision = "0123456789abcdef0123456789abcdef01234567"
        let repository = place.definitions + "/.git"
        try FileManager.default.createDirectory(
            atPath: repository + "/refs/heads", withIntermediateDirectories: true)
        try "ref: refs/heads/main\n".write(toFile: repository + "/HEAD", atomically: true, encoding: .utf8)
        try "\(revision)\n".write(toFile: repository + "/refs/heads/main", atomically: true, encoding: .utf8)
        #expect(try place.xenward("stop", "web1", "--dir", "guests").status == 0)
        let list = try place.xenward("history").output.split(separator: "\n")
        #expect(list.count == 2)
        #expect(list[0].contains("apply") && list[0].contains("2 create done"))
        #expect(list[1].contains("stop web1") && list[1].contains("at 012345678"))
        let last = try JSONReader.read(Array(place.xenward("history", "show", "2", "--json").output.utf8))["run"]
        #expect(last?["revision"]?.string == revision)
        #expect(last?["result"]?.string == "complete")
        #expect(last?["outcomes"]?.elements?.first?["guest"]?.string == "web1")
        #expect(try place.xenward("history", "show", "3").status == 1)
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        #expect(
            try place.xenward("history").output.split(separator: "\n").count == 2, "a run that does nothing is none")
    }

    @Test("a run that was cut short is told of by the next, and is in the history")
    func interrupted() throws {
        let place = try Workplace.withTwoRunningGuests()
        let run =
            #"{"number":0,"started":"2026-01-02T03:04:05Z","ended":"2026-01-02T03:04:05Z","command":"apply","#
            + #""user":"kim","result":"interrupted","outcomes":[]}"#
        let begin = #"{"begin":"web1","action":"restart","reason":"web1.cfg has changed"}"#
        let journal = "\(run)\n\(begin)\n{\"beg"
        try journal.write(toFile: place.state + ".journal", atomically: true, encoding: .utf8)
        let apply = try place.xenward("apply", "guests", "--yes")
        #expect(apply.status == 0)
        #expect(apply.errors.contains("the run of 2026-01-02T03:04:05Z (apply, kim) was cut short at web1 (restart)"))
        #expect(!FileManager.default.fileExists(atPath: place.state + ".journal"))
        #expect(try place.xenward("history").output.contains("interrupted"))
        #expect(try place.xenward("apply", "guests", "--yes").errors == "")
        try journal.write(toFile: place.state + ".journal", atomically: true, encoding: .utf8)
        #expect(try place.xenward("apply", "guests", "--yes", "--quiet").errors == "", "nobody asked for words")
    }

    @Test("a policy in the directory, or one that is named, is heeded; one that is not understood stops everything")
    func policy() throws {
        let place = try Workplace.withTwoRunningGuests()
        try place.write("guests: {web1: {state: shutoff}}\n", to: "xenward.yaml")
        #expect(try place.xenward("plan", "guests").output.contains("- web1  stop: its policy says shutoff"))
        try "{}".write(toFile: place.root + "/other.yaml", atomically: true, encoding: .utf8)
        #expect(try place.xenward("plan", "guests", "--config", "other.yaml").output.hasPrefix("No changes"))
        try place.write("guests:\n  web1: {stat: shutoff}\n", to: "xenward.yaml")
        for command in ["plan", "apply", "validate"] {
            let outcome = try place.xenward(command, "guests")
            #expect(outcome.status == 1)
            #expect(
                outcome.errors.contains("guests/xenward.yaml:2:10: stat is no policy key; is state meant?"),
                "\(outcome.errors)")
        }
        #expect(try place.xenward("plan", "guests", "--config", "missing.yaml").status == 1)
    }

    @Test("a guest's own file says its policy; what is wrong there sets that guest aside alone")
    func annotations() throws {
        let place = try Workplace.withTwoRunningGuests()
        try place.write(Workplace.web + "xenward = [ \"state=shutoff\" ]\n", to: "web1.cfg")
        #expect(try place.xenward("plan", "guests").output.contains("- web1  stop: its policy says shutoff"))
        try place.write(Workplace.web + "xenward = [ \"state=sometimes\" ]\n", to: "web1.cfg")
        let plan = try place.xenward("plan", "guests")
        #expect(plan.status == 1)
        #expect(plan.errors.contains("state is \"sometimes\"; it has to be one of"))
        #expect(plan.output.contains("web1: unknown: web1.cfg cannot be used"))
    }
}

@Suite("What is remembered can be looked at, and rebuilt from what runs")
struct StateTests {
    @Test("a state that was lost is rebuilt from the marks on the domains, and nothing is done to them")
    func repair() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        let before = place.world
        try FileManager.default.removeItem(atPath: place.state)
        #expect(try place.xenward("plan", "guests").output.contains("2 blocked"))
        #expect(try place.xenward("state", "repair", "--dir", "guests").status == 1, "it asks first")
        let repair = try place.xenward("state", "repair", "--dir", "guests", "--yes")
        #expect(repair.status == 0, "\(repair.errors)")
        #expect(repair.output.contains("Remembered: 2."))
        #expect(place.world == before)
        let plan = try place.xenward("plan", "guests", "--detailed-exitcode")
        #expect(plan.status == 0, "\(plan.output)")
        let again = try place.xenward("state", "repair", "--dir", "guests", "--yes")
        #expect(again.status == 0 && again.errors.contains("is remembered"))
    }

    @Test("what has changed while a guest ran is known from its mark, too")
    func repairAfterLiveChanges() throws {
        let place = try Workplace()
        try place.write(Workplace.web, to: "web1.cfg")
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        try place.write(Workplace.web.replacing("memory   = 512", with: "memory   = 256"), to: "web1.cfg")
        #expect(try place.xenward("apply", "guests", "--yes").output.contains("1 changed live"))
        try FileManager.default.removeItem(atPath: place.state)
        #expect(try place.xenward("state", "repair", "--dir", "guests", "--yes").status == 0)
        let plan = try place.xenward("plan", "guests", "--detailed-exitcode")
        #expect(plan.status == 0, "\(plan.output)")
    }

    @Test("a guest that moves to another directory is that one's, and the old one prunes it no more")
    func movedDirectory() throws {
        let place = try Workplace.withTwoRunningGuests()
        let other = place.root + "/others"
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: place.root + "/guests/web1.cfg", toPath: other + "/web1.cfg")
        #expect(try place.xenward("apply", "others", "--yes").status == 0)
        let old = try place.xenward("plan", "guests", "--prune", "--detailed-exitcode")
        #expect(old.status == 0 && old.output.contains("it comes from"), "\(old.output)")
        try FileManager.default.removeItem(atPath: other + "/web1.cfg")
        try place.write(Workplace.web.replacing("web1", with: "web2"), to: "../others/web2.cfg")
        #expect(try place.xenward("plan", "others", "--prune").output.contains("- web1  destroy"))
    }

    @Test("the key of a disk on a network is in no output, and in no saved plan")
    func keyOfADisk() throws {
        let place = try Workplace()
        func define(_ key: String) throws {
            let disk = "\"vdev=xvdb,access=rw,target=rbd:pool/x:id=u:key=\(key):mon_host=a\""
            try place.write(Workplace.web + "\ndisk = [ \(disk) ]\n", to: "web1.cfg")
        }
        try define("first+secret==")
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        try define("second+secret==")
        for command in [
            ["plan", "guests"], ["plan", "guests", "--json"], ["plan", "guests", "--out", "saved"],
            ["show", "web1", "--dir", "guests"], ["show", "web1", "--dir", "guests", "--json"],
            ["apply", "guests", "--yes", "--allow-restart"], ["state", "show", "web1"], ["status", "--dir", "guests"],
        ] {
            let outcome = try place.run(command)
            #expect(!(outcome.output + outcome.errors).contains("+secret"), "\(command)")
        }
        #expect(try place.xenward("show", "web1", "--dir", "guests").output.contains(":key=(secret):mon_host=a"))
        #expect(try !String(contentsOfFile: place.root + "/saved", encoding: .utf8).contains("+secret"))
    }

    @Test("a damaged state is put aside, and rebuilt like one that was lost")
    func damaged() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        try Data("garbage".utf8).write(to: URL(fileURLWithPath: place.state))
        #expect(try place.xenward("state", "repair", "--dir", "guests").status == 1, "it asks first")
        let repair = try place.xenward("state", "repair", "--dir", "guests", "--yes")
        #expect(repair.status == 0 && repair.output.contains("Remembered: 2."), "\(repair.errors)")
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: place.root)
        #expect(names.contains { $0.hasPrefix("state.yaml.damaged-") }, "nothing is thrown away")
    }

    @Test("list and show tell what is remembered, without passwords")
    func list() throws {
        let place = try Workplace()
        try place.write(Workplace.withPassword, to: "screen.cfg")
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        let list = try place.xenward("state", "list")
        #expect(list.status == 0 && list.output.contains("screen") && list.output.contains("running"))
        let show = try place.xenward("state", "show", "screen")
        #expect(show.status == 0 && show.output.contains("\"target_memkb\""))
        #expect(!show.output.contains("opensesame"))
        #expect(try place.xenward("state", "show", "nobody").status == 1)
    }

    @Test("whoever asks for a document gets one, and nothing else on standard output")
    func documents() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        try FileManager.default.removeItem(atPath: place.state)
        for (arguments, kind) in [
            (["state", "repair", "--dir", "guests", "--yes"], "state-repair"),
            (["state", "repair", "--dir", "guests"], "state-repair"),
            (["adopt", "web1", "--dir", "guests", "--write", "new.cfg"], "definition"),
            (["watch", "guests", "--once"], "watch"),
        ] {
            let run = try place.run(arguments + ["--json"])
            #expect(run.status == 0, "\(run.errors)")
            let document = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
            #expect(document?["kind"] as? String == "xenward.\(kind)")
        }
    }
}
