import FormatSupport
import GuestModel

/// `controller`: xenbus with its limits, and USB for devices that are passed through.
enum ControllerElement {
    private static let numbers: ClosedRange<Int32> = 0...255
    private static let ports: ClosedRange<Int32> = 1...31

    static func read(_ devices: Element, into draft: inout DomainDraft) {
        for element in devices.children("controller") {
            guard let type = element.attribute("type") else {
                element.lacks("a type")
                continue
            }
            let index = element.attribute("index")
            switch type.text {
            case "xenbus":
                if let frames = element.attribute("maxGrantFrames") {
                    draft.guest.limits.grantFrames = frames.number(UInt32.self)
                }
                if let channels = element.attribute("maxEventChannels") {
                    draft.guest.limits.eventChannels = channels.number(UInt32.self)
                }
            case "usb": readUSB(element, index, into: &draft)
            case "ide", "fdc", "scsi", "sata", "virtio-serial", "ccid", "pci", "isa", "nvme":
                // libvirt adds these to every domain that has disks; libxl makes what the disks need.
                element.dismiss(.note, .meaningless, "a controller of type '\(type.text)' is libxl's own affair")
            default: type.refuse("'xenbus' or 'usb'")
            }
        }
    }

    private static func readUSB(_ element: Element, _ index: Value?, into draft: inout DomainDraft) {
        var controller = USBController()
        controller.type = .qusb
        controller.version = 2
        if let model = element.attribute("model") {
            let versions: KeyValuePairs<String, Int32?> = ["qusb1": 1, "qusb2": 2, "none": nil]
            guard let version = model.choice(versions) else { return }
            guard let version else { return }
            controller.version = version
        }
        controller.ports = element.attribute("ports").map { $0.number(in: ports) } ?? 8
        controller.devid = index.map { $0.number(in: numbers) } ?? Int32(draft.guest.usbControllers.count)
        draft.guest.usbControllers.append(controller)
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        for (index, controller) in guest.usbControllers.enumerated() {
            let number = controller.devid.flatMap { numbers.contains($0) ? $0 : nil } ?? Int32(index)
            let ports = controller.ports.flatMap { Self.ports.contains($0) ? $0 : nil } ?? 8
            output.element(
                "controller",
                [
                    "type": "usb", "index": "\(number)", "model": controller.version == 1 ? "qusb1" : "qusb2",
                    "ports": "\(ports)",
                ])
        }
        output.element(
            "controller",
            [
                "type": "xenbus", "index": "0", "maxGrantFrames": guest.limits.grantFrames.map { "\($0)" },
                "maxEventChannels": guest.limits.eventChannels.map { "\($0)" },
            ])
        // Those of emulated disks, as libvirt numbers them.
        for bus in ["ide", "scsi"] {
            let numbers = guest.disks.compactMap { DriveAddress($0, of: guest.type.kind) }.filter { $0.type == bus }
            guard let last = numbers.map(\.controller).max() else { continue }
            for index in 0...last { output.element("controller", ["type": bus, "index": "\(index)"]) }
        }
    }
}
