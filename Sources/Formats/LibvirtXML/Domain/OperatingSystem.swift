import FormatSupport
import GuestModel

/// `os`, `bootloader` and `bootloader_args`: what the guest is, and what it boots.
enum OperatingSystem {
    /// How the guest is virtualized: the text of `os/type`, helped by its `machine`.
    static func readKind(_ domain: Element) -> GuestType.Kind? {
        guard let type = domain.child("os")?.child("type") else {
            domain.lacks("an <os> with a <type>: linux, hvm or xenpvh")
            return nil
        }
        if let arch = type.attribute("arch"), !["x86_64", "i686"].contains(arch.text) {
            arch.note(.warning, .meaningless, "arch '\(arch.text)' has no effect: a guest is built for its host's own")
        }
        let machine = type.attribute("machine")
        guard let text = type.text else {
            type.lacks("a text: linux, hvm or xenpvh")
            return nil
        }
        let kinds: KeyValuePairs<String, GuestType.Kind> = [
            "linux": .pv, "xen": .pv, "hvm": .hvm, "xenpvh": .pvh,
        ]
        guard let kind = text.choice(kinds) else { return nil }
        if kind == .pv, machine?.text == "xenpvh" { return .pvh }
        if let machine {
            let expected: GuestType.Kind? =
                switch machine.text {
                case "xenpv", "xenner": .pv
                case "xenfv": .hvm
                case "xenpvh": .pvh
                default: nil
                }
            if expected == nil { machine.refuse("xenpv, xenfv or xenpvh") }
            if let expected, expected != kind {
                machine.note(
                    .warning, .conflict, "machine '\(machine.text)' does not go with type '\(text.text)', which wins")
            }
        }
        return kind
    }

    static func read(_ domain: Element, into draft: inout DomainDraft) {
        guard let system = domain.child("os") else { return }
        draft.guest.boot.kernel = system.child("kernel")?.text?.text
        draft.guest.boot.ramdisk = system.child("initrd")?.text?.text
        draft.guest.boot.commandLine = system.child("cmdline")?.text?.text
        draft.guest.boot.deviceTree = system.child("dtb")?.text?.text
        if draft.kind == .hvm {
            readFirmware(system, into: &draft)
            readBootOrder(system, into: &draft)
            if let table = system.child("acpi")?.child("table") {
                if table.attribute("type")?.choice(["slic": true]) == true {
                    draft.hvm.acpiFirmware = table.text?.trimmed
                }
            }
        } else {
            readBootloader(domain, into: &draft)
        }
    }

    private static func readFirmware(_ system: Element, into draft: inout DomainDraft) {
        if system.attribute("firmware")?.choice(["efi": true, "bios": false]) == true { draft.hvm.bios = .ovmf }
        guard let loader = system.child("loader") else { return }
        let path = loader.text?.trimmed
        let readOnly = loader.attribute("readonly")?.yesNo
        let flash = loader.attribute("type")?.choice(["rom": false, "pflash": true]) ?? false
        if let format = loader.attribute("format"), format.text != "raw" { format.refuse("'raw'") }
        if flash || draft.hvm.bios == .ovmf {
            draft.hvm.bios = .ovmf
            draft.hvm.systemFirmware = path
            if flash, readOnly != true {
                loader.report(.note, .meaningless, "Xen keeps no changes to flash memory: the loader is read only")
            }
        } else if let path, !path.isEmpty, path.split(separator: "/").last != "hvmloader" {
            // libvirt's driver for libxl does not look at it; its reader of xm's files writes it for what they name.
            draft.hvm.firmware = path
        }
    }

    private static func readBootOrder(_ system: Element, into draft: inout DomainDraft) {
        let letters: KeyValuePairs<String, String> = ["hd": "c", "cdrom": "d", "network": "n", "fd": "a"]
        let order = system.children("boot").compactMap { $0.attribute("dev")?.choice(letters) }
        draft.hvm.bootOrder = order.isEmpty ? "c" : order.joined()
    }

    private static func readBootloader(_ domain: Element, into draft: inout DomainDraft) {
        if let bootloader = domain.child("bootloader") {
            draft.guest.boot.bootloader = bootloader.text?.trimmed ?? "pygrub"
        } else if draft.kind == .pv, draft.guest.boot.kernel == nil {
            // libvirt keeps to what xend did: a guest that names no kernel has one on its disk.
            draft.guest.boot.bootloader = "pygrub"
        }
        if let arguments = domain.child("bootloader_args")?.text?.text {
            draft.guest.boot.bootloaderArguments = arguments.split { $0.isWhitespace }.map(String.init)
        }
    }
}

extension OperatingSystem {
    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        let boot = guest.boot
        if guest.hvm == nil {
            if let bootloader = boot.bootloader { output.element("bootloader", text: bootloader) }
            if !boot.bootloaderArguments.isEmpty {
                output.element("bootloader_args", text: boot.bootloaderArguments.joined(separator: " "))
            }
        }
        let firmware = guest.hvm?.bios == .ovmf && guest.hvm?.systemFirmware == nil ? "efi" : nil
        output.element("os", ["firmware": firmware]) { output in
            let (type, machine) =
                switch guest.type.kind {
                case .pv: ("linux", "xenpv")
                case .hvm: ("hvm", "xenfv")
                case .pvh: ("xenpvh", "xenpvh")
                }
            output.element("type", ["arch": "x86_64", "machine": machine], text: type)
            if let hvm = guest.hvm { writeLoader(hvm, to: &output) }
            for (name, text) in [
                ("kernel", boot.kernel), ("initrd", boot.ramdisk), ("cmdline", boot.commandLine),
                ("dtb", boot.deviceTree),
            ] {
                if let text { output.element(name, text: text) }
            }
            if let path = guest.hvm?.acpiFirmware {
                output.element("acpi") { $0.element("table", ["type": "slic"], text: path) }
            }
            for letter in guest.hvm?.bootOrder ?? "" {
                if let device = devices[letter] { output.element("boot", ["dev": device]) }
            }
        }
    }

    /// Where libvirt finds what starts an HVM guest, unless it is built otherwise; its driver does not look at it.
    private static let hvmloader = "/usr/lib/xen/boot/hvmloader"

    private static func writeLoader(_ hvm: HVM, to output: inout XMLOutput) {
        if hvm.bios == .ovmf {
            output.element("loader", ["readonly": "yes", "type": "pflash"], text: hvm.systemFirmware)
        } else {
            output.element("loader", ["type": "rom"], text: hvm.firmware ?? hvmloader)
        }
    }

    private static let devices: [Character: String] = ["a": "fd", "c": "hd", "d": "cdrom", "n": "network"]
}
