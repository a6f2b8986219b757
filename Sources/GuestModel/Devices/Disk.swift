/// A block device.
public struct Disk: Device {
    /// The name the guest knows it by: xvda, hda, sda, d0p1.
    ///
    /// xl.cfg(5): `disk vdev` · libvirt: `disk/target dev` · libxl: `vdev`
    public var vdev: String?
    /// Block device or image file in the backend domain; absent for an empty drive.
    ///
    /// xl.cfg(5): `disk target` · libvirt: `disk/source file|dev|name` · libxl: `pdev_path`
    public var path: String?
    /// What serves it.
    ///
    /// Default: found out from the path. xl.cfg(5): `disk backendtype` · libvirt: `disk/driver name` · libxl:
    /// `backend`
    public var backend: DiskBackend?
    /// Format of the image.
    ///
    /// Default: raw. xl.cfg(5): `disk format` · libvirt: `disk/driver type` · libxl: `format`
    public var format: DiskFormat?
    /// Hotplug script that attaches the path.
    ///
    /// Default: block. xl.cfg(5): `disk script` · libxl: `script`
    public var script: String?
    /// The guest may write.
    ///
    /// xl.cfg's default is yes, libxl's no. xl.cfg(5): `disk access` · libvirt: `disk/readonly` · libxl:
    /// `readwrite`
    public var readWrite: Bool = false
    /// The medium can be taken out.
    ///
    /// Default: only CD-ROMs. xl.cfg(5): `disk devtype` · libvirt: `disk/target removable` · libxl: `removable`
    public var removable: Bool = false
    /// A CD-ROM drive.
    ///
    /// Default: no. xl.cfg(5): `disk devtype=cdrom` · libvirt: `disk device=cdrom` · libxl: `is_cdrom`
    public var cdrom: Bool = false
    /// The backend may use O_DIRECT.
    ///
    /// Default: no. xl.cfg(5): `disk direct-io-safe` · libxl: `direct_io_safe`
    public var directIOSafe: Bool = false
    /// Pass the guest's discards to the medium.
    ///
    /// Default: on where it can. xl.cfg(5): `disk discard, no-discard` · libvirt: `disk/driver discard` · libxl:
    /// `discard_enable`
    public var discard: Bool?
    /// How the guest sees it: xen or virtio.
    ///
    /// Default: xen. xl.cfg(5): `disk specification` · libxl: `specification`
    public var specification: DiskSpecification?
    /// Transport of a virtio disk.
    ///
    /// Default: mmio. libxl: `transport`
    public var transport: DiskTransport?
    /// Interrupt of a virtio disk; libxl's own.
    ///
    /// libxl: `irq`
    public var irq: UInt32?
    /// MMIO address of a virtio disk; libxl's own.
    ///
    /// libxl: `base`
    public var base: UInt64?
    /// The guest may trust the backend.
    ///
    /// Default: on. xl 4.17 has no word for it · libxl: `trusted`
    public var trusted: Bool?
    /// Replicated by COLO.
    ///
    /// Default: off. xl.cfg(5): `disk colo` · libxl: `colo_enable`
    public var coloEnable: Bool?
    /// The receiving side of COLO.
    ///
    /// libxl: `colo_restore_enable`
    public var coloRestoreEnable: Bool?
    /// COLO's secondary host.
    ///
    /// xl.cfg(5): `disk colo-host` · libxl: `colo_host`
    public var coloHost: String?
    /// COLO's port on the secondary host.
    ///
    /// xl.cfg(5): `disk colo-port` · libxl: `colo_port`
    public var coloPort: Int32?
    /// COLO's export name.
    ///
    /// xl.cfg(5): `disk colo-export` · libxl: `colo_export`
    public var coloExport: String?
    /// COLO's active disk.
    ///
    /// xl.cfg(5): `disk active-disk` · libxl: `active_disk`
    public var activeDisk: String?
    /// COLO's hidden disk.
    ///
    /// xl.cfg(5): `disk hidden-disk` · libxl: `hidden_disk`
    public var hiddenDisk: String?
    /// Domain that serves the backend, by domid.
    ///
    /// Default: dom0. libxl: `backend_domid`
    public var backendDomid: UInt32?
    /// Domain that serves the backend, by name; it wins over the domid.
    ///
    /// Default: dom0. xl.cfg(5): `backend` · libvirt: `backenddomain name` · libxl: `backend_domname`
    public var backendDomain: String?

    public init() {}

    public static let fields = FieldMap<Disk>([
        .number("backend_domid", "backendDomid", \.backendDomid, unset: 0),
        .optional("backend_domname", "backendDomain", \.backendDomain),
        .optional("pdev_path", "path", \.path),
        .optional("vdev", "vdev", \.vdev),
        .choice("backend", "backend", \.backend),
        .choice("format", "format", \.format),
        .optional("script", "script", \.script),
        .flag("removable", "removable", \.removable),
        .flag("readwrite", "readWrite", \.readWrite),
        .flag("is_cdrom", "cdrom", \.cdrom),
        .value("direct_io_safe", "directIOSafe", \.directIOSafe, default: false),
        .defbool("discard_enable", "discard", \.discard),
        .choice("specification", "specification", \.specification),
        .choice("transport", "transport", \.transport),
        .number("irq", "irq", \.irq, unset: 0),
        .number("base", "base", \.base, unset: 0),
        .defbool("colo_enable", "coloEnable", \.coloEnable),
        .defbool("colo_restore_enable", "coloRestoreEnable", \.coloRestoreEnable),
        .optional("colo_host", "coloHost", \.coloHost),
        .number("colo_port", "coloPort", \.coloPort, unset: 0),
        .optional("colo_export", "coloExport", \.coloExport),
        .optional("active_disk", "activeDisk", \.activeDisk),
        .optional("hidden_disk", "hiddenDisk", \.hiddenDisk),
        .defbool("trusted", "trusted", \.trusted),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { vdev ?? "#\(index)" }
}

/// What serves a disk.
public enum DiskBackend: String, LibxlEnumeration {
    /// The kernel's own backend: for block devices, and what a script makes one of. Raw only.
    case phy
    /// blktap, which libxl 4.17 has the name of and no support for.
    case tap
    /// QEMU, which knows every format of images.
    case qdisk
    /// A program that is neither the kernel's nor QEMU's: for virtio, and raw only.
    case standalone
}

/// The format of a disk image.
public enum DiskFormat: String, LibxlEnumeration {
    case qcow
    case qcow2
    case vhd
    /// The bytes of the disk and nothing else: every block device, and images that are as large as their disk.
    case raw
    /// No medium: a CD drive with nothing in it.
    case empty
    case qed
}

/// How the guest sees a disk.
public enum DiskSpecification: String, LibxlEnumeration {
    /// As Xen's own paravirtual disk; HVM guests have an emulated one of the same content besides, if its vdev says so.
    case xen
    /// As a virtio-blk device; the vdev does not reach the guest.
    case virtio
}

/// Transport of a virtio disk.
public enum DiskTransport: String, LibxlEnumeration {
    /// Registers in memory (virtio-mmio); libxl 4.17 has no other.
    case mmio
}
