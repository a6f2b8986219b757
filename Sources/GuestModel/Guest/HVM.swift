/// What only a fully virtualized guest has.
public struct HVM: FieldRecord {
    /// Firmware image in place of hvmloader.
    ///
    /// Default: hvmloader. xl.cfg(5): `firmware_override` · libvirt: `os/loader` · libxl: `firmware`
    public var firmware: String?
    /// The BIOS or UEFI.
    ///
    /// Default: seabios. xl.cfg(5): `bios` · libvirt: `os/firmware, os/loader type` · libxl: `bios`
    public var bios: BIOS?
    /// Path of the BIOS or UEFI image.
    ///
    /// Default: that of `bios`. xl.cfg(5): `bios_path_override` · libvirt: `os/loader` · libxl: `system_firmware`
    public var systemFirmware: String?
    /// File of SMBIOS structures.
    ///
    /// xl.cfg(5): `smbios_firmware` · libxl: `smbios_firmware`
    public var smbiosFirmware: String?
    /// File of ACPI tables.
    ///
    /// xl.cfg(5): `acpi_firmware` · libvirt: `os/acpi/table` · libxl: `acpi_firmware`
    public var acpiFirmware: String?
    /// Boot devices in order: a floppy, c disk, d CD-ROM, n network.
    ///
    /// Default: cda. xl.cfg(5): `boot` · libvirt: `os/boot dev` · libxl: `boot`
    public var bootOrder: String?
    /// Controller of emulated disks named hd*.
    ///
    /// Default: ide. xl.cfg(5): `hdtype` · libxl: `hdtype`
    public var hdtype: HardDiskController = .ide
    /// Physical address extension.
    ///
    /// Default: on. xl.cfg(5): `pae` · libvirt: `features/pae` · libxl: `pae`
    public var pae: Bool?
    /// The no-execute bit.
    ///
    /// Default: on. xl.cfg(5): `nx` · libxl: `nx`
    public var nx: Bool?
    /// Sleep state S3 in ACPI.
    ///
    /// Default: on. xl.cfg(5): `acpi_s3` · libvirt: `pm/suspend-to-mem` · libxl: `acpi_s3`
    public var acpiS3: Bool?
    /// Sleep state S4 in ACPI.
    ///
    /// Default: on. xl.cfg(5): `acpi_s4` · libvirt: `pm/suspend-to-disk` · libxl: `acpi_s4`
    public var acpiS4: Bool?
    /// The laptop/slate switch in ACPI.
    ///
    /// Default: off. xl.cfg(5): `acpi_laptop_slate` · libxl: `acpi_laptop_slate`
    public var acpiLaptopSlate: Bool?
    /// Microsoft Hyper-V interfaces: the default group.
    ///
    /// Default: off. xl.cfg(5): `viridian` · libvirt: `features/viridian, features/hyperv` · libxl: `viridian`
    public var viridian: Bool?
    /// Enlightenments switched on.
    ///
    /// xl.cfg(5): `viridian (list)` · libvirt: `features/hyperv` · libxl: `viridian_enable`
    public var viridianEnable: Set<ViridianEnlightenment> = []
    /// Enlightenments switched off.
    ///
    /// xl.cfg(5): `viridian (list, with !)` · libvirt: `features/hyperv` · libxl: `viridian_disable`
    public var viridianDisable: Set<ViridianEnlightenment> = []
    /// The high precision event timer.
    ///
    /// Default: on. xl.cfg(5): `hpet` · libvirt: `clock/timer name=hpet` · libxl: `hpet`
    public var hpet: Bool?
    /// Periodic virtual timers fire together.
    ///
    /// Default: on. xl.cfg(5): `vpt_align` · libxl: `vpt_align`
    public var alignVirtualTimers: Bool?
    /// Offset of the emulated clock from UTC, in seconds, as text.
    ///
    /// libxl: `timeoffset`
    public var timeOffset: String?
    /// Size of the hole for memory mapped I/O below 4 GiB.
    ///
    /// KiB. Default: 256 MiB and more as devices need. xl.cfg(5): `mmio_hole (MiB)` · libxl: `mmio_hole_memkb`
    public var mmioHole: UInt64?
    /// No emulated graphics at all.
    ///
    /// Default: off. xl.cfg(5): `nographic` · libxl: `nographic`
    public var noGraphics: Bool?
    /// The emulated graphics card.
    ///
    /// Default: cirrus. xl.cfg(5): `vga, stdvga` · libvirt: `devices/video/model type` · libxl: `vga.kind`
    public var vga: VGACard?
    /// VNC access to the screen.
    ///
    /// xl.cfg(5): `vnc…` · libvirt: `devices/graphics type=vnc` · libxl: `vnc`
    public var vnc: VNC = VNC()
    /// A window on dom0's own display.
    ///
    /// xl.cfg(5): `sdl…` · libvirt: `devices/graphics type=sdl` · libxl: `sdl`
    public var sdl: SDL = SDL()
    /// SPICE access to the screen.
    ///
    /// xl.cfg(5): `spice…` · libvirt: `devices/graphics type=spice` · libxl: `spice`
    public var spice: SPICE = SPICE()
    /// Keyboard layout of VNC and SDL.
    ///
    /// Default: en-us. xl.cfg(5): `keymap` · libvirt: `devices/graphics keymap` · libxl: `keymap`
    public var keymap: String?
    /// A passed through graphics card is the guest's primary one.
    ///
    /// Default: off. xl.cfg(5): `gfx_passthru` · libxl: `gfx_passthru`
    public var gfxPassthrough: Bool?
    /// What kind of graphics card is passed through.
    ///
    /// Default: found out. xl.cfg(5): `gfx_passthru` · libxl: `gfx_passthru_kind`
    public var gfxPassthroughKind: GFXPassthroughKind = .default
    /// The first serial port, in QEMU's words; superseded by `serialPorts`.
    ///
    /// xl.cfg(5): `serial` · libvirt: `devices/serial` · libxl: `serial`
    public var serial: String?
    /// The serial ports, in QEMU's words.
    ///
    /// xl.cfg(5): `serial (list)` · libvirt: `devices/serial` · libxl: `serial_list`
    public var serialPorts: [String] = []
    /// An emulated USB controller.
    ///
    /// Default: off. xl.cfg(5): `usb` · libvirt: `devices/controller type=usb` · libxl: `usb`
    public var usb: Bool?
    /// Version of the emulated USB controller: 1, 2 or 3.
    ///
    /// Default: none. xl.cfg(5): `usbversion` · libxl: `usbversion`
    public var usbVersion: Int32?
    /// An emulated USB device, in QEMU's words; superseded by `usbDevices`.
    ///
    /// xl.cfg(5): `usbdevice` · libvirt: `devices/input bus=usb` · libxl: `usbdevice`
    public var usbDevice: String?
    /// Emulated USB devices, in QEMU's words.
    ///
    /// xl.cfg(5): `usbdevice (list)` · libvirt: `devices/input bus=usb` · libxl: `usbdevice_list`
    public var usbDevices: [String] = []
    /// A paravirtual keyboard and pointer.
    ///
    /// Default: on. xl.cfg(5): `vkb_device` · libxl: `vkb_device`
    public var vkbDevice: Bool?
    /// The emulated sound card, in QEMU's words.
    ///
    /// Default: none. xl.cfg(5): `soundhw` · libvirt: `devices/sound model` · libxl: `soundhw`
    public var soundCard: String?
    /// The Xen platform device, which PV drivers need.
    ///
    /// Default: on. xl.cfg(5): `xen_platform_pci` · libxl: `xen_platform_pci`
    public var xenPlatformPCI: Bool?
    /// A PCI device by which a vendor's drivers are found.
    ///
    /// Default: none. xl.cfg(5): `vendor_device` · libxl: `vendor_device`
    public var vendorDevice: VendorDevice = .none
    /// Microsoft's VM generation ID.
    ///
    /// Default: none. xl.cfg(5): `ms_vm_genid` · libvirt: `genid` · libxl: `ms_vm_genid`
    public var generationID: GenerationID?
    /// Which reserved device memory is kept free.
    ///
    /// Default: ignore. xl.cfg(5): `rdm (strategy)` · libxl: `rdm.strategy`
    public var rdmStrategy: RDMStrategy = .ignore
    /// What happens when reserved device memory collides.
    ///
    /// Default: relaxed. xl.cfg(5): `rdm (policy)` · libxl: `rdm.policy`
    public var rdmPolicy: RDMPolicy?
    /// Below this, reserved device memory may not collide with guest memory.
    ///
    /// KiB. Default: 2 GiB. xl.cfg(5): `rdm_mem_boundary (MiB)` · libxl: `rdm_mem_boundary_memkb`
    public var rdmMemoryBoundary: UInt64?
    /// Machine check capabilities, a bit mask.
    ///
    /// Default: 0. xl.cfg(5): `mca_caps` · libxl: `mca_caps`
    public var mcaCapabilities: UInt64?
    /// As `Features.apic`; for callers older than libxl 4.10.
    ///
    /// libxl: `apic`
    public var legacyAPIC: Bool?
    /// As `Features.acpi`; for callers older than libxl 4.8.
    ///
    /// libxl: `acpi`
    public var legacyACPI: Bool?
    /// As `Features.nestedHVM`; for callers older than libxl 4.10.
    ///
    /// libxl: `nested_hvm`
    public var legacyNestedHVM: Bool?
    /// As `Clock.timerMode`; for callers older than libxl 4.10.
    ///
    /// libxl: `timer_mode`
    public var legacyTimerMode: TimerMode?
    /// As `Features.altp2m`, on or off.
    ///
    /// xl.cfg(5): `altp2mhvm` · libxl: `altp2m`
    public var legacyAltp2m: Bool?

