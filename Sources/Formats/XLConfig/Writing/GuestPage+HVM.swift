import GuestModel

extension GuestPage {
    /// What is emulated, where it takes more than one field or one key.
    mutating func writeEmulation(_ hvm: HVM) {
        page.add(.boot, "bios", text: hvm.bios?.rawValue)
        page.add(.boot, "bios_path_override", text: hvm.systemFirmware)
        page.add(.boot, "firmware_override", text: hvm.firmware)
        page.add(.features, "viridian", viridian(hvm))
        if hvm.mcaCapabilities == 1 { page.add(.features, "mca_caps", .list([.text("lmce")])) }
        if hvm.generationID == .generated { page.add(.features, "ms_vm_genid", text: "generate") }
        if hvm.rdmStrategy == .host, hvm.rdmPolicy == .strict { page.add(.features, "rdm", text: "strategy=host") }
        let cards: [VGACard: String] = [.std: "stdvga", .cirrus: "cirrus", .qxl: "qxl", VGACard.none: "none"]
        page.add(.display, "vga", text: hvm.vga.flatMap { cards[$0] })
        if hvm.gfxPassthrough == true, hvm.gfxPassthroughKind == .igd {
            page.add(.display, "gfx_passthru", text: "igd")
        } else {
            page.add(.display, "gfx_passthru", flag(hvm.gfxPassthrough))
        }
        page.add(.devices, "serial", oneOrMany(hvm.serial, hvm.serialPorts))
        page.add(.devices, "usbdevice", oneOrMany(hvm.usbDevice, hvm.usbDevices))
        writeScreen(hvm.vnc, hvm.sdl, keymap: hvm.keymap)
    }

    private func viridian(_ hvm: HVM) -> Literal? {
        if hvm.viridianEnable.isEmpty, hvm.viridianDisable.isEmpty { return flag(hvm.viridian) }
        func names(_ set: Set<ViridianEnlightenment>) -> [String] {
            set.sorted { $0.rawValue < $1.rawValue }.compactMap(\.name)
        }
        let (enabled, disabled) = (hvm.viridianEnable, hvm.viridianDisable)
        var words = hvm.viridian == true ? ["defaults"] : []
        // Only `all` reaches the bits that have no name. It switches on again what was switched off before it.
        if ViridianEnlightenment.all.subtracting(disabled).isSubset(of: enabled) {
            words += names(disabled.intersection(enabled)).map { "!" + $0 } + ["all"]
            words += names(disabled.subtracting(enabled)).map { "!" + $0 }
        } else {
            words += names(enabled) + names(disabled).map { "!" + $0 }
        }
        return .list(words.map(Literal.text))
    }

    /// libxl has a place for one, from older days, and another for many; so has xl.cfg.
    private func oneOrMany(_ one: String?, _ many: [String]) -> Literal? {
        many.isEmpty ? one.map(Literal.text) : .list(many.map(Literal.text))
    }

    private mutating func writeScreen(_ vnc: VNC, _ sdl: SDL, keymap: String?) {
        page.add(.display, "vnc", flag(vnc.enable))
        page.add(.display, "vnclisten", text: vnc.listen)
        page.add(.display, "vncdisplay", vnc.display.map { .number(Int($0)) })
        page.add(.display, "vncunused", flag(vnc.findUnused))
        page.add(.display, "vncpasswd", text: vnc.password)
        page.add(.display, "sdl", flag(sdl.enable))
        page.add(.display, "opengl", flag(sdl.opengl))
        page.add(.display, "display", text: sdl.display)
        page.add(.display, "xauthority", text: sdl.xauthority)
        page.add(.display, "keymap", text: keymap)
    }

    private func flag(_ flag: Bool?) -> Literal? { flag.map { .number($0 ? 1 : 0) } }
}
