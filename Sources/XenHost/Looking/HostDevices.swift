import Glibc
import GuestModel
import Host

/// The devices that dom0 has, as its kernel lists them.
struct HostDevices {
    /// Where the kernel has its buses.
    var folder = "/sys/bus"

    /// Whether a PCI device can be given to a guest. Where it is seized, libxl takes it from its driver itself.
    func answer(toPCI address: String, isSeized: Bool) -> RequirementAnswer {
        let device = "PCI device \(address)"
        guard exists("pci/devices/\(address)") else { return .unmet("\(device): dom0 has none at this address") }
        guard !isSeized, !exists("pci/drivers/pciback/\(address)") else { return .met }
        return .unmet(
            "\(device) is not assignable: \"xl pci-assignable-add \(address)\" sets it aside for guests; with seize=1 libxl does"
        )
    }

    /// Whether a USB device is where it is said to be.
    func answer(toUSB address: USBHostAddress) -> RequirementAnswer {
        let isThere = entries("usb/devices").contains {
            number("usb/devices/\($0)/busnum") == address.bus && number("usb/devices/\($0)/devnum") == address.address
        }
        return isThere
            ? .met
            : .unmet(
                "USB device \(address.bus).\(address.address): dom0 has none with these numbers, which change when it is plugged in again"
            )
    }

    private func exists(_ path: String) -> Bool { access("\(folder)/\(path)", F_OK) == 0 }

    private func entries(_ path: String) -> [String] {
        guard let directory = opendir("\(folder)/\(path)") else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return names
    }

    private func number(_ path: String) -> UInt8? { Presence.firstLine(of: "\(folder)/\(path)").flatMap { UInt8($0) } }
}
