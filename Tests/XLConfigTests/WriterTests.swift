import FormatSupport
import GuestModel
import Testing

@testable import XLConfig

@Suite("Writing xl.cfg")
struct WriterTests {
    private func read(_ text: String) -> ReadResult {
        XLConfigReader(host: hostOfOracle()).read(Array(text.utf8), file: "guest.cfg")
    }

    private func write(_ guest: GuestConfiguration, secrets: Bool = true) -> WriteResult {
        let document = GuestDocument(configuration: guest, provenance: .init(file: "guest.cfg"))
        return XLConfigWriter().write(document, options: WriteOptions(includesSecrets: secrets))
    }

    @Test("whatever is read can be written, and comes back the same", arguments: GuestType.Kind.allCases)
    func roundTrip(kind: GuestType.Kind) throws {
        var count = 0
        let texts = SampleSettings.all.map { (OracleTests.minimal[kind] ?? "") + $0 + "\n" } + SampleSettings.files
        for text in texts {
            guard let guest = read(text).document?.configuration else { continue }
            count += 1
            let written = write(guest)
            #expect(written.losses.isEmpty, "\(text)\n\(written.text)\n\(written.losses)")
            let back = read(written.text)
            #expect(back.document?.configuration == guest, "\(text)\n\(written.text)\n\(back.diagnostics)")
            let warnings = back.diagnostics.filter { $0.severity != .note && $0.reason != .deprecated }
            #expect(warnings.isEmpty, "\(written.text)\n\(warnings)")
            // Writing is deterministic: what comes back is written in the same way.
            if let again = back.document?.configuration { #expect(write(again).text == written.text) }
        }
        #expect(count > 100)
    }

    @Test(
        "what is written means to xl what it means to us",
        .enabled(if: XLOracle.shared != nil, Comment(rawValue: XLOracle.whyNot)))
    func agreement() throws {
        for text in SampleSettings.all.map({ (OracleTests.minimal[.hvm] ?? "") + $0 + "\n" }) + SampleSettings.files {
            guard let guest = read(text).document?.configuration else { continue }
            try expectAgreement(on: write(guest).text)
        }
        // All the characters that a text may hold, in five lines.
        let scalars = (1..<0x180).filter { !(0x80..<0xa0).contains($0) }.compactMap(UnicodeScalar.init)
        var guest = GuestConfiguration(name: "quoted", type: .hvm(HVM()))
        guest.memory.target = 65536
        guest.memory.maximum = 65536
        guest.deviceModel.arguments = stride(from: 0, to: scalars.count, by: 75).map { start in
            String(String.UnicodeScalarView(scalars[start..<min(start + 75, scalars.count)]))
        }
        #expect(write(guest).losses.isEmpty)
        try expectAgreement(on: write(guest).text)
    }

    @Test("a file looks as a person would have written it", arguments: Golden.all)
    func golden(_ golden: Golden) throws {
        let document = try #require(read(golden.source).document)
        let written = XLConfigWriter().write(document, options: WriteOptions(includesSecrets: true))
        #expect(written.text == golden.written)
        #expect(written.losses.isEmpty)
    }

    @Test("every text comes back byte for byte, whatever is in it")
    func texts() throws {
        for byte in 1..<128 {
            var guest = GuestConfiguration(name: "quoted", type: .pv(PV()))
            let letter = String(Character(UnicodeScalar(UInt8(byte))))
            guest.boot.kernel = "/boot/vmlinuz"
            guest.memory.target = 65536
            guest.memory.maximum = 65536
            guest.boot.commandLine = "a\(letter)b'\"\\\(letter)"
            let written = write(guest)
            #expect(read(written.text).document?.configuration.boot.commandLine == guest.boot.commandLine)
            #expect(written.losses.isEmpty)
        }
    }

    @Test("a rate of less than a byte an interval, which xl takes, is written so that it is read again")
    func slowest() throws {
        let text = "name = \"g\"\ntype = \"hvm\"\nmemory = 256\nvif = [ \"mac=00:16:3e:00:00:01,rate=8b/s\" ]\n"
        let guest = try #require(read(text).document?.configuration)
        let written = write(guest)
        #expect(written.losses.isEmpty)
        #expect(read(written.text).document?.configuration == guest)
    }

    @Test("that the first vcpu alone is online is what libxl makes of silence, and no loss")
    func firstVCPU() {
        var guest = GuestConfiguration(name: "one", type: .hvm(HVM()))
        guest.memory.target = 65536
        guest.memory.maximum = 65536
        for (maximum, online) in [(nil, [0]), (1, []), (1, [0]), (4, [0])] as [(UInt32?, CPUSet)] {
            guest.vcpus.maximum = maximum
            guest.vcpus.online = online
            #expect(write(guest).losses.isEmpty, "\(write(guest))")
        }
        guest.vcpus.maximum = nil
        guest.vcpus.online = [1]
        #expect(write(guest).losses.map(\.place) == ["vcpus.online"])
    }

    @Test("what xl.cfg cannot say is a loss, with its place, its value and the reason")
    func losses() {
        var guest = GuestConfiguration(name: "lossy", type: .hvm(HVM()))
        guest.memory.target = 65537
        guest.memory.maximum = 65537
        guest.vcpus.maximum = 4
        guest.vcpus.online = [0, 2]
        guest.creation.runHotplugScripts = false
        var disk = Disk()
        disk.vdev = "xvda"
        disk.path = "/dev/vg0/a"
        disk.script = "block-a,b"
        disk.readWrite = true
        guest.disks = [disk]
        var nic = NetworkInterface()
        nic.bridge = "a,script=evil"
        nic.devid = 0
        guest.nics = [nic]
        let written = write(guest)
        #expect(
            Set(written.losses.map(\.description)) == [
                "memory.target = 65537 KiB is lost: xl.cfg counts memory in MiB",
                "memory.maximum = 65537 KiB is lost: xl.cfg counts memory in MiB",
                "vcpus.online = 0,2 is lost: xl.cfg cannot say it so",
                "creation.runHotplugScripts = no is lost: xl takes it from xl.conf, which says something else",
                "disks[xvda].script = \"block-a,b\" is lost: xl.cfg has no way to say it",
                "nics[0].bridge = \"a,script=evil\" is lost: xl.cfg has no way to say it",
            ])
        #expect(!written.text.contains("evil"))
    }

