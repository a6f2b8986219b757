/// The program that emulates devices (QEMU), and its stub domain.
public struct DeviceModel: Sendable, Hashable {
    /// Which device model.
    ///
    /// Default: qemu_xen. xl.cfg(5): `device_model_version` · libxl: `device_model_version`
    public var version: DeviceModelVersion?
    /// Path of the device model.
    ///
    /// Default: libxl's own. xl.cfg(5): `device_model_override` · libvirt: `devices/emulator` · libxl:
    /// `device_model`
    public var path: String?
    /// User that the device model runs as.
    ///
    /// Default: root, or a user apart with `restrict`. xl.cfg(5): `device_model_user` · libxl: `device_model_user`
    public var user: String?
    /// Take away from the device model what it does not need once it runs.
    ///
    /// Default: off. xl.cfg(5): `dm_restrict` · libxl: `dm_restrict`
    public var restrict: Bool?
    /// Further arguments, for every type of guest.
    ///
    /// xl.cfg(5): `device_model_args` · libvirt: `xen:commandline` · libxl: `extra`
    public var arguments: [String] = []
    /// Further arguments for PV guests.
    ///
    /// xl.cfg(5): `device_model_args_pv` · libxl: `extra_pv`
    public var argumentsPV: [String] = []
    /// Further arguments for HVM guests.
    ///
    /// xl.cfg(5): `device_model_args_hvm` · libxl: `extra_hvm`
    public var argumentsHVM: [String] = []
    /// Run the device model in a domain of its own.
    ///
    /// Default: off. xl.cfg(5): `device_model_stubdomain_override` · libvirt: `devices/emulator` · libxl:
    /// `device_model_stubdomain`
    public var stubdomain: Bool?
    /// Memory of the stub domain.
    ///
    /// KiB. Default: 32 MiB, or 150 MiB with a Linux stub domain. xl.cfg(5): `stubdomain_memory (MiB)` · libxl:
    /// `stubdomain_memkb`
    public var stubdomainMemory: UInt64?
    /// Kernel of the stub domain.
    ///
    /// Default: libxl's own. xl.cfg(5): `stubdomain_kernel` · libxl: `stubdomain_kernel`
    public var stubdomainKernel: String?
    /// Kernel command line of the stub domain.
    ///
    /// xl.cfg(5): `stubdomain_cmdline` · libxl: `stubdomain_cmdline`
    public var stubdomainCommandLine: String?
    /// Ramdisk of the stub domain.
    ///
    /// Default: libxl's own. xl.cfg(5): `stubdomain_ramdisk` · libxl: `stubdomain_ramdisk`
    public var stubdomainRamdisk: String?

    public init() {}
}

/// A device model.
public enum DeviceModelVersion: String, LibxlEnumeration {
    /// Xen's old fork of QEMU.
    case qemuXenTraditional = "qemu_xen_traditional"
    /// QEMU's own; libxl's default on Linux.
    case qemuXen = "qemu_xen"
}
