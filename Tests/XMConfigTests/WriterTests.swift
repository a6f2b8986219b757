import FormatSupport
import GuestModel
import ReadResults
import SeededNumbers
import Testing

@testable import XMConfig

@Suite("Writing for xm")
struct WriterTests {
    private func expectReturn(_ text: String) throws {
        let guest = try #require(read(text).guest, "\(text)")
        let written = write(guest)
        #expect(written.losses == [], "\(text)\n\(written.text)")
        let back = read(written.text)
        #expect(back.warnings == [] && back.errors == [], "\(written.text)")
        var (before, after) = (guest, try #require(back.guest))
        // Writing is deterministic: what comes back is written in the same way.
        #expect(write(after).text == written.text)
        before.spellOutXendsDefaults()
        after.spellOutXendsDefaults()
        #expect(before == after, "\(text)\n\(written.text)")
    }

    @Test("whatever is read can be written, and comes back as the same guest")
    func roundTrip() throws {
        for pair in KeyTests.everyGuest + KeyTests.framebuffers { try expectReturn(KeyTests.pv + pair.xm) }
        for pair in KeyTests.everyGuest + KeyTests.hvmOnly + KeyTests.screens {
            try expectReturn(KeyTests.hvm + pair.xm)
        }
    }

    @Test("so does any mixture of settings", arguments: 0..<4)
    func mixtures(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<150 {
            let isHVM = Bool.random(using: &numbers)
            let pairs =
                isHVM
                ? KeyTests.everyGuest + KeyTests.hvmOnly + KeyTests.screens
                : KeyTests.everyGuest + KeyTests.framebuffers
            var keys: Set<String> = []
            var text = isHVM ? KeyTests.hvm : KeyTests.pv
            for pair in (0..<8).compactMap({ _ in pairs.randomElement(using: &numbers) }) {
                let assignments = PythonParser.parse(Array(pair.xm.utf8)).assignments.map(\.key)
                let related: [Set<String>] = [
                    ["vcpus", "maxvcpus", "vcpu_avail", "cpus", "cpu"], ["memory", "maxmem"],
                ]
                let concerned = assignments.flatMap { key in related.first { $0.contains(key) }.map(Array.init) ?? [key]
                }
                if concerned.contains(where: keys.contains) { continue }
                keys.formUnion(concerned)
                text += pair.xm + "\n"
            }
            try expectReturn(text)
        }
    }

    @Test("a file looks as a person would have written it")
    func golden() throws {
        let guest = try #require(
            read(
                """
                name = 'mail'; builder = 'hvm'; memory = 1024; vcpus = 2; cpu_cap = 50; vnc = 1; vncpasswd = 'x'
                disk = ['phy:/dev/vg0/mail,hda,w', 'file:/srv/a.iso,hdc:cdrom,r', 'tap:aio:/srv/b.img,hdb,w']
                vif = ['type=netfront', 'mac=00:16:3e:00:00:01,model=e1000']
                pci = ['01:00.0,msitranslate=1']; on_crash = 'preserve'; rtc_timeoffset = -60
                """
            ).guest)
        #expect(
            write(guest).text == """
                name    = "mail"
                builder = "hvm"

                memory  = 1024
                maxmem  = 1024
                vcpus   = 2
                cpu_cap = 50

                kernel = "/usr/lib/xen/boot/hvmloader"
                boot   = "c"

                pae      = 1
                acpi     = 1
                apic     = 1
                viridian = 0

                localtime      = 0
                rtc_timeoffset = -60

                serial   = "none"
                parallel = "none"
                disk     = [
                    "phy:/dev/vg0/mail,hda,w",
                    "file:/srv/a.iso,hdc:cdrom,r",
                    "tap:aio:/srv/b.img,hdb,w",
                ]
                vif      = [
                    "type=netfront",
                    "mac=00:16:3e:00:00:01,model=e1000",
                ]
                pci      = [ "0000:01:00.0,msitranslate=1" ]

                vnc       = 1
                vncpasswd = "x"
                sdl       = 0

                on_poweroff = "destroy"
                on_reboot   = "restart"
                on_crash    = "preserve"

                """)
    }

    @Test("every text comes back byte for byte, whatever is in it")
    func texts() throws {
        let scalars = (1..<0x180).filter { !(0x80..<0xa0).contains($0) }.compactMap(UnicodeScalar.init)
        for scalar in scalars + ["\u{1f4a9}"] {
            for text in ["a\(scalar)b", "\(scalar)", "'\"\(scalar)\\", "\"'\(scalar)"] {
                var guest = try #require(read(KeyTests.pv).guest)
                guest.boot.commandLine = text
                let written = write(guest)
                #expect(read(written.text).guest?.boot.commandLine == text, "\(written.text)")
            }
        }
    }

    @Test("what xm cannot say is a loss, with its place, its value and the reason")
    func losses() throws {
        var guest = try #require(
            read(KeyTests.hvm + "disk = ['phy:/dev/a,xvda,w']\nvif = ['']\npci = ['01:00.0']").guest)
        guest.memory.target = 65537
        guest.disks[0].discard = true
        var disk = Disk()
        (disk.vdev, disk.path, disk.format) = ("xvdb", "/srv/a,b.img", .raw)
        guest.disks.append(disk)
        guest.nics[0].mtu = 1400
        guest.pciDevices[0].permissive = true
        guest.shutdownActions.onWatchdog = .preserve
        guest.limits.grantFrames = 64
        guest.boot.bootloaderArguments = ["a b"]
        #expect(
            Set(write(guest).losses.map(\.description)) == [
                "memory.target = 65537 KiB is lost: xm counts memory in MiB",
                "disks[xvda].discard = yes is lost: xm has no word for it",
                "disks[xvdb] = pdev_path=\"/srv/a,b.img\",vdev=\"xvdb\",format=\"raw\" is lost: xm cannot describe such a device",
                "nics[0].mtu = 1400 B is lost: xm has no word for it",
                "pciDevices[0000:01:00.0].permissive = yes is lost: xm has no word for it",
                "shutdownActions.onWatchdog = \"preserve\" is lost: xm has no word for it",
                "limits.grantFrames = 64 is lost: xm has no word for it",
                "boot.bootloaderArguments = [\"a b\"] is lost: xm says [\"a\", \"b\"] in its place",
            ])
    }

    @Test("xm has no PVH guests, and that is said")
    func pvh() {
        var guest = GuestConfiguration(name: "g", type: .pvh(PVH()))
        guest.boot.kernel = "/boot/vmlinuz"
        guest.memory.target = 65536
        guest.memory.maximum = 65536
        #expect(write(guest).losses.map(\.place).contains("type"))
    }

    @Test("a guest of no serial port has none, whichever way that is said")
    func serial() throws {
        var guest = try #require(read(KeyTests.hvm).guest)
        var hvm = try #require(guest.hvm)
        hvm.serial = "none"
        guest.type = .hvm(hvm)
        #expect(write(guest).losses == [])
    }

    @Test("passwords are written only when they are asked for")
    func secrets() throws {
        let guest = try #require(read(KeyTests.pv + "vfb = ['type=vnc,vncpasswd=hunter2']").guest)
        let hidden = write(guest, secrets: false)
        #expect(!hidden.text.contains("hunter"))
        #expect(hidden.losses.map(\.place) == ["framebuffers[0].vnc.password"])
        #expect(write(guest).text.contains("vncpasswd=hunter2"))
    }

    @Test("words about a guest are kept where xm has a place for them, else reported")
    func extras() throws {
        var document = try #require(read(KeyTests.pv + "disk = ['phy:/dev/a,xvda,w!']").document)
        document.extras.description = "the mail server"
        document.extras.title = "Mail"
        let written = XMConfigWriter().write(document, options: WriteOptions())
        #expect(written.losses.map(\.place) == ["title"])
        let back = try #require(read(written.text).document)
        #expect(back.extras.description == "the mail server")
        #expect(back.extras.shareableDisks == ["xvda"])
    }
}
