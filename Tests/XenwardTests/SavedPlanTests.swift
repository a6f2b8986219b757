import FormatSupport
import Foundation
import GuestModel
import Testing

@Suite("A plan that was saved is carried out as it was looked at, or not at all")
struct SavedPlanTests {
    private func workplace() throws -> Workplace {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        try place.write(Workplace.web.replacing("memory   = 512", with: "memory   = 768"), to: "web1.cfg")
        #expect(try place.xenward("plan", "guests", "--out", "plan.json").status == 0)
        return place
    }

    @Test("it is carried out without asking, from any place, and once")
    func once() throws {
        let place = try workplace()
        let apply = try place.xenward("apply", "plan.json")
        #expect(apply.status == 0, "\(apply.errors)")
        #expect(apply.output.contains("Applied: 1 changed live."))
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
        let again = try place.xenward("apply", "plan.json")
        #expect(again.status == 5)
        #expect(again.errors.contains("the state has been written since"))
    }

    @Test("the first plan of all can be saved, too")
    func first() throws {
        let place = try Workplace()
        try place.writeTwoGuests()
        #expect(try place.xenward("plan", "guests", "--out", "plan.json").status == 0)
        #expect(try place.xenward("apply", "plan.json").status == 0)
    }

    @Test("a definition that has changed, came or went makes it stale, and is named")
    func definitions() throws {
        for (change, word) in [
            ({ (place: Workplace) in try place.write(Workplace.web, to: "web1.cfg") }, "web1.cfg has changed"),
            ({ try $0.write(Workplace.web.replacing("web1", with: "web2"), to: "web2.cfg") }, "web2.cfg is new"),
            ({ try $0.remove("mail.xml") }, "mail.xml is gone"),
            ({ try $0.write("max-destroy: 1\n", to: "xenward.yaml") }, "the policy has changed"),
        ] {
            let place = try workplace()
            try change(place)
            let before = place.world
            let apply = try place.xenward("apply", "plan.json")
            #expect(apply.status == 5)
            #expect(apply.errors.contains(word), "\(apply.errors)")
            #expect(place.world == before)
        }
    }

    @Test("what it was made from and cannot be read any more makes it stale")
    func unreadable() throws {
        for (change, word) in [
            ({ (place: Workplace) in try place.write("no-such-key: 1\n", to: "xenward.yaml") }, "no-such-key"),
            ({ try FileManager.default.removeItem(atPath: $0.definitions) }, "guests"),
        ] {
            let place = try workplace()
            try change(place)
            let before = place.world
            let apply = try place.xenward("apply", "plan.json")
            #expect(apply.status == 5, "\(apply.errors)")
            #expect(apply.errors.contains("is stale, and nothing was done: ") && apply.errors.contains(word))
            #expect(place.world == before)
        }
    }

    @Test("a domain that somebody else changed makes it stale")
    func domain() throws {
        let place = try workplace()
        let world = try #require(place.world)
        try world.replacing("524288", with: "425984")
            .write(toFile: place.host, atomically: true, encoding: .utf8)
        #expect(place.world != world)
        let apply = try place.xenward("apply", "plan.json")
        #expect(apply.status == 5)
        #expect(apply.errors.contains("the domain of web1 has changed"), "\(apply.errors)")
    }

    @Test("it holds no password, and is its owner's alone")
    func secret() throws {
        let place = try Workplace()
        try place.write(Workplace.withPassword, to: "screen.cfg")
        #expect(try place.xenward("plan", "guests", "--out", "plan.json").status == 0)
        let text = try String(contentsOfFile: place.root + "/plan.json", encoding: .utf8)
        #expect(!text.contains("opensesame"))
        let mode = try FileManager.default.attributesOfItem(atPath: place.root + "/plan.json")[.posixPermissions]
        #expect(mode as? Int == 0o600)
    }

    @Test("what is no saved plan is refused with a sentence", arguments: ["", "{}", "name = \"web1\"\n"])
    func refused(text: String) throws {
        let place = try Workplace()
        try text.write(toFile: place.root + "/plan.json", atomically: true, encoding: .utf8)
        let apply = try place.xenward("apply", "plan.json", "--yes")
        #expect(apply.status == 1)
        #expect(apply.errors.contains("is no plan that"))
    }

    @Test("how far it goes was settled when it was made")
    func options() throws {
        let apply = try workplace().xenward("apply", "plan.json", "--prune")
        #expect(apply.status == 64)
        #expect(apply.errors.contains("a saved plan says for itself"))
    }

    @Test("a link stays a link, a device stays a device, and what cannot be written is an error")
    func elsewhere() throws {
        let place = try workplace()
        let path = place.root + "/link.json"
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "plan.json")
        #expect(try place.xenward("plan", "guests", "--out", "link.json").status == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "plan.json")
        #expect(try place.xenward("apply", "link.json").status == 0)
        let full = place.root + "/full"
        try #require(mknod(full, S_IFCHR | 0o666, dev_t(1 << 8 | 7)) == 0)
        let run = try place.xenward("plan", "guests", "--out", "full")
        #expect(run.status == 1 && run.errors.contains("full: No space left on device"))
        var information = stat()
        #expect(stat(full, &information) == 0 && information.st_mode & S_IFMT == S_IFCHR)
    }
}
