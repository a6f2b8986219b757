import FormatSupport
import GuestModel

/// `controller`: xenbus with its limits, and USB for devices that are passed through.
enum ControllerElement {
    private static let numbers: ClosedRange<Int32> = 0...255
    private static let ports: ClosedRange<Int32> = 1...31

    static func read(_ devices: Element, into draft: inout DomainDraft) {
        var taken: Set<Int32> = []
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
            case "usb":
                guard var controller = usb(element) else { continue }
                controller.devid = index.flatMap { $0.number(in: numbers) }
                if let devid = controller.devid, !taken.insert(devid).inserted {
                    index?.refuse("a number that no other USB controller has")
                }
                draft.guest.usbControllers.append(controller)
            case "ide", "fdc", "scsi", "sata", "virtio-serial", "ccid", "pci", "isa", "nvme":
                // libvirt adds these to every domain that has disks; libxl makes what the disks need.
                element.dismiss(.note, .meaningless, "a controller of type '\(type.text)' is libxl's own affair")
            default: type.refuse("'xenbus' or 'usb'")
            }
        }
        for (index, number) in numbered(draft.guest.usbControllers).enumerated() {
            draft.guest.usbControllers[index].devid = number
        }
    }

    /// The number of each USB controller: as libvirt does it, one that has none gets the lowest that is free.
    private static func numbered(_ controllers: [USBController]) -> [Int32] {
        var taken: Set<Int32> = []
        let given = controllers.map { controller -> Int32? in
            guard let number = controller.devid, numbers.contains(number) else { return nil }
            return taken.insert(number).inserted ? number : nil
        }
        var next: Int32 = 0
        return given.map { number in
            if let number { return number }
            while !taken.insert(next).inserted { next += 1 }
            return next
        }
    }

    private static func usb(_ element: Element) -> USBController? {
        var controller = USBController()
        controller.type = .qusb
        controller.version = 2
        if let model = element.attribute("model") {
            let versions: KeyValuePairs<String, Int32?> = ["qusb1": 1, "qusb2": 2, "none": nil]
            guard let version = model.choice(versions), let version else { return nil }
            controller.version = version
        }
        controller.ports = element.attribute("ports").map { $0.number(in: ports) } ?? 8
        return controller
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        for (controller, number) in zip(guest.usbControllers, numbered(guest.usbControllers)) {
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
