import FormatSupport
import GuestModel
import LibvirtXML
import LibxlJSON
import ReadResults
import Testing

@Suite("What libvirt's XML has no word for stands in the metadata")
struct RefinementTests {
    private func write(_ guest: GuestConfiguration, secrets: Bool = true) -> WriteResult {
        LibvirtXMLWriter().write(
            GuestDocument(configuration: guest, provenance: SourceLocation(file: "")),
            options: WriteOptions(includesSecrets: secrets))
    }

    private func guest(_ members: String) throws -> GuestConfiguration {
        let json = "{\"c_info\":{\"type\":\"pv\",\"name\":\"probe\"},\(members)}"
        return try CanonicalConfiguration(text: json).decoded()
    }

    /// A PV guest whose metadata holds a refinement.
    private func refined(_ json: String, _ lines: String = "", devices: String = "") -> ReadResult {
        read(pv("<metadata>\n<libxl xmlns='urn:xenward:1'>\(json)</libxl>\n</metadata>\(lines)", devices: devices))
    }

    @Test("Whatever a field of the model holds comes back, as it was", arguments: Field.all)
    func everyField(_ field: Field) {
        let cases = EveryField.cases(of: field)
        #expect(!cases.isEmpty || ["name", "type"].contains(field.name), "no value is known for \(field.name)")
        for probe in cases {
            let written = write(probe.guest)
            let back = read(written.text)
            #expect(written.losses.isEmpty, "\(probe)\n\(written.losses)")
            let isBack = back.guest == probe.guest
            #expect(isBack, "\(probe)\n\(written.text)\n\(back.diagnostics)")
            #expect(!back.diagnostics.contains { $0.message.contains("<libxl>") }, "\(probe)\n\(back.diagnostics)")
        }
    }

    @Test("What the XML can say is not said twice")
    func noMore() throws {
        let guest = try guest(
            #""b_info":{"max_vcpus":1,"avail_vcpus":[0],"max_memkb":262144,"target_memkb":262144,"sched_params":{"weight":512},"kernel":"/k","type.pv":{}},"on_reboot":"restart","on_soft_reset":"soft_reset""#
        )
        #expect(!write(guest).text.contains("metadata"))
    }

