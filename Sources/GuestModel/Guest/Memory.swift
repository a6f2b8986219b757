/// The guest's memory. All in KiB; xl.cfg speaks MiB, libvirt KiB unless a unit is given.
public struct Memory: Sendable, Hashable {
    /// The most the guest may ever have (static-max).
    ///
    /// KiB. Default: `target`. xl.cfg(5): `maxmem (MiB)` · libvirt: `memory` · libxl: `max_memkb`
    public var maximum: UInt64?
    /// What the guest is given now (balloon target).
    ///
    /// KiB. Default: `maximum`. xl.cfg(5): `memory (MiB)` · libvirt: `currentMemory` · libxl: `target_memkb`
    public var target: UInt64?
    /// Memory of the emulated graphics card, part of `target`.
    ///
    /// KiB. Default: by card, 8 MiB or 16 MiB; none for PV and PVH. xl.cfg(5): `videoram (MiB)` · libvirt:
    /// `devices/video/model vram` · libxl: `video_memkb`
    public var video: UInt64?
    /// Memory for shadow or HAP page tables.
    ///
    /// KiB. Default: 1 MiB a vcpu and 8 KiB for each MiB. xl.cfg(5): `shadow_memory (MiB)` · libxl: `shadow_memkb`
    public var shadow: UInt64?
    /// Memory for IOMMU page tables.
    ///
    /// KiB. Default: as much as the page tables can need when a device is passed through. libxl: `iommu_memkb`
    public var iommu: UInt64?
    /// Claim all memory at once before building, so that two builds never race for it.
    ///
    /// Default: xl.conf(5) claim_mode, on. libxl: `claim_mode`
    public var claimMode: Bool?

    public init() {}
}