    public init() {}

    public static let fields = FieldMap<HVM>([
        .optional("firmware", "firmware", \.firmware),
        .choice("bios", "bios", \.bios),
        .defbool("pae", "pae", \.pae),
        .defbool("apic", "legacyAPIC", \.legacyAPIC),
        .defbool("acpi", "legacyACPI", \.legacyACPI),
        .defbool("acpi_s3", "acpiS3", \.acpiS3),
        .defbool("acpi_s4", "acpiS4", \.acpiS4),
        .defbool("acpi_laptop_slate", "acpiLaptopSlate", \.acpiLaptopSlate),
        .defbool("nx", "nx", \.nx),
        .defbool("viridian", "viridian", \.viridian),
        .bits("viridian_enable", "viridianEnable", \.viridianEnable),
        .bits("viridian_disable", "viridianDisable", \.viridianDisable),
        .optional("timeoffset", "timeOffset", \.timeOffset),
        .defbool("hpet", "hpet", \.hpet),
        .defbool("vpt_align", "alignVirtualTimers", \.alignVirtualTimers),
        .number("mmio_hole_memkb", "mmioHole", \.mmioHole, unset: UInt64.max, unit: .kibibytes),
        .choice("timer_mode", "legacyTimerMode", \.legacyTimerMode),
        .defbool("nested_hvm", "legacyNestedHVM", \.legacyNestedHVM),
        .defbool("altp2m", "legacyAltp2m", \.legacyAltp2m),
        .optional("system_firmware", "systemFirmware", \.systemFirmware),
        .optional("smbios_firmware", "smbiosFirmware", \.smbiosFirmware),
        .optional("acpi_firmware", "acpiFirmware", \.acpiFirmware),
        .value("hdtype", "hdtype", \.hdtype, default: .ide),
        .defbool("nographic", "noGraphics", \.noGraphics),
        .nested(
            "vga",
            [
                .choice("kind", "vga", \.vga)
            ]),
        .group("vnc", "vnc", \.vnc),
        .optional("keymap", "keymap", \.keymap),
        .group("sdl", "sdl", \.sdl),
        .group("spice", "spice", \.spice),
        .defbool("gfx_passthru", "gfxPassthrough", \.gfxPassthrough),
        .value("gfx_passthru_kind", "gfxPassthroughKind", \.gfxPassthroughKind, default: .default),
        .optional("serial", "serial", \.serial),
        .optional("boot", "bootOrder", \.bootOrder),
        .defbool("usb", "usb", \.usb),
        .number("usbversion", "usbVersion", \.usbVersion, unset: 0),
        .optional("usbdevice", "usbDevice", \.usbDevice),
        .defbool("vkb_device", "vkbDevice", \.vkbDevice),
        .optional("soundhw", "soundCard", \.soundCard),
        .defbool("xen_platform_pci", "xenPlatformPCI", \.xenPlatformPCI),
        .value("usbdevice_list", "usbDevices", \.usbDevices, default: []),
        .value("vendor_device", "vendorDevice", \.vendorDevice, default: .none),
        .optional("ms_vm_genid", "generationID", \.generationID),
        .value("serial_list", "serialPorts", \.serialPorts, default: []),
        .nested(
            "rdm",
            [
                .value("strategy", "rdmStrategy", \.rdmStrategy, default: .ignore),
                .choice("policy", "rdmPolicy", \.rdmPolicy),
            ]),
        .number(
            "rdm_mem_boundary_memkb", "rdmMemoryBoundary", \.rdmMemoryBoundary, unset: UInt64.max, unit: .kibibytes),
        .number("mca_caps", "mcaCapabilities", \.mcaCapabilities, unset: 0),
    ])
}

