import Foundation
import Testing

@Suite("An option is explained, whichever of its names is given")
struct ExplainTests {
    private func explain(_ arguments: String...) throws -> Workplace.Outcome {
        try Workplace.run(["explain"] + arguments, in: NSTemporaryDirectory())
    }

    @Test(
        "by xl.cfg's key, libvirt's element and the field",
        arguments: ["shadow_memory", "memory.shadow"], ["xl.cfg    shadow_memory (MiB)", "b_info.shadow_memkb"])
    func names(_ name: String, _ line: String) throws {
        let outcome = try explain(name)
        #expect(outcome.status == 0 && outcome.output.hasPrefix("memory.shadow\n"))
        #expect(outcome.output.contains(line))
    }

    @Test("an element's path may begin where the document does")
    func paths() throws {
        let expected = try explain("devices/disk/target@dev").output
        #expect(expected.hasPrefix("disks.vdev\n  xl.cfg    disk.vdev\n  libvirt   devices/disk/target@dev\n"))
        #expect(try explain("/domain/devices/disk/target@dev").output == expected)
        let whole = try explain("devices/disk/target").output
        #expect(whole.contains("disks.vdev\n") && whole.contains("disks.removable\n"))
    }

    @Test("it says when a change takes effect, and what makes a difference to that")
    func verdicts() throws {
        let target = try explain("memory.target").output
        #expect(target.contains("live, by memory-target; the guest's balloon driver follows the target"))
        #expect(target.contains("beyond what the domain was built with: by a restart"))
        #expect(try explain("kernel").output.contains("at the next boot"))
        #expect(try explain("uuid").output.contains("by another guest in its place"))
        let disk = try explain("disk").output
        #expect(disk.contains("PV, PVH, xvd* of HVM: live, by attach"))
        #expect(disk.contains("virtio: by a restart"))
    }

    @Test("a policy's keys are explained, too")
    func policy() throws {
        let outcome = try explain("stop.then")
        #expect(outcome.output.hasPrefix("stop.then, of a policy\n  values        fail, destroy, save\n"))
    }

    @Test("what decides about nothing says why")
    func idle() throws {
        let passedOver = "parallel\n  xl passes over it: xl has no parallel ports; leave it out\n"
        #expect(try explain("parallel").output == passedOver)
        #expect(try explain("devices/watchdog").output == "devices/watchdog\n  it has no meaning on Xen\n")
    }

    @Test("for a name that nobody has, the nearest is named, and it ends 1")
    func unknown() throws {
        let outcome = try explain("memroy")
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("did you mean memory?"))
        #expect(try explain().status == 64)
        #expect(try explain("memory", "--all").status == 64)
    }

    @Test("--json is one document with the same in it")
    func json() throws {
        struct Document: Decodable {
            struct Word: Decodable { var name: String; var unit: String? }
            struct Verdict: Decodable { var situation: String?; var effect: String; var reason: String }
            struct Field: Decodable {
                var field: String; var keys: [Word]; var elements: [Word]; var libxl: String; var unit: String?
                var verdicts: [Verdict]
            }
            var kind: String; var version: Int; var fields: [Field]
        }
        let outcome = try explain("maxmem", "--json")
        let document = try JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8))
        #expect(document.kind == "xenward.explanation" && document.version == 1)
        let field = try #require(document.fields.first)
        #expect(document.fields.count == 1 && field.field == "memory.maximum" && field.libxl == "b_info.max_memkb")
        #expect(field.unit == "KiB" && field.keys.contains { $0.name == "maxmem" && $0.unit == "MiB" })
        #expect(field.elements.contains { $0.name == "memory" })
        #expect(field.verdicts.map(\.effect) == ["live", "restart"])
    }

    @Test("docs/options.md is what the code says; make docs writes it anew")
    func page() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/options.md"), encoding: .utf8)
        #expect(try explain("--all").output == page)
    }
}
