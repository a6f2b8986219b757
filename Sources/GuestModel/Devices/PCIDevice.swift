/// A PCI device of the host that is passed through.
public struct PCIDevice: Device {
    /// PCI domain.
    ///
    /// Default: 0. xl.cfg(5): `pci` · libvirt: `hostdev/source/address domain` · libxl: `domain`
    public var domain: Int32 = 0
    /// Bus.
    ///
    /// xl.cfg(5): `pci` · libvirt: `hostdev/source/address bus` · libxl: `bus`
    public var bus: UInt8 = 0
    /// Device: 0…31.
    ///
    /// xl.cfg(5): `pci` · libvirt: `hostdev/source/address slot` · libxl: `dev`
    public var device: UInt8 = 0
    /// Function: 0…7.
    ///
    /// xl.cfg(5): `pci` · libvirt: `hostdev/source/address function` · libxl: `func`
    public var function: UInt8 = 0
    /// Name given by `xl pci-assignable-add`, in place of the address.
    ///
    /// xl.cfg(5): `pci name` · libxl: `name`
    public var name: String?
    /// Slot and function in the guest.
    ///
    /// Default: chosen. xl.cfg(5): `pci vslot` · libvirt: `hostdev/address` · libxl: `vdevfn`
    public var virtualSlot: UInt32?
    /// Functions passed through, a bit mask.
    ///
    /// xl.cfg(5): `pci (function list)` · libxl: `vfunc_mask`
    public var functionMask: UInt32?
    /// Translate MSI to interrupt lines.
    ///
    /// Default: no. xl.cfg(5): `pci_msitranslate` · libxl: `msitranslate`
    public var msiTranslate: Bool = false
    /// The guest manages its power.
    ///
    /// Default: no. xl.cfg(5): `pci_power_mgmt` · libxl: `power_mgmt`
    public var powerManagement: Bool = false
    /// The guest may write to any configuration register.
    ///
    /// Default: no. xl.cfg(5): `pci permissive` · libvirt: `hostdev/source writeFiltering=no` · libxl: `permissive`
    public var permissive: Bool = false
    /// Take the device from its driver in dom0 first.
    ///
    /// Default: no. xl.cfg(5): `pci seize` · libvirt: `hostdev managed=yes` · libxl: `seize`
    public var seize: Bool = false
    /// What happens when its reserved memory collides.
    ///
    /// Default: that of the guest. xl.cfg(5): `pci rdm_policy` · libxl: `rdm_policy`
    public var rdmPolicy: RDMPolicy?

    public init() {}

    public static let fields = FieldMap<PCIDevice>([
        .value("func", "function", \.function, default: 0),
        .value("dev", "device", \.device, default: 0),
        .value("bus", "bus", \.bus, default: 0),
        .value("domain", "domain", \.domain, default: 0),
        .number("vdevfn", "virtualSlot", \.virtualSlot, unset: 0),
        .number("vfunc_mask", "functionMask", \.functionMask, unset: 0),
        .value("msitranslate", "msiTranslate", \.msiTranslate, default: false),
        .value("power_mgmt", "powerManagement", \.powerManagement, default: false),
        .value("permissive", "permissive", \.permissive, default: false),
        .value("seize", "seize", \.seize, default: false),
        .choice("rdm_policy", "rdmPolicy", \.rdmPolicy),
        .optional("name", "name", \.name),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { name ?? address }
}
