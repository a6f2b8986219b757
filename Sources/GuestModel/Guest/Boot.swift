/// What the guest boots from when it is not its own disk's boot sector.
public struct Boot: Sendable, Hashable {
    /// Path of the kernel image in dom0.
    ///
    /// xl.cfg(5): `kernel` · libvirt: `os/kernel` · libxl: `kernel`
    public var kernel: String?
    /// Path of the initial ramdisk in dom0.
    ///
    /// xl.cfg(5): `ramdisk` · libvirt: `os/initrd` · libxl: `ramdisk`
    public var ramdisk: String?
    /// The kernel's command line.
    ///
    /// xl.cfg(5): `cmdline, or root and extra` · libvirt: `os/cmdline` · libxl: `cmdline`
    public var commandLine: String?
    /// Path of a partial device tree (Arm).
    ///
    /// xl.cfg(5): `device_tree` · libvirt: `os/dtb` · libxl: `device_tree`
    public var deviceTree: String?
    /// Program in dom0 that fetches the kernel from the guest's disk (pygrub).
    ///
    /// xl.cfg(5): `bootloader` · libvirt: `bootloader` · libxl: `bootloader`
    public var bootloader: String?
    /// Arguments for the bootloader.
    ///
    /// xl.cfg(5): `bootloader_args` · libvirt: `bootloader_args` · libxl: `bootloader_args`
    public var bootloaderArguments: [String] = []
    /// The vdev at which libxl starts when it must name a disk itself.
    ///
    /// Default: xvda. xl.conf(5): `blkdev_start` · libxl: `blkdev_start`
    public var firstDisk: String?

    public init() {}
}
