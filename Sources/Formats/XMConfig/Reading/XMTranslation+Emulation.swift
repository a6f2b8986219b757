import FormatSupport
import GuestModel
import XLConfig

/// What is emulated for an HVM guest.
extension XMTranslation {
    mutating func translateEmulation(hasFramebuffers: Bool) {
        if settings["stdvga"] != nil { put("vga", isOn("stdvga") ? "stdvga" : "cirrus", from: "stdvga") }
        if let device = text("usbdevice"), let place = settings["usbdevice"]?.value.position {
            put("usbdevice", .list([.text(device, place)], place), from: "usbdevice")
        } else if settings["usbdevice"]?.value.isList == true {
            rename("usbdevice", to: "usbdevice")
        }
        translateSerial()
        if let port = text("parallel"), port != "none", let place = settings["parallel"]?.value.position {
            // libxl has no word for a parallel port; its device model has.
            put("device_model_args", .list([.text("-parallel", place), .text(port, place)], place), from: "parallel")
        }
        if isOn("extid") { setDefault("viridian", "1") }
        if !hasFramebuffers { setDefault("vnc", "0") }
    }

    mutating func dismissEmulation() {
        for key in XMKeys.hvmOnly.sorted() where settings[key] != nil {
            words[key] = nil
            let asksForNothing = text(key).map { ["0", "none"].contains($0) } ?? true
            say(
                asksForNothing ? .note : .warning, .meaningless, at: key,
                "\(key) has no effect in a paravirtual guest; it is for builder = 'hvm'")
        }
    }

    mutating func translateSerial() {
        guard let setting = settings["serial"] else { return }
        switch setting.value {
        case .text(let port, _): if port != "none", !port.isEmpty { put("serial", port, from: "serial") }
        case .list(let ports, _):
            let isNothing = ports.allSatisfy { if case .text("none", _) = $0 { true } else { false } }
            if ports.count == 1, !isNothing { put("serial", ports[0], from: "serial") }
            if ports.count > 1, !isNothing { put("serial", setting.value, from: "serial") }
        }
    }

    /// xend's own device models are gone; any other program is taken for one.
    mutating func translateDeviceModel() {
        guard let path = text("device_model") else { return }
        switch path.split(separator: "/").last {
        case "qemu-dm":
            say(.note, .deprecated, at: "device_model", "qemu-dm was xend's; libxl chooses its own device model")
        case "stubdom-dm": put("device_model_stubdomain_override", "1", from: "device_model")
        default: if words["device_model_override"] == nil { put("device_model_override", path, from: "device_model") }
        }
    }
}
