import GuestModel
import XLConfig
import XMConfig

/// Puts what xend is told of a guest into an expression.
enum SExpressionPage {
    static func expression(_ page: XendPage, isHVM: Bool) -> SExpression {
        var entries: [SExpression] = []
        var image: [SExpression] = []
        var devices: [SExpression] = page.disks.map { device(disk(of: $0), $0) }
        var settings = Dictionary(page.page.entries.map { ($0.key, $0.value) }) { first, _ in first }
        readVCPUs(&settings)
        for key in order {
            if let value = settings.removeValue(forKey: key) { entries.append(entry(outside[key] ?? key, value)) }
        }
        for key in page.page.entries.map(\.key) {
            guard let value = settings.removeValue(forKey: key) else { continue }
            switch (key, value) {
            case ("builder", _), ("xenward", _): break
            case ("cpuid", .lines(let leaves)): entries.append(.list([.word("cpuid"), .list(leaves.compactMap(leaf))]))
            case ("irq", .list(let numbers)):
                devices += numbers.map { .list([.word("device"), .list([.word("irq"), .pair("irq", text($0))])]) }
            case ("ioports", .list(let ranges)): devices += ranges.map { ports(text($0)) }
            case ("extra", _): image.append(entry("args", value))
            default: image.append(entry(key, value))
            }
        }
        devices += page.interfaces.map { device("vif", $0) }
        if !page.pciDevices.isEmpty {
            devices.append(.list([.word("device"), .list([.word("pci")] + page.pciDevices.map(function))]))
        }
        devices += page.tpms.map { device("vtpm", $0) }
        for screen in page.framebuffers {
            devices += [.list([.word("device"), .list([.word("vkbd")])]), device("vfb", screen)]
        }
        let kind = SExpression.list([.word(isHVM ? "hvm" : "linux")] + image)
        return .list([.word("vm")] + entries + [.list([.word("image"), kind])] + devices)
    }

    /// The settings that stand outside the image, in the order in which xend has them.
    private static let order = [
        "name", "uuid", "description", "maxmem", "memory", "shadow_memory", "vcpus", "vcpu_avail", "cpus", "cpu_weight",
        "cpu_cap", "pool", "oos", "nomigrate", "tsc_mode", "localtime", "bootloader", "bootargs", "on_poweroff",
        "on_reboot", "on_crash",
    ]

    /// What they are called there, where that is not xm's name.
    private static let outside = ["pool": "pool_name", "bootargs": "bootloader_args"]

    /// Where xm counts the vcpus that are online, xend has a bit for each.
    private static func readVCPUs(_ settings: inout [String: Literal]) {
        guard case .number(let maximum)? = settings.removeValue(forKey: "maxvcpus"),
            case .number(let online)? = settings["vcpus"]
        else { return }
        settings["vcpus"] = .number(maximum)
        if online < 63 { settings["vcpu_avail"] = .number(1 << online - 1) }
    }

    private static func text(_ value: Literal) -> String {
        switch value {
        case .number(let number): String(number)
        case .text(let text): text
        case .list, .lines: ""
        }
    }

    private static func entry(_ name: String, _ value: Literal) -> SExpression {
        switch value {
        case .number, .text: .pair(name, text(value))
        case .list(let elements), .lines(let elements):
            .list([.word(name), .list(elements.map { .word(text($0)) })])
        }
    }

    /// `tap` for what xend's blktap served.
    private static func disk(of device: XendDevice) -> String {
        device["uname"]?.hasPrefix("tap:") == true ? "tap" : "vbd"
    }

    private static func device(_ kind: String, _ device: XendDevice) -> SExpression {
        .list([.word("device"), .list([.word(kind)] + device.parts.map { .pair($0.key, $0.value) })])
    }

    /// `2f8-2ff`.
    private static func ports(_ range: String) -> SExpression {
        let ends = range.split(separator: "-").map(String.init)
        let parts: [SExpression] = [.pair("from", ends.first ?? ""), .pair("to", ends.last ?? "")]
        return .list([.word("device"), .list([.word("ioports")] + parts)])
    }

    /// `1,0:eax=…,ecx=…`.
    private static func leaf(_ value: Literal) -> SExpression? {
        let sides = text(value).split(separator: ":", maxSplits: 1)
        guard sides.count == 2 else { return nil }
        let registers = sides[1].split(separator: ",").map { register -> SExpression in
            let parts = register.split(separator: "=", maxSplits: 1).map(String.init)
            return .pair(parts.first ?? "", parts.last ?? "")
        }
        return .list([.word(String(sides[0])), .list(registers)])
    }

    /// `0000:03:00.0,vslot=6,msitranslate=1`.
    private static func function(_ text: String) -> SExpression {
        let parts = text.split(separator: ",")
        let numbers = (parts.first ?? "").split { ":.".contains($0) }.map { "0x\($0)" }
        var entries = zip(["domain", "bus", "slot", "func"], numbers).map { SExpression.pair($0, $1) }
        var options: [SExpression] = []
        for part in parts.dropFirst() {
            let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard sides.count == 2 else { continue }
            if sides[0] == "vslot" {
                entries.append(.pair("vslot", "0x\(sides[1])"))
            } else {
                options.append(.pair(sides[0], sides[1]))
            }
        }
        if !options.isEmpty { entries.append(.list([.word("opts"), .list(options)])) }
        return .list([.word("dev")] + entries)
    }
}