    @Test("It is laid out for people")
    func layout() throws {
        let guest = try guest(
            #""b_info":{"max_vcpus":1,"avail_vcpus":[0],"max_memkb":262144,"target_memkb":262144,"shadow_memkb":8192,"kernel":"/k","type.pv":{}},"disks":[{"vdev":"xvda","pdev_path":"/d","backend":"qdisk","format":"raw","readwrite":1,"script":"own"}],"vtpms":[{"backend_domname":"vtpmmgr"}],"on_soft_reset":"soft_reset""#
        )
        #expect(
            write(guest).text.contains(
                """
                  <metadata>
                    <libxl xmlns='urn:xenward:1'>
                      {
                        "b_info": { "shadow_memkb": 8192 },
                        "disks": [{ "vdev": "xvda", "script": "own" }],
                        "vtpms": [{ "backend_domname": "vtpmmgr" }]
                      }
                    </libxl>
                  </metadata>

                """), "\(write(guest).text)")
    }

    @Test("A disk is refined by its vdev, an interface by its MAC address, wherever they stand")
    func byIdentity() {
        let devices = """
            <disk type='file'><source file='/a'/><target dev='xvda'/></disk>
            <disk type='file'><source file='/b'/><target dev='xvdb'/></disk>
            <interface type='ethernet'><mac address='00:16:3e:00:00:01'/></interface>
            <interface type='ethernet'><mac address='00:16:3e:00:00:02'/></interface>
            """
        let guest = refined(
            #"{"disks":[{"vdev":"xvdb","script":"s"}],"nics":[{"mac":"00:16:3e:00:00:02","trusted":"False"}]}"#,
            devices: devices
        ).guest
        #expect(guest?.disks.map(\.script) == [nil, "s"])
        #expect(guest?.nics.map(\.trusted) == [nil, false])
    }

    @Test("null leaves a thing to libxl")
    func null() {
        let xml =
            "<domain type='xen'><name>x</name><memory>262144</memory><os><type>hvm</type></os>%<features><acpi/></features></domain>"
        let plain = xml.replacing("%", with: "")
        let refined = xml.replacing(
            "%", with: "<metadata><libxl xmlns='urn:xenward:1'>{\"b_info\":{\"acpi\":null}}</libxl></metadata>")
        #expect(read(plain).guest?.features.acpi == true)
        #expect(read(refined).guest?.features.acpi == .some(nil))
    }

    @Test("Where somebody has edited the XML since, the XML wins, and the metadata is named")
    func edited() throws {
        let once = #"{"b_info":{"avail_vcpus":[0,2]}}"#
        #expect(refined(once, "<vcpu current='2'>4</vcpu>").guest?.vcpus.online == [0, 2])
        let result = refined(once, "<vcpu current='3'>4</vcpu>")
        #expect(result.guest?.vcpus.online == [0, 1, 2])
        let remark = try #require(result.warnings.first)
        #expect(result.diagnostics.count == 1)
        #expect(remark.reason == .conflict && remark.message.contains("b_info.avail_vcpus"))
        #expect(remark.location.line == 6 && remark.location.column == 55, "\(remark)")
        // What nobody contradicts still holds.
        let both = refined(#"{"b_info":{"avail_vcpus":[0,2],"shadow_memkb":8192}}"#, "<vcpu current='3'>4</vcpu>")
        #expect(both.guest?.memory.shadow == 8192 && both.guest?.vcpus.online == [0, 1, 2])
    }

    @Test("What the XML has a word for, and does not say, is not had through the metadata")
    func smuggled() {
        let result = refined(#"{"disks":[{"vdev":"xvda","pdev_path":"/d","format":"raw","readwrite":1}]}"#)
        #expect(result.guest?.disks == [])
        #expect(result.warnings.map(\.reason) == [.conflict])
    }

    static let faults: [(json: String, line: Int, column: Int, words: String)] = [
        ("oops", 6, 30, "expected a value"),
        ("{\n \"b_info\": { \"acpi\": 1,,", 7, 24, "expected a member's name"),
        ("[]", 6, 30, "holds an object"),
        ("{\"b_info\":\n{\"shadow_memk\":1}}", 7, 16, "did you mean shadow_memkb?"),
        ("{\"b_info\":{\"shadow_memkb\":\"1\"}}", 6, 56, "expected a number, found a string"),
        ("{\"b_info\":{\"shadow_memkb\":1,\"shadow_memkb\":2}}", 6, 56, "comes twice"),
        ("{\"c_info\":{\"name\":\"other\"}}", 6, 48, "said by the XML itself"),
        ("{\"b_info\":3}", 6, 40, "expected an object"),
        ("{\"disks\":[3]}", 6, 40, "expected an object"),
        ("{\"disks\":\"x\"}", 6, 39, "expected an array"),
        ("{\"vtpms\":[{\"uuid\":\"nonsense\"}]}", 6, 48, "no uuid"),
        ("{\"b_info\":{\"type.hvm\":{\"pae\":\"True\"}}}", 6, 52, "pv"),
    ]

    @Test("It is read strictly, and a fault is found at its line and column", arguments: faults)
    func strict(_ fault: (json: String, line: Int, column: Int, words: String)) throws {
        let result = refined(fault.json)
        #expect(result.document == nil)
        let problem = try #require(result.errors.first, "\(result.diagnostics)")
        #expect(problem.message.contains(fault.words), "\(problem)")
        #expect(problem.location.line == fault.line && problem.location.column == fault.column, "\(problem)")
    }

    @Test("There is one of it")
    func twice() {
        let one = "<libxl xmlns='urn:xenward:1'>{}</libxl>"
        #expect(read(pv("<metadata>\(one)</metadata>")).diagnostics.isEmpty)
        #expect(read(pv("<metadata>\(one)\(one)</metadata>")).errors.map(\.reason) == [.conflict])
    }

    @Test("Passwords stand in it only when they are asked for")
    func secrets() throws {
        let guest = try guest(
            #""b_info":{"max_memkb":262144,"type.pv":{}},"vfbs":[{"vnc":{"passwd":"hush","enable":"False"}}]"#)
        #expect(write(guest).text.contains("hush"))
        let plain = write(guest, secrets: false)
        #expect(!plain.text.contains("hush"))
        #expect(plain.losses.map(\.place) == ["framebuffers[#0].vnc.password"])
    }

    @Test("libvirt would not look at it, and so does the reader that follows libvirt to the letter")
    func handover() {
        let xml = pv("<metadata><libxl xmlns='urn:xenward:1'>{\"b_info\":{\"shadow_memkb\":8192}}</libxl></metadata>")
        #expect(read(xml).guest?.memory.shadow == 8192)
        #expect(read(xml, handover: .libvirt).guest?.memory.shadow == nil)
    }
}
