import FormatSupport
import GuestModel

/// `devices`: everything in it, in libvirt's order.
enum DeviceElements {
    static func read(_ domain: Element, into draft: inout DomainDraft) {
        guard let devices = domain.child("devices") else {
            if draft.kind == .hvm { DisplayElements.settle(into: &draft) }
            return
        }
        Emulator.read(devices, into: &draft)
        DiskElement.read(devices, into: &draft)
        InterfaceElement.read(devices, into: &draft)
        HostDeviceElement.read(devices, into: &draft)
        ControllerElement.read(devices, into: &draft)
        CharacterDevices.read(devices, into: &draft)
        ChannelElement.read(devices, into: &draft)
        InputElement.read(devices, into: &draft)
        SoundElement.read(devices, into: &draft)
        GraphicsElement.read(devices, into: &draft)
        VideoElement.read(devices, into: &draft)
        if draft.kind == .hvm { DisplayElements.settle(into: &draft) }
        FilesystemElement.read(devices, into: &draft)
        BootOrder.settle(domain, into: &draft)
        readBalloon(devices)
    }

    /// Every Xen guest has Xen's balloon, and no other.
    private static func readBalloon(_ devices: Element) {
        guard let balloon = devices.child("memballoon"), let model = balloon.attribute("model") else { return }
        if model.text != "xen" {
            model.note(
                .warning, .meaningless,
                "a <memballoon> of model '\(model.text)' has no meaning on Xen, which has its own")
        }
    }

    static func write(_ document: GuestDocument, to output: inout XMLOutput) {
        let guest = document.configuration
        output.element("devices") { output in
            Emulator.write(guest, to: &output)
            DiskElement.write(document, to: &output)
            ControllerElement.write(guest, to: &output)
            FilesystemElement.write(guest, to: &output)
            InterfaceElement.write(guest, to: &output)
            CharacterDevices.write(guest, to: &output)
            ChannelElement.write(guest, to: &output)
            InputElement.write(guest, to: &output)
            GraphicsElement.write(guest, to: &output)
            SoundElement.write(guest, to: &output)
            VideoElement.write(guest, to: &output)
            HostDeviceElement.write(guest, to: &output)
            output.element("memballoon", ["model": "xen"])
        }
    }
}

/// `emulator`: the device model.
enum Emulator {
    static func read(_ devices: Element, into draft: inout DomainDraft) {
        guard let path = devices.child("emulator")?.text?.trimmed else { return }
        draft.guest.deviceModel.path = path
        if draft.kind == .hvm { draft.guest.deviceModel.version = version(ofPath: path) }
    }

    /// The traditional device model goes by one name.
    static func version(ofPath path: String) -> DeviceModelVersion {
        path.split(separator: "/").last == "qemu-dm" ? .qemuXenTraditional : .qemuXen
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        if let path = guest.deviceModel.path { output.element("emulator", text: path) }
    }
}

/// `input`: pointers on the USB bus; the others are always there.
enum InputElement {
    private enum Kind: String, CaseIterable {
        case mouse, tablet, keyboard
    }

    private enum Bus: String, CaseIterable {
        case usb, ps2, xen
    }

    static func read(_ devices: Element, into draft: inout DomainDraft) {
        for input in devices.children("input") {
            let type = input.attribute("type")
            if let type, ["evdev", "passthrough"].contains(type.text) {
                input.dismiss(
                    .warning, .unsupported,
                    "libxl has no <input> of type '\(type.text)': <xen:commandline> can give the device model one")
                continue
            }
            guard let type else {
                input.lacks("a type: mouse, tablet or keyboard")
                continue
            }
            guard let kind = type.word(Kind.self) else { continue }
            let place = input.attribute("bus")
            // Where nothing is said libvirt puts a tablet on the USB bus, and the others where they are anyhow.
            guard let bus = place.map({ $0.word(Bus.self) }) ?? (kind == .tablet ? .usb : .ps2) else { continue }
            if draft.kind == .hvm, bus == .usb { draft.hvm.usbDevices.append(kind.rawValue) }
            if bus != .usb, kind == .tablet { place?.refuse("'usb', the bus of tablets") }
            if draft.kind != .hvm, bus == .usb {
                input.report(
                    .warning, .meaningless,
                    "an <input> on the USB bus has no meaning for a \(draft.kind.rawValue) guest")
            }
        }
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        for device in guest.hvm?.usbDevices ?? [] where Kind(rawValue: device) != nil {
            output.element("input", ["type": device, "bus": "usb"])
        }
        // These every guest has.
        let bus = guest.hvm == nil ? "xen" : "ps2"
        for type in ["mouse", "keyboard"] { output.element("input", ["type": type, "bus": bus]) }
    }
}

/// `sound`: the one card that libxl gives an HVM guest.
enum SoundElement {
    /// Those that libxl 4.17 knows.
    private static let cards: Set<String> = ["ac97", "adlib", "cs4231a", "es1370", "gus", "hda", "sb16"]

    static func read(_ devices: Element, into draft: inout DomainDraft) {
        guard draft.kind == .hvm else { return }
        let sounds = devices.children("sound")
        for sound in sounds.dropFirst() {
            sound.dismiss(
                .warning, .unsupported, "an HVM guest has one sound card, the first: a further <sound> is not used")
        }
        guard let sound = sounds.first else { return }
        guard let model = sound.attribute("model") else { return sound.lacks("a model") }
        // QEMU's name for what libvirt calls by the number of its chip set.
        let card = model.text == "ich6" ? "hda" : model.text
        if !cards.contains(card) {
            model.note(
                .warning, .unsupported,
                "libxl knows no sound card '\(model.text.shortened)', and starts no guest with it: "
                    + "'ich6', '\(cards.subtracting(["hda"]).sorted().joined(separator: "', '"))' it knows")
        }
        draft.hvm.soundCard = card
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        // xm's files have more than one, and libvirt's XML of them, too.
        for card in guest.hvm?.soundCard?.split(separator: ",") ?? [] {
            output.element("sound", ["model": card == "hda" ? "ich6" : String(card)])
        }
    }
}
