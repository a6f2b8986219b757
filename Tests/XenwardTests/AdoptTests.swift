import FormatSupport
import Foundation
import GuestModel
import Testing

@Suite("A domain of somebody else's is adopted from the command line")
struct AdoptTests {
    /// A host on which somebody else has started web1: as apply would have made it, but without xenward's marks.
    private func workplace() throws -> Workplace {
        let place = try Workplace()
        try place.write(Workplace.web, to: "web1.cfg")
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        try FileManager.default.removeItem(atPath: place.state)
        var lines = try #require(place.world).components(separatedBy: "\n")
        for key in ["    nonce:", "  nonce:"] { lines.removeAll { $0.hasPrefix(key) } }
        try lines.joined(separator: "\n").write(toFile: place.host, atomically: true, encoding: .utf8)
        return place
    }

    @Test("the plan says how, adopting touches nothing, and a plan afterwards is empty")
    func adopt() throws {
        let place = try workplace()
        let before = place.world
        let plan = try place.xenward("plan", "guests", "--detailed-exitcode")
        #expect(plan.status == 2)
        try expectGolden(plan.output, "plan-adoptable.txt")
        let adopt = try place.xenward("adopt", "web1", "--dir", "guests")
        #expect(adopt.status == 0, "\(adopt.errors)")
        try expectGolden(adopt.output, "adopt.txt")
        #expect(adopt.errors.contains("may watch it"))
        #expect(place.world == before)
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
        let again = try place.xenward("adopt", "web1", "--dir", "guests")
        #expect(again.status == 0 && again.errors.contains("xenward looks after domain 1 already"), "\(again.errors)")
    }

    @Test("what differs is shown by adopt, and made by apply in the same domain")
    func differs() throws {
        let place = try workplace()
        try place.write(
            Workplace.web.replacing("memory   = 512", with: "memory   = 768")
                .replacing("/boot/vmlinuz", with: "/boot/vmlinuz-new"), to: "web1.cfg")
        let adopt = try place.xenward("adopt", "web1", "--dir", "guests")
        #expect(adopt.status == 0)
        try expectGolden(adopt.output, "adopt-differs.txt")
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        #expect(try place.xenward("plan", "guests", "--detailed-exitcode").status == 0)
        #expect(try place.xenward("status", "web1", "--dir", "guests").output.contains("running  1 "))
    }

    @Test("what cannot be adopted ends 1 with the reason, and nothing is remembered")
    func refused() throws {
        let place = try workplace()
        try place.write(Workplace.mail, to: "mail.xml")
        for (name, reason) in [("mail", "no domain of this name runs"), ("nobody", "no definition is called nobody")] {
            let adopt = try place.xenward("adopt", name, "--dir", "guests")
            #expect(adopt.status == 1)
            #expect(adopt.errors.contains("\(name) cannot be adopted: \(reason)"))
        }
        #expect(!FileManager.default.fileExists(atPath: place.state))
    }

    @Test(
        "a definition can be written of what runs; adopted by it, nothing differs", arguments: ["cfg", "xml"])
    func write(format: String) throws {
        let place = try workplace()
        try place.remove("web1.cfg")
        let unknown = try place.xenward("adopt", "web1", "--dir", "guests")
        #expect(unknown.status == 1)
        #expect(unknown.errors.contains("--write FILE makes one of a domain that runs"))
        let before = place.world
        let write = try place.xenward("adopt", "web1", "--write", "guests/web1.\(format)")
        #expect(write.status == 0, "\(write.errors)")
        #expect(place.world == before && !FileManager.default.fileExists(atPath: place.state))
        #expect(!write.errors.contains("is lost"))
        let adopt = try place.xenward("adopt", "web1", "--dir", "guests", "--json")
        #expect(adopt.status == 0, "\(adopt.errors)")
        let actions = try JSONReader.read(Array(adopt.output.utf8))["next"]?["actions"]?.elements ?? []
        let changes = actions.flatMap { $0["changes"]?.elements ?? [] }
        #expect(changes.isEmpty)
        let again = try place.xenward("adopt", "web1", "--write", "guests/web1.\(format)")
        #expect(again.status == 1, "a definition is not overwritten")
        #expect(again.errors.contains("File exists"))
    }

    @Test("no definition is written under a name that is read as xm's or xend's", arguments: ["xm", "sxp"])
    func otherNames(ending: String) throws {
        let place = try workplace()
        let write = try place.xenward("adopt", "web1", "--write", "guests/new.\(ending)")
        #expect(write.status == 1 && write.errors.contains("name it .cfg or .xml"))
        #expect(!FileManager.default.fileExists(atPath: place.definitions + "/new.\(ending)"))
    }

    @Test("--json is one document: what was adopted, who else keeps it, and what is next")
    func json() throws {
        let place = try workplace()
        let adopt = try place.xenward("adopt", "web1", "--dir", "guests", "--json")
        let document = try JSONReader.read(Array(adopt.output.utf8))
        #expect(document["kind"]?.string == "xenward.adopt")
        #expect(document["adopted"]?.elements?.first?["guest"]?.string == "web1")
        #expect(document["toolstacks"] == .list([]))
        #expect(document["next"]?["actions"] == .list([]))
    }

    @Test("a definition that is written of a domain has its passwords only where they are asked for")
    func secrets() throws {
        let place = try Workplace()
        try place.write(Workplace.withPassword, to: "screen.cfg")
        #expect(try place.xenward("apply", "guests", "--yes").status == 0)
        let without = try place.xenward("adopt", "screen", "--write", "without.cfg")
        #expect(without.status == 0 && without.errors.contains("passwords are written with --secrets only"))
        #expect(try !String(contentsOfFile: place.root + "/without.cfg", encoding: .utf8).contains("opensesame"))
        let with = try place.xenward("adopt", "screen", "--write", "with.cfg", "--secrets")
        #expect(with.status == 0 && !with.errors.contains("opensesame"))
        #expect(try String(contentsOfFile: place.root + "/with.cfg", encoding: .utf8).contains("opensesame"))
        let mode = try FileManager.default.attributesOfItem(atPath: place.root + "/with.cfg")[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try place.xenward("adopt", "screen", "--secrets").status == 64)
    }
}
