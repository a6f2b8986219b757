import FormatSupport
import GuestModel

/// The specifications of devices that are made of `key=value` parts alone.
package enum DeviceSpecs {
    /// An element of `vfb`.
    package static let framebuffer = SpecTable<VirtualFramebuffer>(
        keys: [
            .flag("vnc", \.vnc.enable),
            .text("vnclisten", \.vnc.listen),
            .text("vncpasswd", \.vnc.password),
            .number("vncdisplay", \.vnc.display),
            .flag("vncunused", \.vnc.findUnused),
            .text("keymap", \.keymap),
            .flag("sdl", \.sdl.enable),
            .flag("opengl", \.sdl.opengl),
            .text("display", \.sdl.display),
            .text("xauthority", \.sdl.xauthority),
        ], loneWords: .endReading)

    /// An element of `vkb`.
    static let keyboard = SpecTable<VirtualKeyboard>(keys: [
        .choice(
            "backend-type", \.backend, Choice(words: [("qemu", .qemu), ("linux", .linux)])),
        .text("backend", \.backendDomain),
        .text("unique-id", \.uniqueID),
        .flag("feature-disable-keyboard", \.disableKeyboard),
        .flag("feature-disable-pointer", \.disablePointer),
        .flag("feature-abs-pointer", \.absolutePointer),
        .flag("feature-raw-pointer", \.rawPointer),
        .flag("feature-multi-touch", \.multiTouch),
        .number("width", \.width),
        .number("height", \.height),
        .number("multi-touch-width", \.multiTouchWidth),
        .number("multi-touch-height", \.multiTouchHeight),
        .number("multi-touch-num-contacts", \.multiTouchContacts),
    ])

    /// An element of `usbctrl`.
    static let usbController = SpecTable<USBController>(keys: [
        .init(name: "type") { (text, controller) throws(SpecError) in
            guard let type = USBControllerType(rawValue: text.lowercased()) else {
                throw SpecError("type must be auto, pv, devicemodel or qusb, not \(quoted(text))")
            }
            controller.type = type
        } write: {
            $0.type == .auto ? nil : $0.type.rawValue
        },
        .number("version", \.version),
        .number("ports", \.ports),
    ])

    /// An element of `usbdev`.
    ///
    /// Without `type=hostdev` xl's JSON leaves the address out, but `xl create` passes the device through all the same;
    /// so it is here.
    static let usbDevice = SpecTable<USBDevice>(keys: [
        .init(name: "type") { (text, device) throws(SpecError) in
            guard text.lowercased() == "hostdev" else { throw SpecError("type must be hostdev, not \(quoted(text))") }
            device.host = device.host ?? USBHostAddress(bus: 0, address: 0)
        } write: {
            $0.host == nil ? nil : "hostdev"
        },
        address("hostbus", \.bus),
        address("hostaddr", \.address),
        .number("controller", \.controller, unset: nil),
        .number("port", \.port),
    ])

    private static func address(
        _ name: String, _ path: WritableKeyPath<USBHostAddress, UInt8> & Sendable
    ) -> SpecTable<USBDevice>.Key {
        .init(name: name) { (text, device) throws(SpecError) in
            if text.count > 1, text.hasPrefix("0"), Numbers.decimal(text) != nil {
                throw SpecError("\(name): xl takes \(quoted(text)) for octal; write it without the 0 before it")
            }
            guard let number = Numbers.long(text), let fit = UInt8(exactly: number) else {
                throw SpecError("\(name) must be a number from 0 to 255, not \(quoted(text))")
            }
            var host = device.host ?? USBHostAddress(bus: 0, address: 0)
            host[keyPath: path] = fit
            device.host = host
        } write: {
            $0.host.map { String($0[keyPath: path]) }
        }
    }

    /// An element of `vtpm`.
    package static let tpm = SpecTable<VirtualTPM>(
        keys: [
            .text("backend", \.backendDomain),
            .init(name: "uuid") { (text, tpm) throws(SpecError) in
                guard let uuid = GuestUUID(xl: text) else {
                    throw SpecError("uuid must be 8-4-4-4-12 hexadecimal digits, not \(quoted(text))")
                }
                tpm.uuid = uuid
            } write: {
                $0.uuid?.description
            },
        ], loneWords: .endReading)

    /// An element of `p9`.
    static let p9 = SpecTable<P9Filesystem>(
        keys: [
            .text("tag", \.tag),
            .text("path", \.path),
            .text("security_model", \.securityModel),
            .text("backend", \.backendDomain),
        ], loneWords: .endReading)

    /// An element of `pvcalls`.
    static let pvcalls = SpecTable<PVCallsInterface>(
        keys: [.text("backend", \.backendDomain)], loneWords: .endReading)
}

extension GuestUUID {
    /// A uuid as xl takes it: with its hyphens in their places.
    init?(xl text: String) {
        // All else are digits, of which there must be 32.
        var (offset, hyphens) = (0, 0)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "-") {
                guard [8, 13, 18, 23].contains(offset) else { return nil }
                hyphens += 1
            }
            offset += 1
        }
        guard hyphens == 4 else { return nil }
        self.init(text)
    }
}
