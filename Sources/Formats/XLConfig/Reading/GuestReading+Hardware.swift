import FormatSupport
import GuestModel

extension GuestReading {
    /// Hardware of the host that the guest may touch: `pci`, `ioports`, `irqs`, `iomem`, `dtdev`.
    mutating func readHardware() {
        readPCI()
        for (text, position) in texts("ioports") ?? [] {
            let range = specified("ioports", position) { () throws(SpecError) in try Self.ports(text) }
            if let range { configuration.hardware.ioports.append(range) }
        }
        for (text, position) in texts("irqs") ?? [] {
            guard let number = Numbers.decimal(text), let irq = UInt32(exactly: number), irq < .max else {
                refuse("irqs", at: position, "irqs must be decimal numbers below 4294967295, not \(quoted(text))")
                continue
            }
            configuration.hardware.irqs.append(irq)
        }
        for (text, position) in texts("iomem") ?? [] {
            let range = specified("iomem", position) { () throws(SpecError) in try Self.pages(text) }
            if let range { configuration.hardware.iomem.append(range) }
        }
        for (text, _) in texts("dtdev") ?? [] {
            var device = DeviceTreeDevice()
            device.path = text
            configuration.deviceTreeDevices.append(device)
        }
    }

    private mutating func readPCI() {
        let common = commonPCIOptions()
        guard let specs = texts("pci") else { return }
        for (text, position) in specs {
            let device = specified("pci", position) { () throws(SpecError) in
                var device = common
                try PCISpec.read(text, into: &device)
                return device
            }
            if let device { configuration.pciDevices.append(device) }
        }
        if !specs.isEmpty, case .pv(var pv) = configuration.type {
            if pv.e820Host == false { passOver("e820_host", "xl sets e820_host in a PV guest with pci devices") }
            pv.e820Host = true
            configuration.type = .pv(pv)
        }
    }

    /// What is true of every PCI device that does not say otherwise.
    private mutating func commonPCIOptions() -> PCIDevice {
        var common = PCIDevice()
        common.msiTranslate = flag("pci_msitranslate") ?? false
        common.powerManagement = flag("pci_power_mgmt") ?? false
        common.permissive = flag("pci_permissive") ?? false
        common.seize = flag("pci_seize") ?? false
        common.rdmPolicy = configuration.type.kind == .hvm ? configuration.hvm.rdmPolicy : .strict
        return common
    }

    /// `2f8` or `2f8-2ff`, hexadecimal.
    private static func ports(_ text: String) throws(SpecError) -> IOPortRange {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Numbers.hexadecimal($0) }
        guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1], first >= 0,
            first <= last, let start = UInt32(exactly: first), let count = UInt32(exactly: last - first + 1)
        else {
            throw SpecError("expected hexadecimal ports such as 2f8-2ff, not \(quoted(text))")
        }
        var range = IOPortRange()
        (range.first, range.count) = (start, count)
        return range
    }

    /// `START,COUNT` or `START,COUNT@GUEST`, hexadecimal page numbers.
    private static func pages(_ text: String) throws(SpecError) -> IOMemoryRange {
        let wrong = SpecError("expected hexadecimal page numbers such as fe000,10 or fe000,10@100, not \(quoted(text))")
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let start = Numbers.hexadecimal(parts[0]), start >= 0 else { throw wrong }
        let ends = parts[1].split(separator: "@", omittingEmptySubsequences: false).map { Numbers.hexadecimal($0) }
        guard (1...2).contains(ends.count), let count = ends[0], count >= 0 else { throw wrong }
        var range = IOMemoryRange()
        (range.start, range.count) = (UInt64(start), UInt64(count))
        if ends.count == 2 {
            guard let guest = ends[1], guest >= 0 else { throw wrong }
            range.guestFrame = UInt64(guest)
        }
        return range
    }
}
