import FormatSupport
import GuestModel

extension GraphicsElement {
    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        if let hvm = guest.hvm {
            if hvm.spice.enable == true { writeSPICE(hvm.spice, keymap: hvm.keymap, to: &output) }
            if hvm.vnc.enable == true { writeVNC(hvm.vnc, keymap: hvm.keymap, to: &output) }
            if hvm.sdl.enable == true { writeSDL(hvm.sdl, to: &output) }
        } else {
            for framebuffer in guest.framebuffers {
                if framebuffer.sdl.enable == true {
                    writeSDL(framebuffer.sdl, to: &output)
                } else {
                    writeVNC(framebuffer.vnc, keymap: framebuffer.keymap, to: &output)
                }
            }
        }
    }

    private static func writeVNC(_ vnc: VNC, keymap: String?, to output: inout XMLOutput) {
        let display = Int64(vnc.display ?? 0)
        let fixed = vnc.findUnused == false && (0...59635).contains(display)
        output.element(
            "graphics",
            [
                "type": "vnc", "port": fixed ? "\(5900 + display)" : "-1", "autoport": fixed ? "no" : "yes",
                "listen": vnc.listen, "keymap": keymap, "passwd": vnc.password,
            ]
        ) { output in
            output.element("listen", ["type": "address", "address": vnc.listen])
        }
    }

    private static func writeSDL(_ sdl: SDL, to output: inout XMLOutput) {
        output.element("graphics", ["type": "sdl", "display": sdl.display, "xauth": sdl.xauthority]) { output in
            if let enabled = sdl.opengl { output.element("gl", ["enable": enabled ? "yes" : "no"]) }
        }
    }

    private static func writeSPICE(_ spice: SPICE, keymap: String?, to output: inout XMLOutput) {
        func port(_ number: Int32?) -> String? { number.flatMap { (1...65535).contains($0) ? "\($0)" : nil } }
        let fixed = port(spice.port) != nil || port(spice.tlsPort) != nil
        output.element(
            "graphics",
            [
                "type": "spice", "port": port(spice.port), "tlsPort": port(spice.tlsPort),
                "autoport": fixed ? "no" : "yes", "listen": spice.host, "keymap": keymap, "passwd": spice.password,
            ]
        ) { output in
            output.element("listen", ["type": "address", "address": spice.host])
            if let compression = spice.imageCompression { output.element("image", ["compression": compression]) }
            if let mode = spice.streamingVideo { output.element("streaming", ["mode": mode]) }
            if let client = spice.agentMouse { output.element("mouse", ["mode": client ? "client" : "server"]) }
            output.element("clipboard", ["copypaste": spice.clipboardSharing == true ? "yes" : "no"])
        }
    }
}
