/// How the domain is made, apart from what it is made of (`libxl_domain_create_info`).
public struct CreationOptions: Sendable, Hashable {
    /// The domid asked for; libxl chooses one when absent.
    ///
    /// 1…32751. libxl: `domid`
    public var requestedDomid: UInt32?
    /// Hardware assisted paging for HVM and PVH.
    ///
    /// Default: on where the host can. xl.cfg(5): `hap` · libvirt: `features/hap` · libxl: `hap`
    public var hap: Bool?
    /// Out-of-sync shadow page tables; with shadow paging only.
    ///
    /// Default: on. xl.cfg(5): `oos` · libxl: `oos`
    public var outOfSync: Bool?
    /// Whether, and how, the IOMMU is set up for the guest.
    ///
    /// Default: on when the guest is given a device. xl.cfg(5): `passthrough` · libvirt: `features/xen/passthrough`
    /// · libxl: `passthrough`
    public var passthrough: Passthrough?
    /// Whether libxl runs the hotplug scripts itself rather than leaving them to udev.
    ///
    /// Default: xl.conf(5) run_hotplug_scripts, else on. libxl: `run_hotplug_scripts`
    public var runHotplugScripts: Bool?
    /// The guest serves backends to other guests.
    ///
    /// Default: off. xl.cfg(5): `driver_domain` · libxl: `driver_domain`
    public var driverDomain: Bool?
    /// Ask for a suspend by the event channel as xend did.
    ///
    /// Default: off. xl.cfg(5): `xend_suspend_evtchn_compat` · libxl: `xend_suspend_evtchn_compat`
    public var xendSuspendEvtchnCompat: Bool?
    /// Keys written below the domain's xenstore directory in the transaction that creates it.
    ///
    /// libxl: `xsdata`
    public var xenstoreData: [KeyValue] = []
    /// Keys written below the domain's xenstore platform directory.
    ///
    /// libxl: `platformdata`
    public var platformData: [KeyValue] = []

    public init() {}
}

/// How the IOMMU is set up.
public enum Passthrough: String, LibxlEnumeration {
    /// No mappings: no device can be passed through.
    case disabled
    /// As `share_pt` for HVM and PVH where the host can, else as `sync_pt`.
    case enabled
    /// The IOMMU has page tables of its own, kept in step with the guest's. Not on Arm.
    case syncPt = "sync_pt"
    /// The IOMMU uses the guest's own page tables. Not for PV, and only where the hardware can.
    case sharePt = "share_pt"
}
