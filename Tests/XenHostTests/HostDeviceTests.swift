import Foundation
import GuestModel
import Host
import Testing

@testable import XenHost

@Suite("A device that is to be given to a guest is looked for before the guest is touched")
struct HostDeviceTests {
    /// The kernel's buses, as dom0 has them under /sys/bus.
    private func withBuses(_ body: (HostDevices, URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "buses-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        for path in ["pci/devices/0000:00:1e.0", "pci/drivers/pciback", "usb/devices/usb1", "usb/devices/1-1"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: path), withIntermediateDirectories: true)
        }
        for (path, text) in [("usb1/busnum", "1"), ("usb1/devnum", "1"), ("1-1/busnum", "1"), ("1-1/devnum", "12")] {
            try Data("\(text)\n".utf8).write(to: folder.appending(path: "usb/devices/\(path)"))
        }
        try body(HostDevices(folder: folder.path), folder)
    }

    private func reason(_ answer: RequirementAnswer) -> String {
        if case .unmet(let reason) = answer { reason } else { "" }
    }

    @Test("a PCI device has to be there, and to be set aside for guests, unless libxl seizes it")
    func pci() throws {
        try withBuses { devices, folder in
            let there = "0000:00:1e.0"
            #expect(reason(devices.answer(toPCI: "0000:00:1f.0", isSeized: true)).contains("dom0 has none"))
            #expect(devices.answer(toPCI: there, isSeized: true) == .met)
            #expect(reason(devices.answer(toPCI: there, isSeized: false)).contains("xl pci-assignable-add \(there)"))
            try FileManager.default.createDirectory(
                at: folder.appending(path: "pci/drivers/pciback/\(there)"), withIntermediateDirectories: false)
            #expect(devices.answer(toPCI: there, isSeized: false) == .met)
        }
    }

    @Test("a USB device is known by the numbers of its bus and its own")
    func usb() throws {
        try withBuses { devices, _ in
            #expect(devices.answer(toUSB: USBHostAddress(bus: 1, address: 12)) == .met)
            #expect(devices.answer(toUSB: USBHostAddress(bus: 1, address: 1)) == .met)
            for (bus, address) in [(2, 12), (1, 2)] as [(UInt8, UInt8)] {
                let answer = devices.answer(toUSB: USBHostAddress(bus: bus, address: address))
                #expect(reason(answer).hasPrefix("USB device \(bus).\(address): dom0 has none"))
            }
            let nothing = HostDevices(folder: "/nowhere").answer(toUSB: USBHostAddress(bus: 1, address: 1))
            #expect(!reason(nothing).isEmpty)
        }
    }
}
