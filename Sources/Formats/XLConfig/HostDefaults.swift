import GuestModel

/// What the host's xl.conf(5) contributes to a guest that does not say it itself.
///
/// As made here it is what xl does with the xl.conf that Debian installs, in which every line is commented out.
public struct HostDefaults: Sendable, Hashable {
    /// Whether libxl runs hotplug scripts itself rather than leaving them to udev.
    ///
    /// xl.conf(5): `run_hotplug_scripts`. Default: on.
    public var runHotplugScripts = true
    /// Whether all of a guest's memory is claimed before it is built.
    ///
    /// xl.conf(5): `claim_mode`. Default: on.
    public var claimMode = true
    /// Hotplug script of network interfaces.
    ///
    /// xl.conf(5): `vif.default.script`. Default: none, that is, libxl's own.
    public var vifScript: String?
    /// Bridge of network interfaces.
    ///
    /// xl.conf(5): `vif.default.bridge`. Default: none, that is, libxl's own.
    public var vifBridge: String?
    /// Interface through which network interfaces are routed.
    ///
    /// xl.conf(5): `vif.default.gatewaydev`. Default: none.
    public var vifGatewayDevice: String?
    /// Domain that serves network interfaces.
    ///
    /// xl.conf(5): `vif.default.backend`. Default: none, that is, dom0.
    public var vifBackend: String?
    /// First name that libxl tries for a disk that it attaches to dom0 for a while, such as for a bootloader.
    ///
    /// xl.conf(5): `blkdev_start`. Default: none, that is, libxl's own.
    public var firstDisk: String?
    /// Most grant table frames.
    ///
    /// xl.conf(5): `max_grant_frames`. Default: none, that is, Xen's own.
    public var maxGrantFrames: UInt32?
    /// Most maptrack frames.
    ///
    /// xl.conf(5): `max_maptrack_frames`. Default: none, that is, Xen's own.
    public var maxMaptrackFrames: UInt32?
    /// Newest version of the grant table.
    ///
    /// xl.conf(5): `max_grant_version`. Default: none, that is, what the host can.
    public var maxGrantVersion: Int32?
    /// Cpus that any guest may run on.
    ///
    /// xl.conf(5): `vm.cpumask`. Default: none, that is, every cpu.
    public var cpuMask: CPUMask?
    /// Cpus that PV guests may run on.
    ///
    /// xl.conf(5): `vm.pv.cpumask`. Default: none, that is, every cpu.
    public var pvCPUMask: CPUMask?
    /// Cpus that HVM and PVH guests may run on.
    ///
    /// xl.conf(5): `vm.hvm.cpumask`. Default: none, that is, every cpu.
    public var hvmCPUMask: CPUMask?
    /// The host's cpus, NUMA node by node: what `all` and `node:1` mean in `cpus` and in masks. Not from xl.conf; nil where nobody
    /// has asked the host, and then a file that names a node is refused.
    public var cpusByNode: [CPUSet]?

    public init() {}
}
