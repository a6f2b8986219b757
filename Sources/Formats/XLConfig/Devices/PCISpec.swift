import FormatSupport
import GuestModel

/// The specification of a PCI device, an element of `pci`. xl-pci-configuration(5).
///
/// `[DOMAIN:]BUS:DEVICE.FUNCTION[@SLOT]`, or `bdf=` with that, or `name=`, then options after commas.
package enum PCISpec {
    /// Sets in the device what the text says.
    static func read(_ text: String, into device: inout PCIDevice) throws(SpecError) {
        var parts = text.split(separator: ",", omittingEmptySubsequences: false)
        // A comma may end it, as xl has it.
        if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
        guard let first = parts.first else { throw SpecError("expected an address such as 0000:03:00.0") }
        var options = parts[...]
        if !first.contains("=") {
            try readAddress(first, into: &device)
            options = options.dropFirst()
        }
        var seen: Set<String> = []
        for option in options {
            guard let equals = option.firstIndex(of: "=") else {
                throw SpecError("\(quoted(String(option))) must be a key with its value, such as permissive=1")
            }
            let key = String(option[..<equals])
            let value = option[option.index(after: equals)...]
            if key == "bdf" || key == "name" || key == "vslot", !seen.insert(key).inserted {
                throw SpecError("\(key) is given twice")
            }
            try readOption(key, value, into: &device)
        }
        let hasAddress = !first.contains("=") || seen.contains("bdf")
        if hasAddress == seen.contains("name") {
            throw SpecError("expected either an address such as 0000:03:00.0 or name=…")
        }
    }

    private static func readOption(_ key: String, _ value: Substring, into device: inout PCIDevice) throws(SpecError) {
        switch key {
        case "bdf":
            guard !value.contains("@") else {
                throw SpecError("\(quoted(String(value))): behind bdf= a slot is given as vslot=")
            }
            try readAddress(value, into: &device)
        case "name": device.name = String(value)
        case "vslot": try readSlot(value, into: &device)
        case "msitranslate": device.msiTranslate = try flag(key, value)
        case "power_mgmt": device.powerManagement = try flag(key, value)
        case "permissive": device.permissive = try flag(key, value)
        case "seize": device.seize = try flag(key, value)
        case "rdm_policy":
            guard let policy = RDMPolicy(rawValue: value.lowercased()) else {
                throw SpecError("rdm_policy must be strict or relaxed, not \(quoted(String(value)))")
            }
            device.rdmPolicy = policy
        default:
            let known = ["bdf", "name", "vslot", "msitranslate", "power_mgmt", "permissive", "seize", "rdm_policy"]
            let near = Spelling.nearest(to: key, among: known).map { "; did you mean \($0)?" } ?? ""
            throw SpecError("a PCI device has no \(key)\(near)")
        }
    }

    private static func readAddress(_ text: Substring, into device: inout PCIDevice) throws(SpecError) {
        let wrong = SpecError("\(quoted(String(text))) is no PCI address such as 03:00.0 or 0000:03:00.0")
        var bdf = text
        var slot: Substring?
        if let at = text.firstIndex(of: "@") {
            bdf = text[..<at]
            slot = text[text.index(after: at)...]
        }
        guard let dot = bdf.lastIndex(of: ".") else { throw wrong }
        let function = bdf[bdf.index(after: dot)...]
        let numbers = bdf[..<dot].split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(numbers.count),
            let domain = numbers.count == 3 ? hexadecimal(numbers[0], to: 0xffff) : 0,
            let bus = hexadecimal(numbers[numbers.count - 2], to: 0xff),
            let slotNumber = hexadecimal(numbers[numbers.count - 1], to: 0x1f)
        else { throw wrong }
        (device.domain, device.bus, device.device) = (Int32(domain), UInt8(bus), UInt8(slotNumber))
        if function == "*" {
            device.functionMask = UInt32.max
        } else {
            guard let number = hexadecimal(function, to: 7) else { throw wrong }
            device.function = UInt8(number)
            device.functionMask = 1
        }
        if let slot { try readSlot(slot, into: &device) }
    }

    private static func readSlot(_ text: Substring, into device: inout PCIDevice) throws(SpecError) {
        guard let slot = hexadecimal(text, to: 0x1f) else {
            throw SpecError("the slot in the guest must be hexadecimal, 0 to 1f, not \(quoted(String(text)))")
        }
        device.virtualSlot = slot == 0 ? nil : UInt32(slot) << 3
    }

    private static func hexadecimal(_ text: Substring, to limit: Int) -> Int? {
        guard !text.isEmpty, text.allSatisfy(\.isHexDigit), let number = Int(text, radix: 16) else { return nil }
        return number <= limit ? number : nil
    }

    private static func flag(_ key: String, _ value: Substring) throws(SpecError) -> Bool {
        guard let number = Numbers.decimal(value) else {
            throw SpecError("\(key) must be 1 for yes or 0 for no, not \(quoted(String(value)))")
        }
        return number != 0
    }

    /// A device as a person would specify it; `common` is what the guest's `pci_…` keys say of every device.
    package static func text(of device: PCIDevice, common: PCIDevice) -> String {
        var text = device.name.map { "name=\($0)" } ?? device.address
        if device.functionMask == UInt32.max, device.name == nil, let dot = text.lastIndex(of: ".") {
            text = text[...dot] + "*"
        }
        if let slot = device.virtualSlot { text += ",vslot=" + String(slot >> 3, radix: 16) }
        for (key, path) in PCISpec.flags where device[keyPath: path] != common[keyPath: path] {
            text += ",\(key)=\(device[keyPath: path] ? 1 : 0)"
        }
        if let policy = device.rdmPolicy, policy != common.rdmPolicy { text += ",rdm_policy=\(policy.rawValue)" }
        return text
    }

    private static let flags: [(String, KeyPath<PCIDevice, Bool> & Sendable)] = [
        ("msitranslate", \.msiTranslate), ("power_mgmt", \.powerManagement), ("permissive", \.permissive),
        ("seize", \.seize),
    ]
}
