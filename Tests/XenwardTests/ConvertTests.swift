import FormatSupport
import Foundation
import Testing

@Suite("A guest is written in another format")
struct ConvertTests {
    private static let formats = ["xml", "xen-xl", "xen-xm", "xen-sxpr", "libxl-json"]

    private static let examples: [String] = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "examples").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".cfg") || $0.hasSuffix(".xml") }.sorted().map { folder + "/" + $0 }
    }()

    private func convert(_ from: String, _ to: String, _ arguments: [String] = [], input: String = "") throws
        -> Workplace.Outcome
    {
        try Workplace.run(
            ["convert", "--from", from, "--to", to] + arguments, in: NSTemporaryDirectory(), input: input)
    }

    @Test("every example goes from each format to each, and what is written is read again", arguments: examples)
    func everyPair(_ path: String) throws {
        let source = path.hasSuffix(".xml") ? "xml" : "xen-xl"
        for middle in Self.formats {
            let first = try convert(source, middle, ["--secrets", path])
            #expect(first.status == 0, "\(middle): \(first.errors)")
            for target in Self.formats {
                let second = try convert(middle, target, ["--secrets"], input: first.output)
                #expect(second.status == 0, "\(middle) to \(target): \(second.errors)")
                // libvirt leaves out names of interfaces that begin with vif, and says so.
                if target == middle, middle != "xml" { #expect(second.output == first.output, "\(middle)") }
            }
        }
    }

    @Test("the examples that xm can describe say in its words, and in xend's, what they said before")
    func faithful() throws {
        for path in Self.examples where path.hasSuffix("pv.cfg") || path.hasSuffix("hvm.cfg") {
            for middle in ["xen-xm", "xen-sxpr"] {
                let there = try convert("xen-xl", middle, ["--strict", "--secrets", path])
                #expect(there.status == 0, "\(there.errors)")
                let back = try convert(middle, "xen-xl", ["--strict", "--secrets"], input: there.output)
                #expect(back.status == 0, "\(back.errors)")
                #expect(!back.output.isEmpty)
            }
        }
    }

    private static let lossy = "name = \"g\"\ntype = \"pvh\"\nkernel = \"/k\"\nmemory = 64\n"

    @Test("with --strict a loss is an error: nothing on standard output, each loss on standard error, and 1")
    func strict() throws {
        let plain = try convert("xen-xl", "xen-xm", input: Self.lossy)
        #expect(plain.status == 0 && plain.output.hasPrefix("name = \"g\""))
        #expect(plain.errors == "warning: type = \"pvh\" is lost: xm says \"pv\" in its place\n")
        let strict = try convert("xen-xl", "xen-xm", ["--strict"], input: Self.lossy)
        #expect(strict.status == 1 && strict.output.isEmpty)
        #expect(strict.errors == "error: type = \"pvh\" is lost: xm says \"pv\" in its place\n")
    }

    @Test("with --strict what the reader passes over is a loss, too")
    func strictReader() throws {
        let input = Self.hvm("<disk type='file' device='floppy'><source file='/f.img'/><target dev='fda'/></disk>")
        #expect(try convert("xml", "xen-xl", input: input).status == 0)
        let strict = try convert("xml", "xen-xl", ["--strict"], input: input)
        #expect(strict.status == 1 && strict.output.isEmpty)
        #expect(strict.errors.contains("libxl has no floppy drives"))
        #expect(strict.errors.contains("--strict forbids that"))
    }

    @Test("a PCI device of libvirt's loses nothing in xl.cfg")
    func hostdev() throws {
        let input = Self.hvm(
            """
            <hostdev mode='subsystem' type='pci' managed='yes'>
              <source><address domain='0' bus='1' slot='2' function='0'/></source>
            </hostdev>
            """)
        let strict = try convert("xml", "xen-xl", ["--strict"], input: input)
        #expect(strict.status == 0 && strict.errors.isEmpty, "\(strict.errors)")
        #expect(strict.output.contains("0000:01:02.0"))
    }

    @Test("a removable disk is said with on and off, as libvirt does")
    func removable() throws {
        let input = Self.hvm(
            "<disk type='file'><source file='/f.img'/><target dev='sda' bus='scsi' removable='on'/></disk>")
        let back = try convert("xml", "xml", input: input)
        #expect(back.status == 0 && back.output.contains("removable='on'"), "\(back.errors)\(back.output)")
    }

    @Test("who turns each of hyperv's interfaces off has none")
    func enlightenments() throws {
        let off = Self.hvm("", features: "<hyperv><relaxed state='off'/></hyperv>")
        #expect(try convert("xml", "xen-xl", input: off).output.contains("viridian") == false)
        let on = Self.hvm("", features: "<hyperv><relaxed state='on'/></hyperv>")
        #expect(try convert("xml", "xen-xl", input: on).output.contains("viridian"))
    }

    @Test("a guest of which only the number of its vcpus at most is known runs one of them, in each format")
    func oneOfFour() throws {
        let input = "name = 'g'\ntype = 'hvm'\nmemory = 256\nmaxvcpus = 4\n"
        for middle in ["xen-xm", "xen-sxpr"] {
            let there = try convert("xen-xl", middle, input: input)
            let back = try convert(middle, "xml", input: there.output)
            #expect(back.output.contains("current='1'>4</vcpu>"), "\(middle): \(there.output)\(back.output)")
        }
    }

    private static func hvm(_ devices: String, features: String = "") -> String {
        """
        <domain type='xen'><name>g</name><memory unit='MiB'>256</memory><os><type>hvm</type></os>
        <features>\(features)</features><devices>\(devices)</devices></domain>
        """
    }

    @Test("with --json there is one document with the text and the losses, and with --strict without the text")
    func json() throws {
        struct Document: Decodable {
            struct Loss: Decodable { var field: String; var value: String; var reason: String }
            var kind: String; var version: Int; var from: String; var to: String; var text: String?; var losses: [Loss]
        }
        let plain = try convert("xen-xl", "xen-sxpr", ["--json"], input: Self.lossy)
        let document = try JSONDecoder().decode(Document.self, from: Data(plain.output.utf8))
        #expect(document.kind == "xenward.conversion" && document.version == 1)
        #expect(document.from == "xen-xl" && document.to == "xen-sxpr")
        #expect(document.text?.hasPrefix("(vm\n") == true)
        #expect(document.losses.map(\.field) == ["type"])
        let strict = try convert("xen-xl", "xen-sxpr", ["--json", "--strict"], input: Self.lossy)
        #expect(strict.status == 1)
        #expect(try JSONDecoder().decode(Document.self, from: Data(strict.output.utf8)).text == nil)
    }

    @Test(
        "formats go by the names that others have for them, too",
        arguments: [("xl", "xm"), ("cfg", "sxpr"), ("xen-xl", "json"), ("XEN-XL", "libvirt-xml")])
    func aliases(_ from: String, _ to: String) throws {
        #expect(try convert(from, to, input: Self.lossy).status == 0)
    }

    @Test("virsh's names do the same, in virsh's shapes")
    func virsh() throws {
        let place = try Workplace()
        try place.write(Workplace.mail, to: "mail.xml")
        let file = place.definitions + "/mail.xml"
        let expected = try convert("xml", "xen-xm", [file])
        for arguments in [["--xml", file], [file]] {
            let outcome = try Workplace.run(["domxml-to-native", "xen-xm"] + arguments, in: place.root)
            #expect(outcome.status == 0 && outcome.output == expected.output)
        }
        #expect(
            try Workplace.run(["domxml-to-native", "xen-xm"], in: place.root, input: Workplace.mail).output
                == expected.output)
        let back = try Workplace.run(["domxml-from-native", "xen-xm"], in: place.root, input: expected.output)
        #expect(back.status == 0 && back.output.hasPrefix("<domain type='xen'"))
        try place.write(expected.output, to: "mail.xm")
        let named = try Workplace.run(["domxml-from-native", "xen-xm", place.definitions + "/mail.xm"], in: place.root)
        #expect(named.output == back.output)
    }

    @Test("what virsh's commands cannot do here is a matter of usage, and the message says what can be done")
    func refused() throws {
        let domain = try Workplace.run(["domxml-to-native", "xen-xl", "--domain", "web1"], in: NSTemporaryDirectory())
        #expect(domain.status == 64)
        #expect(domain.errors.contains("virsh dumpxml web1 | xenward domxml-to-native xen-xl"))
        for arguments in [
            ["domxml-to-native", "xml"], ["domxml-from-native", "xml"],
            ["domxml-to-native", "xen-xl", "a", "--xml", "b"],
        ] {
            #expect(try Workplace.run(arguments, in: NSTemporaryDirectory()).status == 64)
        }
    }

    @Test("Python that is more than settings is refused where it stands")
    func python() throws {
        let outcome = try convert("xen-xm", "xml", input: "import os\nname = 'g'\n")
        #expect(outcome.status == 1 && outcome.output.isEmpty)
        #expect(outcome.errors.hasPrefix("<stdin>:1:1: error: 'import' is not carried out"))
        let json = try convert("xen-xm", "xml", ["--json"], input: "import os\nname = 'g'\n")
        #expect(json.status == 1 && json.output.contains("\"line\": 1") && !json.output.contains("\"text\""))
    }

    @Test("a file that is not there is a diagnostic, with --json too")
    func missingFile() throws {
        let words = try convert("xen-xl", "xml", ["/nowhere.cfg"])
        #expect(words.status == 1 && words.errors == "/nowhere.cfg: error: No such file or directory\n")
        let json = try convert("xen-xl", "xml", ["--json", "/nowhere.cfg"])
        #expect(json.status == 1 && json.output.contains("\"message\": \"No such file or directory\""))
    }

    @Test("which cpus a NUMA node has is asked of the host that is named")
    func nodes() throws {
        let text = Self.lossy + "vcpus = 1\ncpus = \"node:0,^2\"\n"
        #expect(try convert("xen-xl", "xml", input: text).status == 1)
        let named = try convert("xen-xl", "xen-xl", ["--connect", "test:///default"], input: text)
        #expect(named.status == 0 && named.output.contains("cpus   = \"all,^2\""), "\(named)")
    }

    @Test("an address of a group, which libvirt refuses, is lost with a word, and the rest is read again")
    func groupAddress() throws {
        let text = Self.lossy + "vif = [ \"mac=ff:ff:ff:ff:ff:ff\" ]\n"
        let xml = try convert("xen-xl", "xml", input: text)
        #expect(xml.errors.contains("nics[ff:ff:ff:ff:ff:ff].mac = ff:ff:ff:ff:ff:ff is lost"), "\(xml.errors)")
        #expect(try convert("xen-xl", "xml", ["--strict"], input: text).status == 1)
        let back = try convert("xml", "xen-xl", ["--strict"], input: xml.output)
        #expect(back.status == 0 && back.output.contains("vif"), "\(back)")
    }
}
