import FormatSupport
import GuestModel
import XLConfig

/// A guest as xend would be told of it: settings under xm's names, and devices. What it has no words for is left out.
package struct XendPage {
    package internal(set) var page = Page()
    package internal(set) var disks: [XendDevice] = []
    package internal(set) var interfaces: [XendDevice] = []
    package internal(set) var framebuffers: [XendDevice] = []
    package internal(set) var tpms: [XendDevice] = []
    /// Specifications of PCI devices, as elements of `pci`.
    package internal(set) var pciDevices: [String] = []
    let guest: GuestConfiguration

    package init(_ document: GuestDocument) {
        guest = document.configuration.withXendsWords
        for entry in GuestPage.page(of: guest, annotations: document.annotations).entries { translate(entry) }
        addWhatGoesWithoutSaying()
        page.add(.identity, "description", text: document.extras.description.flatMap { $0.isEmpty ? nil : $0 })
        addProcessors()
        addDevices(document.extras.shareableDisks)
        page.entries.sort { Self.place($0.key) < Self.place($1.key) }
    }

    /// The order in which people write the settings of a paragraph.
    private static let places = Dictionary(
        uniqueKeysWithValues: [
            "name", "uuid", "description", "builder", "memory", "maxmem", "shadow_memory", "maxvcpus", "vcpus",
            "vcpu_avail",
            "cpus", "cpu_weight", "cpu_cap", "cpuid", "kernel", "loader", "ramdisk", "extra", "bootloader", "bootargs",
            "boot", "pae", "acpi", "apic", "hap", "viridian", "localtime", "rtc_timeoffset", "hpet", "timer_mode",
            "vpt_align", "tsc_mode", "usb", "usbdevice", "soundhw", "serial", "parallel", "ioports", "irq", "vnc",
            "vncunused", "vncdisplay", "vnclisten", "vncpasswd", "keymap", "sdl", "on_poweroff", "on_reboot",
            "on_crash",
        ].enumerated().map { ($1, $0) })

    private static func place(_ key: String) -> Int { XendPage.places[key] ?? XendPage.places.count }

    /// Takes out the settings of these keys, which may be xl's.
    package mutating func remove(_ keys: Set<String>) {
        let names = Set(keys.map { XendPage.renamed[$0] ?? $0 })
        page.entries.removeAll { names.contains($0.key) }
    }

    private static let renamed = [
        "cap": "cpu_cap", "cmdline": "extra", "bootloader_args": "bootargs", "irqs": "irq", "vga": "stdvga",
        "firmware_override": "kernel", "type": "builder",
    ]

    // MARK: Settings

    private mutating func translate(_ entry: Page.Entry) {
        func keep(_ key: String) { page.entries.append(Page.Entry(entry.section, key, entry.value)) }
        switch (entry.key, entry.value) {
        case ("type", .text("hvm")): page.add(entry.section, "builder", text: "hvm")
        case ("uuid", _): keep("uuid")
        case ("kernel", _): keep("kernel")
        case ("cap", _), ("cmdline", _), ("irqs", _): keep(XendPage.renamed[entry.key] ?? entry.key)
        case ("bootloader_args", .list(let words)):
            let texts = words.compactMap { if case .text(let text) = $0 { text } else { nil } }
            page.add(entry.section, "bootargs", text: texts.joined(separator: " "))
        case ("vga", .text("stdvga")): page.add(entry.section, "stdvga", .number(1))
        case ("tsc_mode", .text(let word)), ("timer_mode", .text(let word)):
            page.add(entry.section, entry.key, XendPage.modes[word].map(Literal.number))
        case ("usbdevice", .list(let devices)): page.add(entry.section, "usbdevice", devices.first)
        case ("usbdevice", _), ("serial", _): keep(entry.key)
        case ("driver_domain", .number(1)):
            page.add(entry.section, "blkif", .number(1))
            page.add(entry.section, "netif", .number(1))
        case ("device_model_stubdomain_override", .number(1)):
            page.add(.deviceModel, "device_model", text: "stubdom-dm")
        case ("viridian", .list), ("gfx_passthru", .text), ("device_model_version", .text("qemu-xen")): break
        case ("vcpus", _), ("maxvcpus", _), ("maxmem", _), ("cpuid", _), ("pci", _), ("on_poweroff", _),
            ("on_reboot", _),
            ("on_crash", _):
            break  // Written elsewhere.
        case (let key, _): if XMKeys.same.contains(key) { keep(key) }
        }
    }

    private static let modes = [
        "default": 0, "always_emulate": 1, "native": 2, "native_paravirt": 3, "delay_for_missed_ticks": 0,
        "no_delay_for_missed_ticks": 1, "no_missed_ticks_pending": 2, "one_missed_tick_pending": 3,
    ]

    /// What people write for xm although it may be left out, or because xl's default is another.
    private mutating func addWhatGoesWithoutSaying() {
        func add(_ section: ScalarKey.Section, _ key: String, _ value: Literal) {
            if !page.entries.contains(where: { $0.key == key }) { page.add(section, key, value) }
        }
        page.add(.processors, "maxmem", guest.memory.maximum.map(Literal.mebibytes))
        add(.clock, "localtime", .number(0))
        for (key, path) in XendPage.actions {
            let action = guest.shutdownActions[keyPath: path]
            let word = action == .restartRename ? "rename-restart" : action.rawValue.replacing("_", with: "-")
            // A soft reset is libxl's; xend knew none.
            if action != .softReset { page.add(.actions, key, text: word) }
        }
        guard case .hvm(let hvm) = guest.type else { return }
        let loader = hvm.firmware ?? "/usr/lib/xen/boot/hvmloader"
        add(.boot, guest.boot.kernel == nil ? "kernel" : "loader", .text(loader))
        add(.features, "viridian", .number(0))
        add(.clock, "rtc_timeoffset", .number(0))
        add(.devices, "serial", .text("none"))
        let arguments = guest.deviceModel.arguments + guest.deviceModel.argumentsHVM
        let hasParallel = arguments.count == 2 && arguments[0] == "-parallel"
        add(.devices, "parallel", .text(hasParallel ? arguments[1] : "none"))
    }

    private static let actions: [(String, KeyPath<ShutdownActions, ShutdownAction> & Sendable)] = [
        ("on_poweroff", \.onPoweroff), ("on_reboot", \.onReboot), ("on_crash", \.onCrash),
    ]

    /// xm says how many vcpus there are and how many run; which ones run it says with a bit for each.
    private mutating func addProcessors() {
        guard let maximum = guest.vcpus.maximum else { return }
        // One runs where nobody says how many: libxl's default.
        let online = guest.vcpus.online.isEmpty ? CPUSet(first: 1) : guest.vcpus.online
        if online == CPUSet(first: UInt32(online.count)) {
            if online.count < maximum {
                page.add(.processors, "maxvcpus", .number(Int(maximum)))
                page.add(.processors, "vcpus", .number(online.count))
            } else {
                page.add(.processors, "vcpus", .number(Int(maximum)))
            }
        } else {
            page.add(.processors, "vcpus", .number(Int(maximum)))
            let bits = online.members.filter { $0 < 62 }.reduce(0) { $0 | 1 << Int($1) }
            page.add(.processors, "vcpu_avail", bits == 0 ? nil : .number(bits))
        }
    }
}

extension GuestConfiguration {
    /// This guest with what people write out for xm, and without what goes without saying.
    fileprivate var withXendsWords: GuestConfiguration {
        var guest = self
        guard case .hvm(var hvm) = type else { return guest }
        guest.features.acpi = features.acpi ?? true
        guest.features.apic = features.apic ?? true
        hvm.pae = hvm.pae ?? true
        hvm.bootOrder = hvm.bootOrder ?? "cda"
        hvm.vnc.enable = hvm.vnc.enable ?? true
        hvm.sdl.enable = hvm.sdl.enable ?? false
        if let device = hvm.usbDevice, hvm.usbDevices.isEmpty { hvm.usbDevices = [device] }
        hvm.usbDevice = nil
        if !hvm.usbDevices.isEmpty { hvm.usb = hvm.usb ?? true }
        if memory.video == hvm.leastVideoMemory(under: deviceModel.version) { guest.memory.video = nil }
        guest.type = .hvm(hvm)
        return guest
    }
}
