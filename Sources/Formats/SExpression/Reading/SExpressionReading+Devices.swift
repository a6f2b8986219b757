import FormatSupport
import GuestModel
import XLConfig
import XMConfig

extension SExpressionReading {
    /// `(device (vbd …))` and the others.
    mutating func readDevice(_ device: SExpression) {
        switch device.name {
        case "vbd", "tap", "tap2": add(made(device), to: \.disks)
        case "vif": add(made(device), to: \.interfaces)
        case "vfb": add(made(device), to: \.framebuffers)
        // The uuid of a TPM is its own, and no number of xend's.
        case "vtpm": add(made(device, keeping: ["uuid"]), to: \.tpms)
        case "pci": for function in device.rest where function.name == "dev" { readPCI(function) }
        case "ioports":
            let (from, to) = (word("from", of: device), word("to", of: device))
            add(to.isEmpty || to == from ? from : "\(from)-\(to)", to: "ioports", at: device)
        case "irq": add(word("irq", of: device), to: "irq", at: device)
        // A keyboard comes with each screen, a console with each guest.
        case "vkbd", "console": break
        case "vif2"?, "vscsi"?, "vusb"?:
            add(device.onOneLine, to: device.name ?? "", at: device)
        case let name?:
            let known = ["vbd", "tap", "tap2", "vif", "vfb", "vkbd", "vtpm", "pci", "console", "ioports", "irq"]
            say(.warning, .unknown, at: device, "xend has no device \(name)\(suggestion(for: name, known))")
        case nil: say(.error, .syntax, at: device, "expected a device such as (vbd …) or (vif …)")
        }
    }

    private func word(_ name: String, of device: SExpression) -> String {
        device.rest.first { $0.name == name }?.value.text ?? ""
    }

    /// The properties of a device, without what xend kept for itself.
    private func made(_ device: SExpression, keeping kept: Set<String> = []) -> XendDevice {
        let parts = device.rest.compactMap { entry -> XendDevice.Part? in
            guard let name = entry.name, let text = entry.value.text,
                kept.contains(name) || !XendKeys.deviceRuntime.contains(name)
            else { return nil }
            return .init(name, text, at: entry.position)
        }
        return XendDevice(parts: parts, position: device.position)
    }

    /// Before there were disks for it, an image named what is in its CD-ROM drive; a disk of that name is the same.
    mutating func readOldCDROM(_ entry: SExpression) {
        let hasDrive = guest.disks.contains { $0["dev"]?.contains("hdc") == true }
        guard let path = entry.value.text, !path.isEmpty, !hasDrive else { return }
        let uname = path.hasPrefix("/dev/") ? "phy:\(path)" : "file:\(path)"
        let parts = [("uname", uname), ("dev", "hdc:cdrom"), ("mode", "r")]
        add(
            XendDevice(parts: parts.map { .init($0.0, $0.1, at: entry.position) }, position: entry.position),
            to: \.disks)
    }

    private static let pciWords = [
        "domain", "bus", "slot", "func", "vslot", "vslt", "vdevfn", "requested_vdevfn", "opts", "uuid", "key",
    ]

    /// `(dev (domain 0x0) (bus 0x03) (slot 0x0) (func 0x0) (opts ((msitranslate 1))))`.
    mutating func readPCI(_ function: SExpression) {
        func number(_ name: String) -> Int? { Numbers.hexadecimal(word(name, of: function)) }
        // xl's words for several functions, too.
        var functions = number("func").map { String($0, radix: 16) }
        let said = word("func", of: function).trimmingPrefix("0x")
        if functions == nil, !said.isEmpty, said.allSatisfy({ "01234567*-".contains($0) }) { functions = String(said) }
        guard let bus = number("bus"), let slot = number("slot"), let functions else {
            return say(
                .error, .value, at: function, "pci: expected (dev (domain …) (bus …) (slot …) (func …)) in hexadecimal")
        }
        func padded(_ number: Int, to width: Int) -> String {
            let digits = String(number, radix: 16)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        var text = "\(padded(number("domain") ?? 0, to: 4)):\(padded(bus, to: 2)):\(padded(slot, to: 2))."
        text += functions
        // xend's word for any slot is 0x100.
        if let chosen = number("requested_vdevfn") ?? number("vdevfn"), chosen < 0x100, chosen >= 8 {
            text += ",vslot=" + String(chosen >> 3, radix: 16)
        } else if let chosen = number("vslot") ?? number("vslt"), (1..<0x20).contains(chosen) {
            text += ",vslot=" + String(chosen, radix: 16)
        }
        // In a list of their own, or one after the other.
        let options = function.rest.filter { $0.name == "opts" }.flatMap(\.rest).flatMap {
            $0.name == nil ? $0.elements ?? [$0] : [$0]
        }
        for option in options {
            if let name = option.name, let value = option.value.text {
                text += ",\(name)=\(value)"
            } else {
                say(
                    .warning, .syntax, at: option, "pci: expected an option such as (msitranslate 1), which this is not"
                )
            }
        }
        for entry in function.rest where !Self.pciWords.contains(entry.name ?? "") {
            say(
                .warning, .unknown, at: entry,
                "xend has no \(entry.name ?? entry.onOneLine) in (dev …)\(suggestion(for: entry.name ?? "", Self.pciWords))"
            )
        }
        add(text, to: "pci", at: function)
    }
}