/// A BIOS or UEFI.
public enum BIOS: String, LibxlEnumeration {
    /// A 16-bit BIOS: that of `qemu_xen_traditional`, which takes no other.
    case rombios
    /// A 16-bit BIOS: the default under `qemu_xen`.
    case seabios
    /// UEFI; under `qemu_xen` only.
    case ovmf
}

/// The controller of emulated disks.
public enum HardDiskController: String, LibxlEnumeration {
    /// What every old system knows.
    case ide
    /// An ich9: the guest boots faster, if it has the driver.
    case ahci
}

/// An emulated graphics card.
public enum VGACard: String, LibxlEnumeration {
    /// A Cirrus Logic GD5446.
    case cirrus
    /// A standard VGA card with VESA's extensions. xl.cfg(5): `stdvga`.
    case std
    /// No emulated card.
    case none
    /// QEMU's for SPICE; a standard VGA card to a guest without its driver.
    case qxl
}

extension VGACard {
    /// The memory in KiB that libxl demands for the card, and gives it where nobody says how much.
    ///
    /// - Parameter model: the device model; nil for libxl's default, which is QEMU's own.
    public func leastMemory(under model: DeviceModelVersion?) -> UInt64 {
        let isTraditional = model == .qemuXenTraditional
        return switch self {
        case .cirrus: isTraditional ? 4096 : 8192
        case .std: isTraditional ? 8192 : 16384
        case .qxl: 131_072
        case .none: 0
        }
    }
}

extension HVM {
    /// The memory in KiB that libxl gives the guest's graphics card where nobody says how much.
    ///
    /// - Parameter model: as in ``VGACard/leastMemory(under:)``.
    public func leastVideoMemory(under model: DeviceModelVersion?) -> UInt64 {
        (vga ?? .cirrus).leastMemory(under: model)
    }
}

/// A kind of passed through graphics card.
public enum GFXPassthroughKind: String, LibxlEnumeration {
    /// Found out by libxl.
    case `default`
    /// Intel's integrated graphics.
    case igd
}

/// A vendor's PCI device.
public enum VendorDevice: String, LibxlEnumeration {
    /// No such device.
    case none
    /// The one by which XenServer's drivers are found (device id C000).
    case xenserver
}

/// Which reserved device memory is kept free.
public enum RDMStrategy: String, LibxlEnumeration {
    /// That of the devices which are passed through from the start.
    case ignore
    /// All that the host has, so that any device can be plugged in later.
    case host
}

/// What happens when reserved device memory collides.
public enum RDMPolicy: String, LibxlEnumeration {
    /// The domain is not made, or the device not attached.
    case strict
    /// It is made all the same; it may crash when the device touches that memory.
    case relaxed
}
