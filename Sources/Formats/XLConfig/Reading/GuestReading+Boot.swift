import FormatSupport
import GuestModel

extension GuestReading {
    /// What the guest boots: kernel, bootloader or firmware.
    mutating func readBoot() {
        readKernel()
        readCommandLine()
        readBootloaderArguments()
        switch configuration.type {
        case .hvm: readFirmware()
        case .pv, .pvh:
            readGrub()
            for key in ["bios", "bios_path_override", "firmware_override"] {
                passOver(key, "\(key) is for type = \"hvm\" only")
            }
            if configuration.boot.kernel == nil, configuration.boot.bootloader == nil, refusedKeys.isEmpty {
                refuse("kernel", "a guest of this type needs a kernel, a bootloader, or type = \"hvm\"")
            }
        }
    }

    private mutating func readKernel() {
        guard let kernel = text("kernel") else { return }
        if configuration.type.kind == .hvm, kernel.split(separator: "/").last == "hvmloader" {
            warn(
                .deprecated, at: settings["kernel"]?.position,
                "xl passes over hvmloader as kernel; leave it out, or write firmware_override if it is another one")
            return
        }
        configuration.boot.kernel = kernel
    }

    private mutating func readCommandLine() {
        let (root, extra) = (text("root"), text("extra"))
        if let line = text("cmdline") {
            configuration.boot.commandLine = line
            for key in ["root", "extra"] {
                passOver(key, "\(key) is passed over since cmdline is given; put it there")
            }
        } else if let root {
            configuration.boot.commandLine = "root=" + root + (extra.map { " " + $0 } ?? "")
        } else {
            configuration.boot.commandLine = extra
        }
    }

    private mutating func readBootloaderArguments() {
        guard let setting = settings["bootloader_args"] else { return }
        if setting.value.isList {
            configuration.boot.bootloaderArguments = texts(setting)?.map(\.text) ?? []
        } else if let text = text(setting) {
            configuration.boot.bootloaderArguments = text.split { " \t\n".contains($0) }.map(String.init)
            let list = Literal.list(configuration.boot.bootloaderArguments.map(Literal.text)).spelled
            warn(
                .deprecated, at: setting.position,
                "bootloader_args as one text is deprecated; write bootloader_args = \(list)")
        }
    }

    private static let biosChoice = Choice<BIOS>(words: [
        ("seabios", .seabios), ("rombios", .rombios), ("ovmf", .ovmf), ("unknown", nil),
    ])

    /// `firmware` wins over `bios`, and over `firmware_override` where it is a path.
    private mutating func readFirmware() {
        var hvm = configuration.hvm
        hvm.systemFirmware = text("bios_path_override")
        hvm.firmware = text("firmware_override")
        if let bios = settings["bios"].flatMap({ meaning($0, of: Self.biosChoice) }) { hvm.bios = bios }
        if let firmware = text("firmware") {
            let word = Self.word(of: firmware, among: ["uefi", "bios"])
            if let word { remark(onAbbreviation: "firmware", firmware, of: word) }
            switch word {
            case "bios": break
            case "uefi": hvm.bios = .ovmf
            default:
                if let bios = BIOS(rawValue: firmware.lowercased()) {
                    hvm.bios = bios
                } else {
                    hvm.firmware = firmware
                }
            }
        }
        configuration.hvm = hvm
    }

    /// `firmware` of a PV or PVH guest is a GRUB that runs inside it.
    private mutating func readGrub() {
        guard let firmware = text("firmware") else { return }
        if configuration.boot.kernel != nil {
            refuse("firmware", "firmware and kernel exclude each other in a guest of this type")
        } else if firmware == "pvgrub32" || firmware == "pvgrub64" {
            configuration.boot.kernel = "/usr/lib/xen-4.17/boot/\(firmware).bin"
        } else {
            refuse("firmware", "firmware of a guest of this type must be pvgrub32 or pvgrub64, not \(quoted(firmware))")
        }
    }
}
