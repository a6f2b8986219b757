import GuestModel
import Host
import HypercallStandIn
import Testing

@testable import XenHost

extension XenHostTests {
    /// What becomes of a device whose backend does not come up.
    @Suite struct Attaching {
        let pretended: PretendedHost
        let host: XenHost
        let web: DomainReference

        init() throws {
            pretended = try PretendedHost()
            host = try pretended.open()
            web = try pretended.add(.small(), domid: 3, nonce: "n")
        }

        @Test("an interface whose backend goes away while it is attached is cleared from xenstore")
        func cleared() async throws {
            let folder = DeviceKind.nic.folder(of: 3)
            let backend = Task {
                while true {
                    if let name = pretended.store.children(of: folder).first,
                        let backend = pretended.store["\(folder)/\(name)/backend"]
                    {
                        pretended.store["\(backend)/state"] = nil
                        return backend
                    }
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            let error = await failure { () throws(HostError) in
                try await host.attach(.nic(NetworkInterface()), to: web)
            }
            backend.cancel()
            #expect(error?.detail.contains("unable to add device with path /local/domain/0/backend/vif/3/0") == true)
            #expect(try await backend.value == "/local/domain/0/backend/vif/3/0", "it was there")
            #expect(pretended.store.children(of: folder) == [])
        }

        @Test("a PCI or USB device that the host does not give away is not attached, and libxl's reason is told")
        func refused() async throws {
            var error = await failure { () throws(HostError) in try await host.attach(.pci(Self.card), to: web) }
            #expect(error?.detail.contains("pciback driver not loaded") == true, "\(String(describing: error))")
            error = await failure { () throws(HostError) in try await host.attach(.usbDevice(Self.stick), to: web) }
            #expect("\(String(describing: error))".contains("libxl_device_usbdev_add"))
            // One that only QEMU can serve, in a guest that has none.
            error = await failure { () throws(HostError) in
                try await host.attach(.usbController(USBController()), to: web)
            }
            #expect(error?.detail.contains("device model required but not running") == true)
            #expect(pretended.store.children(of: DeviceKind.usbController.folder(of: 3)) == [])
        }

        @Test("a controller that is not there is detached; of a PCI or USB device libxl says that it is not")
        func absent() async throws {
            var controller = USBController()
            controller.devid = 0
            try await host.detach(.usbController(controller), from: web)
            for (device, function) in [
                (PluggableDevice.pci(Self.card), "libxl_device_pci_remove"),
                (.usbDevice(Self.stick), "libxl_device_usbdev_remove"),
            ] {
                let error = await failure { () throws(HostError) in try await host.detach(device, from: web) }
                #expect("\(String(describing: error))".contains(function))
            }
        }

        private static var card: PCIDevice {
            var card = PCIDevice()
            (card.bus, card.device, card.function) = (0xff, 0x1f, 7)
            return card
        }

        private static var stick: USBDevice {
            var stick = USBDevice()
            stick.host = USBHostAddress(bus: 9, address: 99)
            return stick
        }

        @Test("an attached keyboard is where a look at the domain finds it")
        func found() async throws {
            var keyboard = VirtualKeyboard()
            keyboard.uniqueID = "k"
            try await host.attach(.keyboard(keyboard), to: web)
            #expect(pretended.store.children(of: DeviceKind.keyboard.folder(of: 3)) == ["0"])
            let seen = try await host.observe().domains.first
            guard case .known(let configuration) = seen?.configuration else {
                Issue.record("the domain was not seen whole")
                return
            }
            #expect(try configuration.configuration.decoded().keyboards.map(\.uniqueID) == ["k"])
        }
    }
}