    @Test("what xl adds by itself, numbers of devices and what xl.conf says, is no loss")
    func additions() throws {
        var guest = GuestConfiguration(name: "open", type: .hvm(HVM()))
        guest.memory.target = 65536
        guest.memory.maximum = 65536
        guest.nics = [NetworkInterface(), NetworkInterface()]
        guest.framebuffers = [VirtualFramebuffer()]
        guest.keyboards = [VirtualKeyboard()]
        guest.usbControllers = [USBController()]
        guest.channels = [Channel()]
        guest.channels[0].connection = .pty
        var host = HostDefaults()
        host.vifBridge = "xenbr7"
        let document = GuestDocument(configuration: guest, provenance: .init(file: "guest.cfg"))
        let written = XLConfigWriter(host: host).write(document, options: WriteOptions())
        #expect(written.losses.isEmpty)
    }

    @Test("passwords are written only when they are asked for")
    func secrets() throws {
        var hvm = HVM()
        hvm.vnc.password = "hunter2"
        hvm.spice.password = "hunter3"
        var guest = GuestConfiguration(name: "secret", type: .hvm(hvm))
        guest.memory.target = 65536
        guest.memory.maximum = 65536
        let hidden = write(guest, secrets: false)
        #expect(!hidden.text.contains("hunter"))
        #expect(hidden.losses.map(\.place) == ["hvm.vnc.password", "hvm.spice.password"])
        let shown = write(guest)
        #expect(shown.text.contains("vncpasswd") && shown.text.contains("hunter3"))
        #expect(shown.losses.isEmpty)
    }

    @Test("what libxl would refuse in a file is left out of it, and said")
    func unreadable() {
        var guest = GuestConfiguration(name: "half", type: .hvm(HVM()))
        guest.memory.target = 65536
        guest.memory.maximum = 65536
        var nameless = Disk()
        nameless.path = "/dev/vg0/a"
        guest.disks = [nameless]
        guest.channels = [Channel()]
        guest.scheduling.weight = 0
        let written = write(guest)
        #expect(read(written.text).document != nil, "\(written.text)")
        #expect(Set(written.losses.map(\.place)) == ["disks[#0]", "channels[#0]", "scheduling.weight"])
    }

    @Test("xenward's own key comes back with its lines")
    func annotations() throws {
        let text = (OracleTests.minimal[.hvm] ?? "") + "xenward = [ \"protect = yes\",\n  \"autostart=no\" ]\n"
        let document = try #require(read(text).document)
        #expect(
            document.annotations.map { "\($0.key)=\($0.value) \($0.location)" } == [
                "protect=yes guest.cfg:4:13", "autostart=no guest.cfg:5:3",
            ])
        let written = XLConfigWriter().write(document, options: WriteOptions())
        let back = try #require(read(written.text).document)
        #expect(back.annotations.map { [$0.key, $0.value] } == document.annotations.map { [$0.key, $0.value] })
    }

    @Test("what stands where libxl once looked is written like what stands where it looks now")
    func oldPlaces() throws {
        var guest = try #require(read("name = \"g\"\nmemory = 64\nkernel = \"/k\"\n").document?.configuration)
        guest.boot.kernel = nil
        var pv = PV()
        pv.legacyKernel = "/old"
        guest.type = .pv(pv)
        let written = write(guest)
        #expect(written.losses.isEmpty && written.text.contains("kernel = \"/old\""), "\(written)")
    }

    @Test("another generation ID at each start is written as xl has it")
    func generationID() throws {
        let text = "name = \"g\"\ntype = \"hvm\"\nmemory = 64\nms_vm_genid = \"generate\"\n"
        let guest = try #require(read(text).document?.configuration)
        #expect(guest.hvm.generationID == .generated)
        let written = write(guest)
        #expect(written.losses.isEmpty && written.text.contains("ms_vm_genid = \"generate\""), "\(written)")
    }
}
