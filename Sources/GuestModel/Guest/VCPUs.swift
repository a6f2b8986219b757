/// Virtual processors and where they may run.
public struct VCPUs: Sendable, Hashable {
    /// How many the domain is made with.
    ///
    /// 1…512, by type. Default: 1. xl.cfg(5): `maxvcpus, else vcpus` · libvirt: `vcpu` · libxl: `max_vcpus`
    public var maximum: UInt32?
    /// Which are online at boot.
    ///
    /// Default: vcpu 0. xl.cfg(5): `vcpus` · libvirt: `vcpu current` · libxl: `avail_vcpus`
    public var online: CPUSet = CPUSet()
    /// Physical cpus that every vcpu may run on; superseded by `hardAffinityByVCPU`.
    ///
    /// libxl: `cpumap`
    public var hardAffinity: CPUSet = CPUSet()
    /// NUMA nodes that memory comes from.
    ///
    /// Default: by placement. libxl: `nodemap`
    public var nodeAffinity: CPUSet = CPUSet()
    /// Physical cpus each vcpu may run on, by vcpu number.
    ///
    /// Default: all. xl.cfg(5): `cpus` · libvirt: `vcpu cpuset, cputune/vcpupin` · libxl: `vcpu_hard_affinity`
    public var hardAffinityByVCPU: [CPUSet] = []
    /// Physical cpus each vcpu had better run on, by vcpu number.
    ///
    /// Default: all. xl.cfg(5): `cpus_soft` · libxl: `vcpu_soft_affinity`
    public var softAffinityByVCPU: [CPUSet] = []
    /// Let libxl choose NUMA nodes.
    ///
    /// Default: on unless cpus or nodes are given. libxl: `numa_placement`
    public var numaPlacement: Bool?

    public init() {}
}
