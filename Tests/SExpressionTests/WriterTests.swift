import FormatSupport
import GuestModel
import ReadResults
import SExpression
import SeededNumbers
import Testing

@Suite("Writing for xend")
struct WriterTests {
    @Test("whatever is read can be written, and comes back as the same guest", arguments: ReaderTests.pairs)
    func roundTrip(_ pair: ReaderTests.Pair) throws {
        let guest = try #require(read("(vm (name g) \(pair.sxp))").guest)
        let written = write(guest)
        #expect(written.losses == [], "\(written.text)")
        let back = read(written.text)
        #expect(back.warnings == [] && back.errors == [], "\(written.text)")
        #expect(try write(#require(back.guest)).text == written.text)
    }

    @Test("an expression looks as a person would have written it")
    func golden() throws {
        let guest = try #require(
            readXM(
                """
                name = 'mail'; builder = 'hvm'; memory = 1024; maxvcpus = 4; vcpus = 2; cpus = ['0-1', '2', '3', '3']
                disk = ['phy:/dev/vg0/mail,hda,w', 'file:/srv/a.iso,hdc:cdrom,r', 'tap:aio:/srv/b c.img,hdb,w']
                vif = ['mac=00:16:3e:00:00:01,model=e1000']; pci = ['01:00.0@6,msitranslate=1']; vnc = 1
                """
            ).guest)
        #expect(
            write(guest).text == """
                (vm
                    (name mail)
                    (maxmem 1024)
                    (memory 1024)
                    (vcpus 4)
                    (vcpu_avail 3)
                    (cpus (0-1 2 3 3))
                    (localtime 0)
                    (on_poweroff destroy)
                    (on_reboot restart)
                    (on_crash restart)
                    (image
                        (hvm
                            (kernel /usr/lib/xen/boot/hvmloader)
                            (boot c)
                            (pae 1)
                            (acpi 1)
                            (apic 1)
                            (viridian 0)
                            (rtc_timeoffset 0)
                            (serial none)
                            (parallel none)
                            (vnc 1)
                            (sdl 0)))
                    (device (vbd (uname phy:/dev/vg0/mail) (dev hda) (mode w)))
                    (device (vbd (uname file:/srv/a.iso) (dev hdc:cdrom) (mode r)))
                    (device (tap (uname 'tap:aio:/srv/b c.img') (dev hdb) (mode w)))
                    (device (vif (mac 00:16:3e:00:00:01) (model e1000)))
                    (device (pci (dev (domain 0x0000) (bus 0x01) (slot 0x00) (func 0x0) (vslot 0x6) (opts ((msitranslate 1)))))))

                """)
    }

    @Test("what commas forbid in xm's lists can be said here")
    func commas() throws {
        var guest = try #require(readXM("name = 'g'; kernel = '/k'; disk = ['phy:/dev/a,xvda,w']; vif = ['']").guest)
        guest.disks[0].path = "/srv/a,b.img"
        guest.nics[0].ip = "10.0.0.1,10.0.0.2"
        let written = write(guest)
        #expect(written.losses == [], "\(written.text)")
        #expect(read(written.text).guest?.disks.first?.path == "/srv/a,b.img")
    }

    @Test("every text comes back byte for byte, whatever is in it")
    func texts() throws {
        let scalars = (1..<0x180).filter { !(0x80..<0xa0).contains($0) }.compactMap(UnicodeScalar.init)
        for scalar in scalars + ["\u{1f4a9}"] {
            for text in ["a\(scalar)b", "\(scalar)", "(\(scalar))", "'\(scalar)\\"] {
                var guest = try #require(readXM("name = 'g'; kernel = '/k'").guest)
                guest.boot.commandLine = text
                #expect(read(write(guest).text).guest?.boot.commandLine == text)
            }
        }
    }

    @Test("what xend had no word for is a loss, and passwords are written only when they are asked for")
    func losses() throws {
        var guest = try #require(readXM("name = 'g'; kernel = '/k'; vif = ['']; vfb = ['vncpasswd=hunter2']").guest)
        guest.nics[0].mtu = 1400
        let written = write(guest, secrets: false)
        #expect(!written.text.contains("hunter"))
        #expect(
            written.losses.map(\.description) == [
                "framebuffers[0].vnc.password = (secret) is lost: passwords are written with --secrets only",
                "nics[0].mtu = 1400 B is lost: xend's expression has no word for it",
            ])
        #expect(write(guest).text.contains("(vncpasswd hunter2)"))
        var device = PCIDevice()
        device.name = "nic"
        guest.pciDevices = [device]
        let named = write(guest)
        #expect(!named.text.contains("nic") && named.losses.contains { $0.place.hasPrefix("pciDevices[") })
    }
}

@Suite("Damaged expressions")
struct DamageTests {
    private static let words = [
        "(", ")", "'", "\"", "\\", "#", "\n", "\u{0}", "(a ", "(device (vbd ", "-1", "99999999999999999999", "''",
        "\u{ff}",
    ]

    @Test("However an expression is damaged, there is a guest or an error, and never both", arguments: 0..<4)
    func mutation(_ seed: UInt64) {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<400 {
            let entries = (0..<3).compactMap { _ in ReaderTests.pairs.randomElement(using: &numbers)?.sxp }
            var bytes = Array("(domain (name g) \(entries.joined(separator: "\n")))".utf8)
            for _ in 0..<Int.random(in: 1...4, using: &numbers) { bytes.damage(with: Self.words, using: &numbers) }
            expectSense(bytes)
        }
    }

    @Test("random bytes are no guest, and no crash")
    func noise() {
        var numbers = SeededNumbers(seed: 7)
        let letters = Array("()()()'\"\\ab #\n01".utf8)
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<80, using: &numbers)
            expectSense((0..<count).compactMap { _ in letters.randomElement(using: &numbers) })
        }
    }

    private func expectSense(_ bytes: [UInt8]) {
        let result = SExpressionReader().read(bytes, file: "config.sxp")
        #expect(result.document != nil || result.diagnostics.contains { $0.severity == .error })
        #expect(result.diagnostics.allSatisfy { !$0.message.isEmpty && ($0.location.line ?? 1) >= 1 })
        if let document = result.document {
            let written = SExpressionWriter().write(document, options: WriteOptions(includesSecrets: true))
            #expect(read(written.text).document != nil, "\(written.text)")
        }
    }
}
