import GuestModel
import Host
import LibxlJSON

/// A domain of a simulated host.
public struct SimulatedDomain: Sendable, Hashable {
    /// From 1 on, the next one free after the last that was given out.
    public var domid: Domid
    /// The hypervisor's handle; a preserved domain shares it with its successor.
    public var uuid: GuestUUID
    /// No two domains have the same; a preserved one has a suffix.
    public var name: String
    /// Paused when it has just been made, as libxl leaves it.
    public var state: DomainState
    /// Nil for a domain that xenward did not create.
    public var nonce: String?
    /// What libxl keeps as its userdata `libxl-json`: the configuration as it was given, and the few things that libxl
    /// adds when the domain is made.
    public var stored: CanonicalConfiguration
    /// What the hypervisor and xenstore know, which may have changed since.
    public var runtime: Runtime
    /// xenward's own userdata.
    public var userdata: String?
    /// Who else has left userdata with it.
    public var otherToolstacks: Set<Toolstack> = []
    /// What the guest has written below its own folder in xenstore, by key.
    public var published: [String: String] = [:]

    /// By what a caller of the host means this domain and no other.
    public var reference: DomainReference { DomainReference(domid: domid, uuid: uuid, nonce: nonce) }

    /// What the hypervisor and xenstore know of a domain.
    public struct Runtime: Sendable, Hashable {
        /// `memory/target` in xenstore, in KiB: less than the target asked for by ``videoMemory``.
        public var memoryTarget: UInt64
        /// `memory/static-max` in xenstore, in KiB.
        public var memoryMaximum: UInt64
        /// `memory/videoram` in xenstore, in KiB.
        public var videoMemory: UInt64
        /// What the domain has of the machine's memory, in KiB.
        public var memoryHeld: UInt64
        /// Vcpus that the domain was made with.
        public var vcpus: UInt32
        /// By number. Where the configuration says nothing, vcpu 0 at the start.
        public var onlineVCPUs: CPUSet
        /// By vcpu, where it was changed after the start.
        public var hardAffinity: [CPUSet] = []
        /// By vcpu, where it was changed after the start.
        public var softAffinity: [CPUSet] = []
        /// Where it was changed after the start.
        public var nodeAffinity: CPUSet?
        /// By its name, one of ``Machine/cpupools``.
        public var cpupool: String
        /// credit2's weight: 1…65535.
        public var weight: Int32
        /// credit2's cap, in percent of one cpu; 0 is none.
        public var cap: Int32
        /// The devids of keyboards: libxl attaches and detaches them without telling its userdata.
        public var keyboards: [Int32]
    }
}
