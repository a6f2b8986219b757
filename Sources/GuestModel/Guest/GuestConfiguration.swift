/// One guest, whole: everything that libxl 4.17 can be told of a domain, each thing in one place.
///
/// It mirrors `libxl_domain_config`. An absent value means that libxl, or the guest's author, leaves it to libxl's
/// default. Memory is in KiB throughout.
public struct GuestConfiguration: Sendable, Hashable {
    /// The domain's name, unique on its host.
    ///
    /// xl.cfg(5): `name` · libvirt: `name` · libxl: `c_info.name`
    public var name: String
    /// The domain's identity. Absent: made up when the domain is created.
    ///
    /// xl.cfg(5): `uuid` · libvirt: `uuid` · libxl: `c_info.uuid`
    public var uuid: GuestUUID?
    /// How it is virtualized.
    public var type: GuestType

    /// How the domain is made.
    public var creation: CreationOptions = CreationOptions()
    /// The cpupool it runs in.
    public var cpupool: CPUPool = CPUPool()
    /// FLASK labels.
    public var securityLabels: SecurityLabels = SecurityLabels()
    /// Memory, in KiB.
    public var memory: Memory = Memory()
    /// Virtual processors.
    public var vcpus: VCPUs = VCPUs()
    /// Share of processor time.
    public var scheduling: SchedulerParameters = SchedulerParameters()
    /// Answers of CPUID and model specific registers.
    public var cpuPolicy: CPUPolicy = CPUPolicy()
    /// NUMA nodes as the guest sees them.
    public var virtualNodes: [VirtualNode] = []
    /// Kernel, ramdisk, bootloader.
    public var boot: Boot = Boot()
    /// Time.
    public var clock: Clock = Clock()
    /// What the virtual machine offers.
    public var features: Features = Features()
    /// Bounds on grants and events.
    public var limits: Limits = Limits()
    /// The device model and its stub domain.
    public var deviceModel: DeviceModel = DeviceModel()
    /// Machine resources it may touch directly.
    public var hardware: HardwareAccess = HardwareAccess()

    /// Block devices.
    public var disks: [Disk] = []
    /// Network interfaces.
    public var nics: [NetworkInterface] = []
    /// PCI devices passed through.
    public var pciDevices: [PCIDevice] = []
    /// Reserved device memory; libxl fills it in.
    public var reservedDeviceMemory: [ReservedDeviceMemory] = []
    /// Device tree devices passed through (Arm).
    public var deviceTreeDevices: [DeviceTreeDevice] = []
    /// Paravirtual screens.
    public var framebuffers: [VirtualFramebuffer] = []
    /// Paravirtual keyboards and pointers.
    public var keyboards: [VirtualKeyboard] = []
    /// Virtual TPMs.
    public var vtpms: [VirtualTPM] = []
    /// Directories shared by 9pfs.
    public var p9Filesystems: [P9Filesystem] = []
    /// Sockets by pvcalls.
    public var pvcallsInterfaces: [PVCallsInterface] = []
    /// Paravirtual displays.
    public var displays: [VirtualDisplay] = []
    /// Paravirtual sound devices.
    public var soundDevices: [VirtualSound] = []
    /// Byte streams to the backend domain.
    public var channels: [Channel] = []
    /// USB controllers for devices passed through.
    public var usbControllers: [USBController] = []
    /// USB devices passed through.
    public var usbDevices: [USBDevice] = []

    /// What the toolstack does once the domain has shut down.
    public var shutdownActions = ShutdownActions()

    /// A guest with everything at libxl's default.
    public init(name: String, type: GuestType) {
        self.name = name
        self.type = type
    }
}
