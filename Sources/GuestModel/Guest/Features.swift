/// What the virtual machine offers, whatever its type.
public struct Features: Sendable, Hashable {
    /// ACPI tables.
    ///
    /// Default: on for HVM and PVH. xl.cfg(5): `acpi` · libvirt: `features/acpi` · libxl: `acpi`
    public var acpi: Bool?
    /// Local and I/O APIC.
    ///
    /// Default: on. xl.cfg(5): `apic` · libvirt: `features/apic` · libxl: `apic`
    public var apic: Bool?
    /// Hardware virtualization inside the guest.
    ///
    /// Default: off. xl.cfg(5): `nestedhvm` · libvirt: `cpu/feature name=vmx|svm` · libxl: `nested_hvm`
    public var nestedHVM: Bool?
    /// Alternate guest-physical to machine maps.
    ///
    /// Default: disabled. xl.cfg(5): `altp2m` · libxl: `altp2m`
    public var altp2m: Altp2mMode = .disabled
    /// Trusted execution environment offered (Arm).
    ///
    /// Default: none. xl.cfg(5): `tee` · libxl: `tee`
    public var tee: TEE = .none
    /// Performance counters.
    ///
    /// Default: on where the host allows. xl.cfg(5): `vpmu` · libxl: `vpmu`
    public var vpmu: Bool?
    /// Processor trace buffer of each vcpu.
    ///
    /// KiB. Default: none. xl.cfg(5): `vmtrace_buf_kb` · libxl: `vmtrace_buf_kb`
    public var vmtraceBuffer: UInt32?
    /// Reads of unknown MSRs give 0 in place of a fault.
    ///
    /// Default: off. xl.cfg(5): `msr_relaxed` · libvirt: `features/msrs unknown=ignore` · libxl:
    /// `arch_x86.msr_relaxed`
    public var msrRelaxed: Bool?
    /// The guest cannot be saved or migrated.
    ///
    /// Default: off. xl.cfg(5): `nomigrate` · libxl: `disable_migrate`
    public var disableMigration: Bool?
    /// Interrupt controller (Arm).
    ///
    /// Default: the host's. xl.cfg(5): `gic_version` · libvirt: `features/gic` · libxl: `arch_arm.gic_version`
    public var gicVersion: GICVersion = .default
    /// Emulated serial port (Arm).
    ///
    /// Default: none. xl.cfg(5): `vuart` · libxl: `arch_arm.vuart`
    public var vuart: VirtualUART?

    public init() {}
}

/// Who may use alternate guest-physical maps.
public enum Altp2mMode: String, LibxlEnumeration {
    /// Nobody.
    case disabled
    /// The guest, and privileged domains.
    case mixed
    /// Privileged domains alone.
    case external
    /// Privileged domains; the guest may only turn VMFUNC and #VE on and off.
    case limited
}

/// A trusted execution environment.
public enum TEE: String, LibxlEnumeration {
    /// None, also where the host has one.
    case none
    /// The host's OP-TEE, with Xen in between.
    case optee
}

/// An Arm interrupt controller.
public enum GICVersion: String, LibxlEnumeration {
    /// The version of the host that the domain is made on.
    case `default`
    case v2
    /// Without the mode in which it takes the place of a v2.
    case v3
}

/// An emulated Arm serial port.
public enum VirtualUART: String, LibxlEnumeration {
    case sbsaUart = "sbsa_uart"
}
