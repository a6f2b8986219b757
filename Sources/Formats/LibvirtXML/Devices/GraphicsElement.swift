import FormatSupport
import GuestModel

/// `graphics`: ways to a guest's screen.
///
/// An HVM guest has one emulated screen, in ``HVM``; others have a paravirtual one, with a keyboard, for each.
enum GraphicsElement {
    static func read(_ devices: Element, into draft: inout DomainDraft) {
        var taken: Set<String> = []
        for element in devices.children("graphics") {
            guard let type = element.attribute("type") else {
                element.lacks("a type: vnc, spice or sdl")
                continue
            }
            if draft.kind == .hvm, !taken.insert(type.text).inserted {
                element.dismiss(
                    .warning, .unsupported, "an HVM guest has one screen: a further '\(type.text)' is not used")
                continue
            }
            switch type.text {
            case "vnc": readVNC(element, into: &draft)
            case "sdl": readSDL(element, into: &draft)
            case "spice" where draft.kind == .hvm: readSPICE(element, into: &draft)
            case "spice":
                element.dismiss(.warning, .meaningless, "a \(draft.kind.rawValue) guest has no SPICE on Xen: use vnc")
            case "rdp", "desktop", "egl-headless", "dbus":
                element.dismiss(.warning, .meaningless, "graphics of type '\(type.text)' have no meaning on Xen")
            default: type.refuse("'vnc', 'spice' or 'sdl'")
            }
        }
    }

    private static func readVNC(_ element: Element, into draft: inout DomainDraft) {
        draft.hasGraphics = true
        var vnc = VNC()
        vnc.enable = true
        vnc.listen = listen(element)
        vnc.password = element.attribute("passwd")?.text
        let automatic = element.attribute("autoport")?.yesNo
        let port = element.attribute("port")
        vnc.findUnused = true
        if let port, port.trimmed != "-1" {
            if let number = port.number(in: Int32(5900)...Int32(65535)), automatic != true {
                vnc.display = number - 5900
                vnc.findUnused = false
            }
        } else if automatic == false {
            element.lacks("a port from 5900 on, as autoport is 'no'")
        }
        add(vnc, SDL(), keymap: element.attribute("keymap")?.text, to: &draft)
    }

    private static func readSDL(_ element: Element, into draft: inout DomainDraft) {
        draft.hasGraphics = true
        var sdl = SDL()
        sdl.enable = true
        sdl.display = element.attribute("display")?.text
        sdl.xauthority = element.attribute("xauth")?.text
        sdl.opengl = element.child("gl")?.attribute("enable")?.yesNo
        add(VNC(), sdl, keymap: nil, to: &draft)
    }

    private static func add(_ vnc: VNC, _ sdl: SDL, keymap: String?, to draft: inout DomainDraft) {
        if draft.kind == .hvm {
            if vnc.enable == true { draft.hvm.vnc = vnc }
            if sdl.enable == true { draft.hvm.sdl = sdl }
            draft.hvm.keymap = keymap ?? draft.hvm.keymap
            return
        }
        var framebuffer = VirtualFramebuffer()
        framebuffer.vnc = vnc
        framebuffer.sdl = sdl
        framebuffer.vnc.enable = vnc.enable ?? false
        framebuffer.sdl.enable = sdl.enable ?? false
        framebuffer.keymap = keymap
        draft.guest.framebuffers.append(framebuffer)
        draft.guest.keyboards.append(VirtualKeyboard())
    }

    private static func readSPICE(_ element: Element, into draft: inout DomainDraft) {
        draft.hasGraphics = true
        var spice = SPICE()
        spice.enable = true
        spice.host = listen(element)
        _ = element.attribute("autoport")?.yesNo
        spice.port = port(element.attribute("port"))
        spice.tlsPort = port(element.attribute("tlsPort"))
        if spice.port == nil, spice.tlsPort == nil {
            element.report(
                .warning, .unsupported,
                "libvirt chooses a port, and libxl does not: it starts no guest that has SPICE without a port or tlsPort"
            )
        }
        spice.password = element.attribute("passwd")?.text
        spice.disableTicketing = spice.password == nil
        spice.agentMouse = element.child("mouse")?.attribute("mode")?.choice(["client": true, "server": false]) ?? true
        let shared = element.child("clipboard")?.attribute("copypaste")?.yesNo ?? false
        spice.vdagent = shared
        spice.clipboardSharing = shared
        spice.imageCompression = element.child("image")?.attribute("compression")?.text
        spice.streamingVideo = element.child("streaming")?.attribute("mode")?.text
        if let keymap = element.attribute("keymap")?.text { draft.hvm.keymap = keymap }
        draft.hvm.spice = spice
    }

    private static func port(_ value: Value?) -> Int32? {
        guard let value, value.trimmed != "-1" else { return nil }
        return value.number(in: Int32(1)...Int32(65535))
    }

    /// The address to listen on. virsh writes it twice: as an attribute, and as an element that wins.
    private static func listen(_ element: Element) -> String? {
        let attribute = element.attribute("listen")?.text
        guard let listen = element.child("listen") else { return attribute }
        let type = listen.attribute("type")
        if let type, type.text != "address" {
            type.note(
                .warning, .unsupported, "a <listen> of type '\(type.text)' is beyond libxl: 'address' is not")
        }
        return listen.attribute("address")?.text ?? attribute
    }
}
