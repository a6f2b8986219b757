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

    // MARK: Which device is meant

    /// What is written of a guest, with a part of it replaced.
    private func edited(_ guest: GuestConfiguration, _ old: String, _ new: String) throws -> ReadResult {
        let text = write(guest).text
        let edited = text.replacing(old, with: new)
        try #require(edited != text, "\(text)")
        return read(edited)
    }

    private static func pci(_ bus: String) -> String {
        """
            <hostdev mode='subsystem' type='pci' managed='no'>
              <driver name='xen'/>
              <source>
                <address domain='0x0000' bus='0x0\(bus)' slot='0x00' function='0x0'/>
              </source>
            </hostdev>

        """
    }

    private static func usb(_ address: Int) -> String {
        """
            <hostdev mode='subsystem' type='usb' managed='no'>
              <source>
                <address bus='1' device='\(address)'/>
              </source>
            </hostdev>

        """
    }

    private static let keyed: [(list: String, old: String, new: String)] = [
        (#""pcidevs":[{"bus":1,"msitranslate":true},{"bus":2,"vfunc_mask":1}]"#, pci("1"), ""),
        (
            #""pcidevs":[{"bus":1,"msitranslate":true},{"bus":2,"vfunc_mask":1}]"#, pci("1") + pci("2"),
            pci("2") + pci("1")
        ),
        (#""pcidevs":[{"msitranslate":true},{"bus":2,"vfunc_mask":1}]"#, pci("2"), pci("3") + pci("2")),
        (
            #""usbdevs":[{"ctrl":0,"port":1,"type.hostdev":{"hostbus":1,"hostaddr":2}},{"ctrl":0,"port":2,"type.hostdev":{"hostbus":1,"hostaddr":3}}]"#,
            usb(2), ""
        ),
        (
            #""channels":[{"name":"a","backend_domname":"d","connection.pty":{}},{"name":"b","devid":4,"connection.pty":{}}]"#,
            "<target type='xen' name='a'/>", "<target type='xen' name='c'/>"
        ),
        (
            #""p9s":[{"tag":"a","path":"/a","security_model":"none","backend_domname":"d"},{"tag":"b","path":"/b","security_model":"none","devid":3}]"#,
            "<target dir='a'/>", "<target dir='c'/>"
        ),
        (
            #""usbctrls":[{"type":"qusb","devid":0,"version":2,"ports":8,"backend_domname":"d"},{"type":"qusb","devid":1,"version":1,"ports":8}]"#,
            "    <controller type='usb' index='0' model='qusb2' ports='8'/>\n", ""
        ),
        (
            #""disks":[{"vdev":"xvda","pdev_path":"/a","format":"raw","readwrite":1},{"vdev":"xvdb","pdev_path":"/b","format":"raw","script":"s"}]"#,
            "<target dev='xvda' bus='xen'/>", "<target dev='xvdc' bus='xen'/>"
        ),
        (
            #""nics":[{"mac":"00:16:3e:00:00:01","devid":0},{"mac":"00:16:3e:00:00:02","devid":1,"gatewaydev":"g"}]"#,
            "<mac address='00:16:3e:00:00:01'/>", "<mac address='00:16:3e:00:00:03'/>"
        ),
    ]

    @Test("What is said of a device is said of no other, whatever comes, goes or moves", arguments: keyed)
    func ofNoOther(_ edit: (list: String, old: String, new: String)) throws {
        let guest = try guest("\"b_info\":{\"max_memkb\":262144,\"type.pv\":{}},\(edit.list)")
        #expect(read(write(guest).text).guest == guest)
        let result = try edited(guest, edit.old, edit.new)
        let back = try #require(result.guest, "\(result.diagnostics)")
        let plain = try #require(
            read(
                write(guest).text.replacing(/<metadata>(?s:.)*<\/metadata>/, with: "")
                    .replacing(edit.old, with: edit.new)
            ).guest)
        // Each device that the XML has, as it was if it was there.
        #expect(
            back.pciDevices
                == plain.pciDevices.map { new in guest.pciDevices.first { $0.address == new.address } ?? new })
        #expect(
            back.usbDevices == plain.usbDevices.map { new in guest.usbDevices.first { $0.host == new.host } ?? new })
        #expect(back.channels == plain.channels.map { new in guest.channels.first { $0.name == new.name } ?? new })
        #expect(
            back.p9Filesystems
                == plain.p9Filesystems.map { new in guest.p9Filesystems.first { $0.tag == new.tag } ?? new })
        #expect(
            back.usbControllers
                == plain.usbControllers.map { new in guest.usbControllers.first { $0.devid == new.devid } ?? new })
        #expect(back.disks == plain.disks.map { new in guest.disks.first { $0.vdev == new.vdev } ?? new })
        #expect(back.nics == plain.nics.map { new in guest.nics.first { $0.mac == new.mac } ?? new })
        // Whoever is spoken of and gone is named.
        let isGone =
            !edit.new.contains(edit.old) && edit.new.count <= edit.old.count
            && edit.old != Self.pci("1") + Self.pci("2")
        #expect(result.errors.isEmpty && result.warnings.count == (isGone ? 1 : 0), "\(result.diagnostics)")
        #expect(result.warnings.allSatisfy { $0.reason == .conflict && $0.message.contains("does not have") })
    }

    private static let interfaces = #""nics":[{"bridge":"a","devid":0,"gatewaydev":"g"},{"bridge":"b","devid":1}]"#
    private static func interface(_ bridge: String) -> String {
        "    <interface type='bridge'>\n      <source bridge='\(bridge)'/>\n    </interface>\n"
    }

    private static let keyless: [(old: String, new: String)] = [
        (interface("a"), ""), (interface("b"), ""), (interface("a"), interface("c")),
        (interface("a") + interface("b"), interface("b") + interface("a")),
        (interface("a"), interface("c") + interface("a")), (interface("b"), interface("b") + interface("c")),
    ]

    @Test(
        "Interfaces without an address are refined by their places as long as they are the same ones",
        arguments: keyless)
    func sameOnes(_ edit: (old: String, new: String)) throws {
        let guest = try guest("\"b_info\":{\"max_memkb\":262144,\"type.pv\":{}},\(Self.interfaces)")
        let written = write(guest).text
        #expect(read(written).guest == guest && read(written).diagnostics.isEmpty)
        let result = try edited(guest, edit.old, edit.new)
        #expect(result.errors.isEmpty && result.warnings.map(\.reason) == [.conflict], "\(result.diagnostics)")
        let line = written.split(separator: "\n").firstIndex { $0.contains("\"nics\": [") }
        #expect(line.map { $0 + 1...$0 + 2 }?.contains(result.warnings.first?.location.line ?? 0) == true)
        #expect(result.guest?.nics.allSatisfy { $0.gatewayDevice == nil && $0.devid == nil } == true)
    }

    @Test("One with an address may come and go beside those without")
    func besideThem() throws {
        let guest = try guest("\"b_info\":{\"max_memkb\":262144,\"type.pv\":{}},\(Self.interfaces)")
        let new =
            "    <interface type='bridge'>\n      <mac address='00:16:3e:00:00:07'/>\n      <source bridge='z'/>\n    </interface>\n"
        let result = try edited(guest, Self.interface("a"), new + Self.interface("a"))
        #expect(result.diagnostics.isEmpty)
        #expect(result.guest?.nics.map(\.gatewayDevice) == [nil, "g", nil])
        #expect(result.guest?.nics.map(\.devid) == [nil, 0, 1])
    }

    @Test("A device that the XML has no words for stays, in its place, whatever becomes of the others")
    func beyondWords() throws {
        let guest = try guest(
            #""b_info":{"max_memkb":262144,"type.pv":{}},"pcidevs":[{"name":"card"},{"bus":1},{"bus":2,"msitranslate":true},{"name":"other"}]"#
        )
        #expect(read(write(guest).text).guest == guest)
        let result = try edited(guest, Self.pci("1"), "")
        #expect(result.guest?.pciDevices.map { $0.name ?? $0.address } == ["card", "0000:02:00.0", "other"])
        #expect(result.guest?.pciDevices.map(\.msiTranslate) == [false, true, false])
    }

    @Test("A device that XML has words for cannot be had as one that it has not")
    func smuggledAsWhole() {
        let result = refined(#"{"pcidevs":[{"xml":false,"bus":3}]}"#)
        #expect(result.guest?.pciDevices == [] && result.warnings.map(\.reason) == [.conflict])
        let wrong = refined(#"{"pcidevs":[{"xml":true,"bus":3}]}"#)
        #expect(wrong.document == nil && wrong.errors.first?.message.contains("pcidevs[0].xml") == true)
        #expect(
            refined(#"{"nics":[{"xml":{"bridg":"a"}}]}"#).errors.first?.message.contains("did you mean bridge?") == true
        )
    }

    /// Devices of the host, and what was once written of them.
    private func old(_ json: String, pci buses: [String]) -> ReadResult {
        refined(json, devices: buses.map(Self.pci).joined())
    }

    @Test("What was written by places alone is still read, if there are enough of them")
    func byNumber() {
        let json = #"{"pcidevs":[{"vfunc_mask":1,"msitranslate":true},{"vfunc_mask":1}]}"#
        let result = old(json, pci: ["1", "2"])
        #expect(result.guest?.pciDevices.map(\.msiTranslate) == [true, false])
        #expect(result.guest?.pciDevices.map(\.functionMask) == [1, 1])
        #expect(result.warnings.map(\.reason) == [.deprecated] && result.errors.isEmpty)
        let fewer = old(json, pci: ["2"])
        #expect(
            fewer.guest?.pciDevices.map(\.msiTranslate) == [false] && fewer.guest?.pciDevices[0].functionMask == nil)
        #expect(fewer.errors.isEmpty && fewer.warnings.map(\.reason) == [.conflict])
        let named = old(#"{"pcidevs":[{"vfunc_mask":1},{"name":"card"}]}"#, pci: ["1"])
        #expect(named.guest?.pciDevices.map(\.name) == [nil, "card"] && named.diagnostics.isEmpty)
        let numbered = refined(
            #"{"usbctrls":[{"devid":null}]}"#, devices: "<controller type='usb' index='0' model='qusb2'/>")
        #expect(numbered.guest?.usbControllers.map(\.devid) == [nil] && numbered.diagnostics.isEmpty)
        let phantom = refined(#"{"usbdevs":[{"ctrl":0,"port":1},{"ctrl":0,"port":2}]}"#, devices: Self.usb(3))
        #expect(phantom.guest?.usbDevices.count == 1 && phantom.guest?.usbDevices[0].port == nil)
        #expect(phantom.warnings.map(\.reason) == [.conflict])
    }
}
