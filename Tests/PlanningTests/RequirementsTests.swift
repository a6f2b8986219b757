import GuestModel
import Observing
import Planning
import Testing

@Suite("What a guest needs of its host before it is started")
struct RequirementsTests {
    @Test(
        "an interface that names no bridge is on libxl's, and one whose script joins no bridge on none",
        arguments: [
            ("br0", nil, "br0"), (nil, nil, "xenbr0"), (nil, "vif-bridge", "xenbr0"),
            (nil, "/etc/xen/scripts/vif-bridge", "xenbr0"), (nil, "vif-route", nil), ("br0", "vif-nat", nil),
        ] as [(String?, String?, String?)])
    func bridges(bridge: String?, script: String?, needed: String?) {
        var guest = GuestConfiguration(name: "a", type: .pvh(PVH()))
        var nic = NetworkInterface()
        nic.bridge = bridge
        nic.script = script
        guest.nics = [nic]
        let bridges = guest.requirements.compactMap { if case .bridge(let name) = $0 { name } else { nil } }
        #expect(bridges == [needed].compactMap { $0 })
    }

    @Test("PCI and USB devices have to be there before the guest is stopped for its restart")
    func devices() {
        var guest = GuestConfiguration(name: "a", type: .hvm(HVM()))
        var set = PCIDevice(), seized = PCIDevice(), named = PCIDevice(), usb = USBDevice()
        (set.bus, seized.bus, seized.seize, named.name) = (3, 4, true, "nic")
        usb.host = USBHostAddress(bus: 1, address: 2)
        guest.pciDevices = [set, seized, named]
        guest.usbDevices = [usb, USBDevice()]
        #expect(
            guest.requirements == [
                .pciDevice("0000:03:00.0", isSeized: false), .pciDevice("0000:04:00.0", isSeized: true),
                .usbDevice(USBHostAddress(bus: 1, address: 2)),
            ])
    }
}
