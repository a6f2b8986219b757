@testable import XLConfig

/// Writes configurations at random, mostly such as xl takes, over every key that it has. The same seed, the same files.
struct RandomFile {
    private var numbers: SeededNumbers

    init(seed: UInt64) { numbers = SeededNumbers(seed: seed &* 0x9e37_79b9_7f4a_7c15) }

    /// Every key but those that each file has.
    static let keys = KnownKeys.suggestions.filter { !["name", "memory", "type", "xenward"].contains($0) }

    /// Settings from the samples, which somebody has thought about, by the keys in them.
    private static let samples: [String: [String]] = Dictionary(
        grouping: SampleSettings.all + SampleSettings.cpuLists.flatMap { ["cpus = \($0)", "cpus_soft = \($0)"] }
    ) { line in String(line.prefix { $0 != " " && $0 != "=" }) }

    mutating func next() -> String {
        let type = pick(["pv", "pvh", "hvm", "hvm"])
        var lines = ["name = \"g\(Int.random(in: 0..<100, using: &numbers))\"", "type = \"\(type)\""]
        lines.append("memory = \(pick(["64", "128", "2048"]))")
        if type != "hvm" { lines.append(pick(["kernel = \"/k\"", "kernel = \"/k\"", "bootloader = \"pygrub\""])) }
        if chance(3) { lines.append("vcpus = \(Int.random(in: 1...6, using: &numbers))") }
        let beginning = lines
        for _ in 0..<Int.random(in: 1...16, using: &numbers) {
            let setting = setting(pick(Self.keys))
            // Of what we would refuse only some is asked, as it ends a file for xl, too.
            if chance(25) || isTaken(beginning + [setting]) { lines.append(setting) }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func isTaken(_ lines: [String]) -> Bool {
        let text = lines.joined(separator: "\n") + "\n"
        return XLConfigReader(host: hostOfOracle()).read(Array(text.utf8), file: "").document != nil
    }

    private mutating func setting(_ key: String) -> String {
        if let samples = Self.samples[key], chance(3) { return pick(samples) }
        switch key {
        case "disk", "vif", "pci", "vfb", "usbctrl", "usbdev", "channel", "p9", "vtpm", "vkb", "vdispl", "pvcalls":
            return "\(key) = [ \(several { $0.quoted($0.device(key)) }) ]"
        case "vnuma", "vsnd": return pick(Self.samples[key] ?? [""])
        case "cpus", "cpus_soft":
            return "\(key) = \(chance(2) ? quoted(cpuList()) : "[ \(several { $0.quoted($0.cpuList()) }) ]")"
        case "viridian": return "viridian = [ \(several { $0.quoted($0.enlightenment()) }) ]"
        case "cpuid": return "cpuid = \(quoted("host," + (0..<3).map { _ in cpuFeature() }.joined(separator: ",")))"
        case "serial", "usbdevice":
            let words = ["pty", "null", "tablet", "mouse", "tcp:h:1", "none", ""]
            return chance(2)
                ? "\(key) = \(quoted(pick(words)))" : "\(key) = [ \(several { $0.quoted($0.pick(words)) }) ]"
        case "ioports":
            return "ioports = [ \(several { $0.quoted($0.pick(["2f8", "2f8-2ff", "0x3f8", "3-2", "g"])) }) ]"
        case "irqs": return "irqs = [ \(several { $0.pick(["1", "9", "255", "\"7\"", "\"x\""]) }) ]"
        case "iomem":
            return
                "iomem = [ \(several { $0.quoted($0.pick(["fe000,10", "fe000,10@100", "0,1", "fe000", "fe000,0"])) }) ]"
        default: return "\(key) = \(value())"
        }
    }

    /// A number, a text or a list, as any key might be given.
    private mutating func value() -> String {
        let numbers = ["0", "1", "1", "2", "3", "8", "64", "1000", "0x10", "2147483647", "2147483648", "4294967296"]
        let texts = ["", "a", "/a/b c", "0", "1", "7", "x1", "host", "none", "default", "native", "destroy", "en-us"]
        switch Int.random(in: 0..<12, using: &self.numbers) {
        case 0..<6: return pick(numbers)
        case 6: return quoted(pick(["-1", "-2147483648", " 3", "010", "0x1f", "18446744073709551616"]))
        case 7..<11: return quoted(pick(texts))
        default: return "[ \(several { $0.quoted($0.pick(texts)) }) ]"
        }
    }
}

extension RandomFile {
    private mutating func device(_ kind: String) -> String {
        switch kind {
        case "disk": return disk()
        case "pci":
            return pick(["", "0000:", "0001:"]) + pick(["03:00", "00:1f", "ff:1f", "1:2", "03:20"])
                + pick([".0", ".7", ".*", ".0-2", ".8", ""]) + pick(["", "@5", "@1f", "@20", "=1"])
                + options(["permissive=1", "seize=0", "msitranslate=1", "power_mgmt=1", "rdm_policy=strict", "x=1", ""])
        default: return options(Self.options[kind] ?? [], leading: false)
        }
    }

