import FormatSupport
import Foundation
import GuestModel
import Testing

@Suite("The main job: a directory is planned, applied, and found unchanged")
struct MainJobTests {
    @Test("plan, apply, plan again")
    func planApplyPlan() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        let plan = try place.xenward("plan", "guests", "--detailed-exitcode")
        #expect(plan.status == 2)
        try expectGolden(plan.output, "plan-create.txt")
        #expect(place.world == nil, "plan changed the host")

        let apply = try place.xenward("apply", "guests", "--yes", "--parallelism", "1")
        #expect(apply.status == 0, "\(apply.errors)")
        try expectGolden(apply.output, "apply-create.txt")

        let again = try place.xenward("plan", "guests", "--detailed-exitcode")
        #expect(again.status == 0)
        try expectGolden(again.output, "plan-unchanged.txt")
    }

    @Test("each kind of change has its mark, its reason and its fields")
    func changes() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes", "--parallelism", "1").status == 0)
        try place.write(Workplace.web.replacing("memory   = 512", with: "memory   = 768"), to: "web1.cfg")
        try place.write(Workplace.mail.replacing("pygrub", with: "pygrub-new"), to: "mail.xml")
        let plan = try place.xenward("plan", "guests", "--detailed-exitcode")
        #expect(plan.status == 2)
        try expectGolden(plan.output, "plan-changes.txt")
        try expectGolden(try place.xenward("plan", "guests", "--allow-restart").output, "plan-changes-restart.txt")

        #expect(try place.xenward("apply", "guests", "--yes", "--parallelism", "1").status == 0)
        let waiting = try place.xenward("plan", "guests", "--detailed-exitcode")
        #expect(waiting.status == 0, "a change that was recorded for the next boot still counts")
        try expectGolden(waiting.output, "plan-waiting.txt")
        #expect(try place.xenward("apply", "guests", "--yes", "--allow-restart").status == 0)
        #expect(try place.xenward("plan", "guests", "--allow-restart", "--detailed-exitcode").status == 0)
    }

    @Test("a deleted definition is a remark; with --prune its guest is destroyed")
    func deleted() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes", "--parallelism", "1").status == 0)
        try place.remove("mail.xml")
        let plan = try place.xenward("plan", "guests", "--detailed-exitcode")
        #expect(plan.status == 0)
        try expectGolden(plan.output, "plan-deleted.txt")
        let prune = try place.xenward("plan", "guests", "--prune", "--detailed-exitcode")
        #expect(prune.status == 2)
        try expectGolden(prune.output, "plan-prune.txt")
        #expect(try place.xenward("apply", "guests", "--prune", "--yes").status == 0)
        #expect(place.world?.contains("mail") == false)
    }

    @Test("an empty directory plans nothing and prunes nothing")
    func empty() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes", "--parallelism", "1").status == 0)
        let before = place.world
        try place.remove("mail.xml")
        try place.remove("web1.cfg")
        let plan = try place.xenward("plan", "guests", "--prune", "--detailed-exitcode")
        #expect(plan.status == 0)
        #expect(plan.errors.contains("no definitions"))
        #expect(try place.xenward("apply", "guests", "--prune", "--yes").status == 0)
        #expect(place.world == before)
    }

    @Test("one definition that cannot be used leaves its guest alone, and the others go on")
    func oneBad() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes", "--parallelism", "1").status == 0)
        let before = place.world
        try place.write("name = \"mail\"\nmemory = [", to: "mail.cfg")
        try place.remove("mail.xml")
        #expect(try place.xenward("plan", "guests", "--prune", "--detailed-exitcode").status == 1)
        #expect(try place.xenward("apply", "guests", "--prune", "--yes").status == 1)
        #expect(place.world == before)
        try place.write(Workplace.web.replacing("memory   = 512", with: "memory   = 768"), to: "web1.cfg")
        #expect(try place.xenward("apply", "guests", "--prune", "--yes").status == 3)
        #expect(place.world != before)
    }

    @Test("only the targets are touched, and a target that nobody knows is an error")
    func targets() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes", "--target", "mail").status == 0)
        #expect(place.world?.contains("web1") == false)
        let unknown = try place.xenward("plan", "guests", "--target", "nobody")
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("nobody"))
    }

    @Test("a guest that somebody destroyed is created again")
    func destroyedBehindOurBack() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes", "--parallelism", "1").status == 0)
        try FileManager.default.removeItem(atPath: place.host)
        let plan = try place.xenward("plan", "guests")
        #expect(plan.output.contains("+ mail"))
        #expect(try place.xenward("apply", "guests", "--yes", "--parallelism", "1").status == 0)
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
    }

    @Test("status tells what is wanted, a guest that is kept paused included, and by which uuid")
    func wanted() throws {
        let place = try Workplace()
        let uuid = "7c1d5d5e-8a52-4f0f-9e0f-0a6f4c1b2d3e"
        try place.write(Workplace.web + "uuid = \"\(uuid)\"\n", to: "web1.cfg")
        let before = try place.xenward("status", "--dir", "guests", "--json")
        #expect(before.output.contains(uuid), "\(before.output)")
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        try place.write("guests: {web1: {state: paused}}\n", to: "xenward.yaml")
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        let status = try place.xenward("status", "--dir", "guests").output
        #expect(status.contains(#/web1 +paused +paused /#), "\(status)")
    }

    @Test("status, show and diff tell how a guest is")
    func looking() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes", "--target", "web1").status == 0)
        let status = try place.xenward("status", "--dir", "guests")
        #expect(status.status == 0)
        #expect(status.output.contains("web1"))
        #expect(status.output.contains("absent"))
        let show = try place.xenward("show", "web1", "--dir", "guests")
        #expect(show.output.contains("memory.target"))
        #expect(show.output.contains("512 MiB"))
        try place.write(Workplace.web.replacing("memory   = 512", with: "memory   = 768"), to: "web1.cfg")
        #expect(try place.xenward("diff", "web1", "--dir", "guests").output.contains("512 MiB -> 768 MiB"))
        #expect(try place.xenward("show", "nobody", "--dir", "guests").status == 1)
    }

    @Test(
        "every command's --json is one document with a kind and a version",
        arguments: [
            ["plan", "guests"], ["apply", "guests", "--yes"], ["status", "--dir", "guests"],
            ["show", "web1", "--dir", "guests"], ["diff", "web1", "--dir", "guests"],
        ])
    func json(arguments: [String]) throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        let outcome = try Workplace.run(
            arguments + ["--json", "--connect", "test://\(place.host)", "--state", place.state], in: place.root)
        #expect(outcome.status == 0, "\(outcome.errors)")
        let document = try JSONReader.read(Array(outcome.output.utf8))
        #expect(document["kind"]?.string?.hasPrefix("xenward.") == true)
        #expect(document["version"] == .integer(1))
    }
}

extension String {
    func replacing(_ old: String, with new: String) -> String { replacingOccurrences(of: old, with: new) }
}
