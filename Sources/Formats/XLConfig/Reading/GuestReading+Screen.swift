import GuestModel

extension GuestReading {
    static let screenKeys = [
        "vnc", "vnclisten", "vncpasswd", "vncdisplay", "vncunused", "sdl", "opengl", "display", "xauthority", "keymap",
    ]

    /// The screen, as the keys outside `vfb` describe it: the emulated one of an HVM guest, or the paravirtual one of a
    /// PV guest with `vnc = 1` and no `vfb`.
    package mutating func readScreen() {
        switch configuration.type {
        case .hvm(var hvm):
            (hvm.vnc, hvm.sdl, hvm.keymap) = screen()
            if hvm.vnc.listen?.contains(":") == true, hvm.vnc.display != nil {
                refuse(
                    "vncdisplay", "vnclisten with a colon says the display, too: give it here alone")
            }
            configuration.type = .hvm(hvm)
        case .pv:
            guard flag("vnc") == true else {
                passOverScreen("xl heeds it in a PV guest only together with vnc = 1; or write vfb")
                return
            }
            guard configuration.framebuffers.isEmpty else {
                passOverScreen("xl passes over it since vfb is given; put it there")
                return
            }
            var framebuffer = VirtualFramebuffer()
            (framebuffer.vnc, framebuffer.sdl, framebuffer.keymap) = screen()
            add(framebuffer)
        case .pvh:
            // xl reads them, and does not use them.
            _ = screen()
            passOverScreen("a PVH guest has no screen but those in vfb")
        }
    }

    /// Each paravirtual screen comes with a keyboard.
    package mutating func add(_ framebuffer: VirtualFramebuffer) {
        var framebuffer = framebuffer
        framebuffer.devid = Int32(configuration.framebuffers.count)
        configuration.framebuffers.append(framebuffer)
        var keyboard = VirtualKeyboard()
        keyboard.devid = Int32(configuration.keyboards.count)
        configuration.keyboards.append(keyboard)
    }

    private mutating func passOverScreen(_ why: String) {
        for key in Self.screenKeys { passOver(key, "\(key): \(why)") }
    }

    private mutating func screen() -> (VNC, SDL, String?) {
        var vnc = VNC()
        vnc.enable = flag("vnc")
        vnc.listen = text("vnclisten")
        vnc.password = text("vncpasswd")
        vnc.display = settings["vncdisplay"].flatMap { number($0, in: 0...Int32.max) }.flatMap { $0 == 0 ? nil : $0 }
        vnc.findUnused = flag("vncunused")
        var sdl = SDL()
        sdl.enable = flag("sdl")
        sdl.opengl = flag("opengl")
        sdl.display = text("display")
        sdl.xauthority = text("xauthority")
        return (vnc, sdl, text("keymap"))
    }
}