    private static let options: [String: [String]] = [
        "vif": [
            "mac=00:16:3e:01:02:03", "bridge=br0", "script=vif-x", "ip=192.0.2.1", "vifname=v0", "type=ioemu",
            "type=vif", "model=e1000", "rate=10Mb/s", "rate=1GB/s@20ms", "rate=3KB/s", "backend=net", "gatewaydev=e",
            "devid=3", "mtu=1400", "trusted=0", "trusted=1", "trusted", "untrusted", "accel=1", "", " bridge = x",
        ],
        "vfb": [
            "vnc=1", "vnc=0", "vnclisten=0.0.0.0:3", "vncdisplay=4", "vncunused=0", "vncunused=1", "vncpasswd=p",
            "keymap=de", "sdl=1", "opengl=1", "display=:0", "xauthority=/x", "type=vnc", "x", " ",
        ],
        "usbctrl": [
            "type=qusb", "type=pv", "type=auto", "type=devicemodel", "version=1", "ports=6", "backend=b", "x=1",
        ],
        "usbdev": ["type=hostdev", "hostbus=1", "hostaddr=3", "controller=0", "port=2", "hostbus=300", "x=1"],
        "channel": [
            "name=a", "name=", "y", "name=b.c", "connection=pty", "connection=socket", "path=/s", "backend=b", "x=1",
        ],
        "p9": ["y", "tag=t", "path=/p", "security_model=none", "backend=b", "x=1"],
        "vtpm": ["y", "backend=v", "uuid=7d1b8c1a-6f2e-4b5e-9c3d-2a1b0c9d8e7f", "backend=w", "uuid=1"],
        "vkb": [
            "backend-type=linux", "backend-type=qemu", "unique-id=u", "backend=b", "feature-disable-keyboard=1",
            "feature-disable-pointer=0", "feature-abs-pointer=1", "feature-raw-pointer=1", "width=8", "height=9",
        ],
        "vdispl": ["backend=b", "be-alloc=1", "be-alloc=0", "connectors=a:1x2", "connectors=a:1x2;b:30x40", "x=1"],
        "pvcalls": ["backend=b", "", "x=1", "y"],
    ]

    private mutating func disk() -> String {
        let target = pick([
            "/dev/vg0/a", "/srv/b.img", "vg0/c", "", "rbd:p/i", "/a b", "phy:/dev/x", "file:/y", "tap:aio:/z",
        ])
        let vdev = pick(["xvda", "xvdb1", "hda", "hdc", "sdb", "d0p1", "xvdzz", "nonsense", ""])
        if chance(2) {
            let words = [
                target, pick(["raw", "qcow2", "", "vhd", "iso"]), vdev, pick(["rw", "ro", "w", "r", "", "x"]),
            ]
            return words.prefix(Int.random(in: 1...4, using: &numbers)).joined(separator: ",")
                + options(["cdrom", "devtype=cdrom", "backendtype=phy", "discard", "no-discard", "direct-io-safe"])
        }
        return options(
            [
                "vdev=\(vdev)", "vdev=xvdc", "format=raw", "format=qcow2", "format=qed", "access=rw", "access=ro",
                "backendtype=qdisk", "backendtype=phy", "backend=b", "devtype=disk", "devtype=cdrom", "discard",
                "script=block-x", "readonly", "trusted=1", "untrusted", "specification=virtio", "colo", "colo-host=h",
            ], leading: false) + ",target=\(target)" + pick(["", "", ","])
    }

    private mutating func cpuList() -> String {
        let words = ["0", "1-3", "^2", "7", "all", "^0", "node:0", "nodes:0", "0-7", "8", "", "x", "^all"]
        return (0..<Int.random(in: 1...3, using: &numbers)).map { _ in pick(words) }.joined(separator: ",")
    }

    private mutating func enlightenment() -> String {
        pick(["", "!", ""])
            + pick(["base", "freq", "time_ref_count", "reference_tsc", "defaults", "all", "synic", "STIMER", "none"])
    }

    private mutating func cpuFeature() -> String {
        let names = ["sse3", "tm", "family", "maxleaf", "lahfsahf", "rdcl-no", "vmx", "nx", "bogus"]
        return pick(names) + "=" + pick(["0", "1", "x", "k", "s", "7", "0x3", "q", "1q"])
    }

    private mutating func options(_ words: [String], leading: Bool = true) -> String {
        let some = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in pick(words) }
        return (leading && !some.isEmpty ? "," : "") + some.joined(separator: ",")
    }

    private mutating func several(_ make: (inout RandomFile) -> String) -> String {
        (0..<Int.random(in: 0...3, using: &numbers)).map { _ in make(&self) }.joined(separator: ", ")
    }

    private mutating func quoted(_ text: String) -> String { chance(4) ? "'\(text)'" : "\"\(text)\"" }

    private mutating func pick(_ words: [String]) -> String { words.randomElement(using: &numbers) ?? "" }

    /// True once in so many times.
    private mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &numbers) == 0 }
}
