import FormatSupport
import GuestModel

extension GuestReading {
    static let hvmKeys = [
        "vga", "stdvga", "serial", "usbdevice", "viridian", "gfx_passthru", "mca_caps", "rdm", "ms_vm_genid",
    ]

    /// What is emulated, where one field is not enough.
    mutating func readEmulation() {
        guard case .hvm = configuration.type else {
            for key in Self.hvmKeys { passOver(key, "\(key) is for type = \"hvm\" only") }
            return
        }
        readGraphicsCard()
        readOneOrMany("serial", \.hvm.serial, \.hvm.serialPorts)
        readOneOrMany("usbdevice", \.hvm.usbDevice, \.hvm.usbDevices)
        readViridian()
        readGraphicsPassthrough()
        for (text, position) in texts("mca_caps") ?? [] {
            guard text == "lmce" else {
                refuse("mca_caps", at: position, "mca_caps must be [ \"lmce\" ], not \(quoted(text))")
                continue
            }
            configuration.hvm.mcaCapabilities = 1
        }
        readReservedMemory()
        readGenerationID()
    }

    private mutating func readGraphicsCard() {
        if let setting = settings["vga"] {
            let cards = Choice<VGACard>(
                words: [("stdvga", .std), ("cirrus", .cirrus), ("qxl", .qxl), ("none", VGACard.none)],
                ignoresCase: false)
            if let card = meaning(setting, of: cards) { configuration.hvm.vga = card }
            passOver("stdvga", "stdvga is passed over since vga is given")
        } else if let isStandard = flag("stdvga") {
            configuration.hvm.vga = isStandard ? .std : .cirrus
            warn(
                .deprecated, at: settings["stdvga"]?.position,
                "stdvga is deprecated; write vga = \"\(isStandard ? "stdvga" : "cirrus")\"")
        }
    }

    /// A key that holds either one text or a list of them, which libxl keeps apart.
    private mutating func readOneOrMany(
        _ key: String, _ one: WritableKeyPath<GuestConfiguration, String?>,
        _ many: WritableKeyPath<GuestConfiguration, [String]>
    ) {
        guard let setting = settings[key] else { return }
        if setting.value.isList {
            if let texts = texts(setting) { configuration[keyPath: many] = texts.map(\.text) }
        } else {
            configuration[keyPath: one] = text(setting)
        }
    }

    private mutating func readViridian() {
        guard let setting = settings["viridian"] else { return }
        guard setting.value.isList else {
            if let flag = flag(setting) { configuration.hvm.viridian = flag }
            return
        }
        for (text, position) in texts(setting) ?? [] { readEnlightenment(text, position) }
    }

    private mutating func readEnlightenment(_ text: String, _ position: Position) {
        let name = text.hasPrefix("!") ? String(text.dropFirst()) : text
        let known = ViridianEnlightenment.named
        if text == "defaults" {
            configuration.hvm.viridian = true
        } else if text == "all" {
            configuration.hvm.viridianEnable = ViridianEnlightenment.all
        } else if let enlightenment = known.first(where: { $0.name == name.lowercased() }) {
            if text.hasPrefix("!") {
                configuration.hvm.viridianEnable.remove(enlightenment)
                configuration.hvm.viridianDisable.insert(enlightenment)
            } else {
                configuration.hvm.viridianEnable.insert(enlightenment)
                configuration.hvm.viridianDisable.remove(enlightenment)
            }
        } else {
            let near = Spelling.nearest(to: name, among: known.compactMap(\.name)).map { "; did you mean \($0)?" } ?? ""
            refuse("viridian", at: position, "viridian has no enlightenment \(quoted(name))\(near)")
        }
    }

    private mutating func readGraphicsPassthrough() {
        guard let setting = settings["gfx_passthru"], let text = text(setting) else { return }
        if let number = Numbers.long(text) {
            configuration.hvm.gfxPassthrough = number != 0
        } else if let kind = GFXPassthroughKind(rawValue: text.lowercased()) {
            configuration.hvm.gfxPassthrough = true
            configuration.hvm.gfxPassthroughKind = kind
        } else {
            refuse("gfx_passthru", "gfx_passthru must be 0, 1, igd or default, not \(quoted(text))")
        }
    }

    /// libxlutil 4.17 takes `strategy=host` and nothing more; xl passes over everything else without a word.
    private mutating func readReservedMemory() {
        guard let text = text("rdm") else { return }
        for part in text.split(separator: ",") {
            if part.hasPrefix("policy="), !["policy=strict", "policy=relaxed"].contains(part) {
                return refuse("rdm", "rdm: policy must be strict or relaxed, not \(quoted(String(part.dropFirst(7))))")
            }
            if part.hasPrefix("strategy="), part != "strategy=host" {
                return refuse("rdm", "rdm: strategy must be host, not \(quoted(String(part.dropFirst(9))))")
            }
        }
        guard text == "strategy=host" else {
            passOver("rdm", "xl 4.17 passes over every rdm but \"strategy=host\"; say rdm_policy in pci instead")
            return
        }
        configuration.hvm.rdmStrategy = .host
        configuration.hvm.rdmPolicy = .strict
    }

    private mutating func readGenerationID() {
        switch text("ms_vm_genid") {
        case nil, "none": break
        case "generate": configuration.hvm.generationID = .generated
        case let other?: refuse("ms_vm_genid", "ms_vm_genid must be generate or none, not \(quoted(other))")
        }
    }
}
