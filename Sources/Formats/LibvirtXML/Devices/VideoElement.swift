import FormatSupport
import GuestModel

/// `video`: the emulated graphics card of an HVM guest.
enum VideoElement {
    static func read(_ devices: Element, into draft: inout DomainDraft) {
        let videos = devices.children("video")
        guard let video = videos.first else { return }
        for further in videos.dropFirst() {
            further.dismiss(
                .warning, .unsupported, "libxl gives a guest one graphics card: a further <video> is not used")
        }
        guard draft.kind == .hvm else { return readParavirtual(video) }
        let model = video.child("model")
        let type = model?.attribute("type")
        if type?.text == "none" { return }
        draft.hasVideo = true
        let cards: KeyValuePairs<String, VGACard> = ["cirrus": .cirrus, "vga": .std, "xen": .std, "qxl": .qxl]
        let card = type.map { $0.choice(cards) } ?? .cirrus
        guard let card else { return }
        draft.hvm.vga = card
        if let model { useStandards(model) }
        let least = card.leastMemory(under: draft.guest.deviceModel.version)
        draft.guest.memory.video = least
        guard let memory = model?.attribute("vram"), let size = memory.number(UInt64.self) else { return }
        if size < least { memory.refuse("at least \(least), in KiB, for a card of type '\(type?.text ?? "cirrus")'") }
        draft.guest.memory.video = size
    }

    /// A paravirtual screen is described by `graphics` alone.
    private static func readParavirtual(_ video: Element) {
        guard let model = video.child("model") else { return }
        _ = model.attribute("vram")
        useStandards(model)
        guard let type = model.attribute("type"), type.text != "xen", type.text != "none" else { return }
        type.note(.warning, .meaningless, "a guest without emulated devices has no '\(type.text)' card on Xen")
    }

    /// One screen on one card, as virsh writes it everywhere; anything else has no effect.
    private static func useStandards(_ model: Element) {
        for (name, value) in [("heads", "1"), ("primary", "yes")] {
            if let given = model.attribute(name), given.text != value {
                given.note(
                    .warning, .meaningless, "\(name) '\(given.text)' has no effect on Xen: one card has one screen")
            }
        }
    }

    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        guard let hvm = guest.hvm else {
            guard !guest.framebuffers.isEmpty else { return }
            return output.element("video") {
                $0.element("model", ["type": "xen", "vram": "4096", "heads": "1", "primary": "yes"])
            }
        }
        guard let card = hvm.vga else { return }
        let type =
            switch card {
            case .cirrus: "cirrus"
            case .std: "vga"
            case .qxl: "qxl"
            case .none: "none"
            }
        if card == .none, hvm.vnc.enable != true, hvm.sdl.enable != true, hvm.spice.enable != true { return }
        let least = card.leastMemory(under: guest.deviceModel.path.map(Emulator.version))
        let memory = card == .none ? nil : "\(max(least, guest.memory.video ?? least))"
        let heads = card == .none ? nil : "1"
        output.element("video") {
            $0.element("model", ["type": type, "vram": memory, "heads": heads, "primary": heads.map { _ in "yes" }])
        }
    }
}

/// What an HVM guest's screen is when the file does not say it all.
enum DisplayElements {
    static func settle(into draft: inout DomainDraft) {
        // libxl would turn VNC on; in libvirt a screen that is not asked for is not there.
        draft.hvm.vnc.enable = draft.hvm.vnc.enable ?? false
        draft.hvm.sdl.enable = draft.hvm.sdl.enable ?? false
        if draft.hasVideo { return }
        if draft.hasGraphics, draft.hvm.vga == nil {
            draft.hvm.vga = .cirrus
            draft.guest.memory.video = VGACard.cirrus.leastMemory(under: draft.guest.deviceModel.version)
        } else {
            draft.hvm.noGraphics = true
            draft.hvm.vga = VGACard.none
        }
    }
}
