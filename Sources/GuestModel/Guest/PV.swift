/// What only a paravirtualized guest has.
public struct PV: FieldRecord {
    /// Memory set aside beyond the maximum.
    ///
    /// KiB. Default: 0. libxl: `slack_memkb`
    public var slack: UInt64?
    /// Kernel features asked for; libxl ignores it.
    ///
    /// libxl: `features`
    public var features: String?
    /// The guest sees the host's memory map; needed for PCI passthrough.
    ///
    /// Default: off, on with PCI devices. xl.cfg(5): `e820_host` · libvirt: `features/xen/e820_host` · libxl:
    /// `e820_host`
    public var e820Host: Bool?
    /// As `Boot.kernel`; for callers older than libxl 4.4.
    ///
    /// libxl: `kernel`
    public var legacyKernel: String?
    /// As `Boot.bootloader`; for callers older than libxl 4.10.
    ///
    /// libxl: `bootloader`
    public var legacyBootloader: String?
    /// As `Boot.bootloaderArguments`; for callers older than libxl 4.10.
    ///
    /// libxl: `bootloader_args`
    public var legacyBootloaderArguments: [String] = []
    /// As `Boot.commandLine`; for callers older than libxl 4.4.
    ///
    /// libxl: `cmdline`
    public var legacyCommandLine: String?
    /// As `Boot.ramdisk`; for callers older than libxl 4.4.
    ///
    /// libxl: `ramdisk`
    public var legacyRamdisk: String?

    public init() {}

    public static let fields = FieldMap<PV>([
        .optional("kernel", "legacyKernel", \.legacyKernel),
        .number("slack_memkb", "slack", \.slack, unset: UInt64.max, unit: .kibibytes),
        .optional("bootloader", "legacyBootloader", \.legacyBootloader),
        .value("bootloader_args", "legacyBootloaderArguments", \.legacyBootloaderArguments, default: []),
        .optional("cmdline", "legacyCommandLine", \.legacyCommandLine),
        .optional("ramdisk", "legacyRamdisk", \.legacyRamdisk),
        .optional("features", "features", \.features),
        .defbool("e820_host", "e820Host", \.e820Host),
    ])
}

extension GuestConfiguration {
    /// Whether what a PV guest boots from is where libxl had it before 4.4 (`legacyKernel` and the like of ``PV``).
    public var hasLegacyPlaces: Bool {
        guard case .pv(let pv) = type else { return false }
        return pv.legacyKernel ?? pv.legacyRamdisk ?? pv.legacyCommandLine ?? pv.legacyBootloader != nil
            || !pv.legacyBootloaderArguments.isEmpty
    }

    /// This guest with what it boots from where libxl has it since 4.4, which takes it from either place. libvirt uses the older.
    public var withoutLegacyPlaces: GuestConfiguration {
        guard hasLegacyPlaces, case .pv(var pv) = type else { return self }
        var guest = self
        guest.boot.kernel = boot.kernel ?? pv.legacyKernel
        guest.boot.ramdisk = boot.ramdisk ?? pv.legacyRamdisk
        guest.boot.commandLine = boot.commandLine ?? pv.legacyCommandLine
        guest.boot.bootloader = boot.bootloader ?? pv.legacyBootloader
        if boot.bootloaderArguments.isEmpty { guest.boot.bootloaderArguments = pv.legacyBootloaderArguments }
        (pv.legacyKernel, pv.legacyRamdisk, pv.legacyCommandLine, pv.legacyBootloader) = (nil, nil, nil, nil)
        pv.legacyBootloaderArguments = []
        guest.type = .pv(pv)
        return guest
    }
}
