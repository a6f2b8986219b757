import FormatSupport
import GuestModel

/// `hostdev`: PCI and USB devices of the host, passed through.
enum HostDeviceElement {
    static func read(_ devices: Element, into draft: inout DomainDraft) {
        for element in devices.children("hostdev") {
            _ = element.attribute("mode")?.choice(["subsystem": true])
            guard let type = element.attribute("type") else {
                element.lacks("a type: pci or usb")
                continue
            }
            guard let source = element.child("source") else {
                element.lacks("a <source>")
                continue
            }
            switch type.text {
            case "pci": readPCI(element, source, into: &draft)
            case "usb": readUSB(element, source, into: &draft)
            default:
                type.note(
                    .error, .unsupported, "Xen passes no device of type '\(type.text)' through: 'pci' and 'usb' it does"
                )
            }
        }
    }

    private static func readPCI(_ element: Element, _ source: Element, into draft: inout DomainDraft) {
        if let driver = element.child("driver")?.attribute("name"), driver.text != "xen" { driver.refuse("'xen'") }
        guard let address = source.child("address") else { return source.lacks("an <address>") }
        guard var device = PCIDevice(address) else { return }
        device.seize = element.attribute("managed")?.yesNo ?? false
        device.permissive = source.attribute("writeFiltering")?.yesNo == false
        draft.guest.pciDevices.append(device)
    }

    private static func readUSB(_ element: Element, _ source: Element, into draft: inout DomainDraft) {
        _ = element.attribute("managed")
        guard let address = source.child("address"), let bus = address.attribute("bus"),
            let number = address.attribute("device")
        else {
            return source.report(
                .error, .unsupported,
                "a USB device is known to libxl by its bus and device number: <address bus='…' device='…'/>")
        }
        guard let bus = bus.addressNumber(in: UInt8(1)...UInt8.max),
            let number = number.addressNumber(in: UInt8(1)...UInt8.max)
        else { return }
        var device = USBDevice()
        device.host = USBHostAddress(bus: bus, address: number)
        draft.guest.usbDevices.append(device)
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        for device in guest.pciDevices where device.name == nil && device.hasAddress {
            output.element(
                "hostdev", ["mode": "subsystem", "type": "pci", "managed": device.seize ? "yes" : "no"]
            ) { output in
                output.element("driver", ["name": "xen"])
                output.element("source", ["writeFiltering": device.permissive ? "no" : nil]) { output in
                    output.element(
                        "address",
                        [
                            "domain": hexadecimal(UInt32(bitPattern: device.domain), digits: 4),
                            "bus": hexadecimal(UInt32(device.bus), digits: 2),
                            "slot": hexadecimal(UInt32(device.device), digits: 2),
                            "function": hexadecimal(UInt32(device.function), digits: 1),
                        ])
                }
            }
        }
        for device in guest.usbDevices {
            guard let host = device.host, host.bus > 0, host.address > 0 else { continue }
            output.element("hostdev", ["mode": "subsystem", "type": "usb", "managed": "no"]) {
                $0.element("source") { $0.element("address", ["bus": "\(host.bus)", "device": "\(host.address)"]) }
            }
        }
    }

    private static func hexadecimal(_ number: UInt32, digits: Int) -> String {
        let text = String(number, radix: 16)
        return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

extension PCIDevice {
    /// Whether a bus can have it there.
    fileprivate var hasAddress: Bool { (0...0xffff).contains(domain) && device <= 31 && function <= 7 }

    /// The device at an address; nil, and an error, when it is none.
    init?(_ address: Element) {
        self.init()
        guard let bus = address.attribute("bus"), let slot = address.attribute("slot") else {
            address.lacks("a bus and a slot")
            return nil
        }
        let function = address.attribute("function")
        guard let domain = address.attribute("domain").map({ $0.addressNumber(in: Int32(0)...Int32(0xffff)) }) ?? 0,
            let bus = bus.addressNumber(in: UInt8.min...UInt8.max),
            let slot = slot.addressNumber(in: UInt8(0)...UInt8(31)),
            let function = function.map({ $0.addressNumber(in: UInt8(0)...UInt8(7)) }) ?? 0
        else { return nil }
        self.domain = domain
        self.bus = bus
        self.device = slot
        self.function = function
    }
}
