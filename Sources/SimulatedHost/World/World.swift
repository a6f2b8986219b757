import GuestModel
import Host

/// Everything there is on a simulated Xen host, at one moment. A value: what happens to it is in Verbs and Actors.
public struct World: Sendable, Hashable {
    /// What the host is and has apart from domains; of it, a boot changes the boot id alone.
    public var machine: Machine
    /// The domid given out last; domids begin at 1 after a boot of the host.
    public var lastDomid: Domid = 0
    /// In the order of their domids, dom0 left out.
    public internal(set) var domains: [SimulatedDomain] = []
    /// Memory of domains that are gone, not yet free.
    public internal(set) var scrubbing: [ScrubbedMemory] = []
    /// Memory of guests in files, by their paths.
    public internal(set) var savedMemories: [String: SavedMemory] = [:]
    /// Guests that went on from memory which was older than their disks: nothing worse can happen to one. Not kept in a file.
    public internal(set) var staleRestores: [String] = []
    /// How guests behave, by their names; a guest behaves the same after it was started anew.
    public var behaviours: [String: GuestBehaviour] = [:]
    var random: RandomSource

    /// A host that has just booted.
    ///
    /// - Parameter seed: Decides the boot id, and the MAC addresses that the host makes up.
    public init(seed: UInt64 = .random(in: .min ... .max)) {
        random = RandomSource(state: seed)
        machine = Machine(bootID: GuestUUID.random(using: &random).description)
    }

    /// A guest's memory in a file.
    public struct SavedMemory: Sendable, Hashable {
        /// The domain that it was, suspended.
        public var domain: SimulatedDomain
        /// Whether a domain of the same guest has run since.
        public var isStale = false
    }

    /// Memory that comes back after a while.
    public struct ScrubbedMemory: Sendable, Hashable {
        /// In KiB.
        public var kibibytes: UInt64
        /// Seconds since 1970.
        public var until: Int64
    }
}

/// Random numbers that are part of the world, so that the same seed gives the same world (SplitMix64).
struct RandomSource: RandomNumberGenerator, Sendable, Hashable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
