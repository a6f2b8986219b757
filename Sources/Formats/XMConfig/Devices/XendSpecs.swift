import FormatSupport
import GuestModel
import XLConfig

/// The devices that xend is told of in keys and values, by the tables of xl's specifications where these mean the same.
package enum XendSpecs {
    /// A network interface, in the order in which people write its keys.
    package static let interface: [SpecTable<NetworkInterface>.Key] =
        shared(["mac", "bridge", "script", "ip"], of: NetworkSpec.table) + [type]
        + shared(["model", "vifname", "rate"], of: NetworkSpec.table) + [backend]

    /// A paravirtual screen.
    package static let framebuffer: [SpecTable<VirtualFramebuffer>.Key] =
        [screenType]
        + shared(
            [
                "vnc", "sdl", "vncunused", "vncdisplay", "vnclisten", "vncpasswd", "keymap", "opengl", "display",
                "xauthority",
            ], of: DeviceSpecs.framebuffer)

    /// A virtual TPM.
    package static let tpm: [SpecTable<VirtualTPM>.Key] = shared(["backend", "uuid"], of: DeviceSpecs.tpm)

    /// Keys of xend's that libxl has nothing for; the sentence says what becomes of them.
    package static let dismissed: [String: String] = [
        "accel": "libxl has no accelerator plugins", "policy": "Xen has no such security policies any more",
        "label": "Xen has no such security labels any more", "instance": "libxl does not number vtpms so",
        "pref_instance": "libxl does not number vtpms so", "serial": "libxl gives a paravirtual screen no serial port",
        "monitor": "libxl gives a paravirtual screen no monitor", "videoram": "libxl decides about its memory",
        "protocol": "libxl tells the guest's kind by itself",
    ]

    private static func shared<Device>(_ names: [String], of table: SpecTable<Device>) -> [SpecTable<Device>.Key] {
        names.compactMap { name in table.keys.first { $0.name == name } }
    }

    /// A paravirtual interface is xend's `netfront`. What an HVM guest has by default goes without saying.
    private static let type = SpecTable<NetworkInterface>.Key(name: "type") { (text, nic) throws(SpecError) in
        switch text {
        case "ioemu": nic.type = .vifIoemu
        case "netfront", "vif", "paravirtualised", "paravirtualized": nic.type = .vif
        default: throw SpecError("type must be ioemu or netfront, not \(quoted(text))")
        }
    } write: {
        switch $0.type {
        case .vif: "netfront"
        case .vifIoemu: $0.model == nil ? "ioemu" : nil
        case nil: nil
        }
    }

    private static let backend = SpecTable<NetworkInterface>.Key(name: "backend") { (text, nic) throws(SpecError) in
        nic.backendDomain = ["0", "Domain-0"].contains(text) ? nil : text
    } write: {
        $0.backendDomain
    }

    /// `type=vnc` says in one what `vnc=1` does.
    private static let screenType = SpecTable<VirtualFramebuffer>.Key(name: "type") {
        (text, screen) throws(SpecError) in
        switch text {
        case "vnc": screen.vnc.enable = true
        case "sdl":
            screen.sdl.enable = true
            screen.vnc.enable = screen.vnc.enable ?? false
        default: throw SpecError("type must be vnc or sdl, not \(quoted(text))")
        }
    } write: { screen in
        screenKind(screen)
    }

    /// What `type` says of a screen; nil where it takes two keys.
    private static func screenKind(_ screen: VirtualFramebuffer) -> String? {
        switch (screen.vnc.enable ?? true, screen.sdl.enable ?? false) {
        case (true, false): "vnc"
        case (false, true): "sdl"
        case (true, true), (false, false): nil
        }
    }

    /// What xend would be told of a device: each key that says something.
    package static func device<Device>(
        _ device: Device, _ keys: [SpecTable<Device>.Key], without unsaid: Set<String> = []
    ) -> XendDevice {
        let nowhere = Position(line: 1, column: 1)
        let parts = keys.compactMap { key -> XendDevice.Part? in
            guard !unsaid.contains(key.name), let value = key.write(device) else { return nil }
            return .init(key.name, value, at: nowhere)
        }
        return XendDevice(parts: parts, position: nowhere)
    }

    /// A screen, with `type` in place of the keys that it makes needless.
    package static func device(_ screen: VirtualFramebuffer) -> XendDevice {
        var screen = screen
        if screenKind(screen) != nil { return device(screen, framebuffer, without: ["vnc", "sdl"]) }
        screen.vnc.enable = screen.vnc.enable ?? true
        screen.sdl.enable = screen.sdl.enable ?? false
        return device(screen, framebuffer)
    }
}
