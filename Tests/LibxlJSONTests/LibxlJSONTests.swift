import FormatSupport
import Foundation
import GuestModel
import LibxlJSON
import Testing

@Suite("libxl's JSON is read strictly and written as libxl writes it")
struct LibxlJSONTests {
    private func read(_ text: String) -> ReadResult { LibxlJSONReader().read(Array(text.utf8), file: "g.json") }

    /// What libxl 4.17 printed for a configuration that sets something of every kind.
    static func everything() throws -> String {
        let url = try #require(
            Bundle.module.url(forResource: "everything", withExtension: "json", subdirectory: "Fixtures"))
        return try String(contentsOf: url, encoding: .utf8)
    }

    @Test("what libxl printed is read and written back as the same tree")
    func everythingComesBack() throws {
        let text = try Self.everything()
        let result = read(text)
        #expect(result.diagnostics == [])
        let document = try #require(result.document)
        let written = LibxlJSONWriter().write(document, options: WriteOptions(includesSecrets: true))
        #expect(written.losses == [])
        #expect(try JSONReader.read(Array(written.text.utf8)) == JSONReader.read(Array(text.utf8)))
    }

    @Test("the bits that xl sets for viridian = [ \"all\" ] come back, those without a name too")
    func everyEnlightenment() throws {
        let bits = (0...63).map(String.init).joined(separator: ",")
        let text =
            "{\"c_info\":{\"type\":\"hvm\",\"name\":\"a\"},\"b_info\":{\"max_memkb\":65536,\"type.hvm\":{\"viridian_enable\":[\(bits)]}}}"
        let result = read(text)
        #expect(result.diagnostics == [])
        let guest = try #require(result.document?.configuration)
        guard case .hvm(let hvm) = guest.type else {
            Issue.record("\(guest.type) is not HVM")
            return
        }
        #expect(hvm.viridianEnable == ViridianEnlightenment.all)
        #expect(CanonicalConfiguration(guest).text.contains("\"viridian_enable\":[\(bits)]"))
        let tooMany = read(text.replacing(",63]", with: ",64]"))
        #expect(
            tooMany.diagnostics.map(\.message) == [
                "b_info.type.hvm.viridian_enable: libxl has no bit 64 for enlightenments: they are 0 to 63"
            ])
    }

    @Test("a guest at libxl's defaults is written as libxl writes it")
    func defaults() {
        let text = CanonicalConfiguration(GuestConfiguration(name: "a", type: .pvh(PVH()))).text
        #expect(
            text == #"{"c_info":{"type":"pvh","name":"a"},"b_info":{"sched_params":{},"type.pvh":{},"#
                + #""arch_arm":{},"arch_x86":{}}}"#)
    }

    @Test(
        "what is not libxl's is refused with its JSON path and its place",
        arguments: [
            (#""b_info":{"max_vcpus":"2"}"#, "b_info.max_vcpus: expected a number, found a string"),
            (#""b_info":{"max_vcpus":4294967296}"#, "b_info.max_vcpus: 4294967296 is not within 0…4294967295"),
            (#""b_info":{"max_vcpus":-1}"#, "b_info.max_vcpus: -1 is not within 0…4294967295"),
            (#""b_info":{"max_vcpu":2}"#, "b_info.max_vcpu: libxl 4.17 has no such member; did you mean max_vcpus?"),
            (#""b_info":{"acpi":true}"#, #"b_info.acpi: expected "True" or "False", found a boolean"#),
            (#""b_info":{"type.hvm":{}}"#, #"b_info.type.hvm: c_info.type is "pv""#),
            (#""b_info":3"#, "b_info: expected an object, found a number"),
            (#""disks":{}"#, "disks: expected an array, found an object"),
            (
                #""disks":[{"format":"iso"}]"#,
                #"disks[0].format: "iso" is none of "qcow", "qcow2", "vhd", "raw", "empty", "qed""#
            ),
            (#""disks":[{"readwrite":2}]"#, "disks[0].readwrite: expected 0 or 1"),
            (#""nics":[{},{"mac":"00:16"}]"#, #"nics[1].mac: "00:16" is no MAC address like 00:16:3e:01:02:03"#),
            (#""on_crash":"explode""#, "on_crash: "),
        ])
    func refused(members: String, message: String) throws {
        let result = read("{\"c_info\":{\"type\":\"pv\",\"name\":\"a\"},\n \(members)}")
        #expect(result.document == nil)
        #expect(result.name == "a")
        let diagnostic = try #require(result.diagnostics.first)
        #expect(diagnostic.message.hasPrefix(message), "\(diagnostic)")
        #expect(diagnostic.location.line == 2)
    }

    @Test(
        "a guest needs a name and a type",
        arguments: [#"{}"#, #"{"c_info":{"name":"a"}}"#, #"{"c_info":{"type":"pv"}}"#])
    func incomplete(text: String) { #expect(read(text).document == nil) }

    @Test("text that is not JSON is refused at its place")
    func syntax() throws {
        let diagnostic = try #require(read("{\"c_info\":{\n  oops}}").diagnostics.first)
        #expect("\(diagnostic)" == "g.json:2:3: error: expected a member's name")
    }

    @Test("an ID that is made up at each start has no place here, and is a loss")
    func generationID() {
        var hvm = HVM()
        hvm.generationID = .generated
        let guest = GuestDocument(
            configuration: GuestConfiguration(name: "a", type: .hvm(hvm)), provenance: SourceLocation(file: "x"))
        let written = LibxlJSONWriter().write(guest, options: WriteOptions())
        #expect(!written.text.contains("255") && written.losses.map(\.place) == ["hvm.generationID"])
    }

    @Test("a password is left out and reported, unless it is asked for")
    func secrets() throws {
        var hvm = HVM()
        hvm.vnc.password = "hunter2"
        var guest = GuestConfiguration(name: "a", type: .hvm(hvm))
        guest.memory.target = 1 << 18
        let document = GuestDocument(configuration: guest, provenance: SourceLocation(file: "x"))
        let without = LibxlJSONWriter().write(document, options: WriteOptions())
        #expect(!without.text.contains("hunter2"))
        #expect(without.losses.map(\.place) == ["hvm.vnc.password"])
        #expect(
            LibxlJSONWriter().write(document, options: WriteOptions(includesSecrets: true)).text.contains("hunter2"))
    }
}
