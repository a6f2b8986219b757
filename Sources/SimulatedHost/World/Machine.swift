import GuestModel

/// The simulated machine, and what is on it.
public struct Machine: Sendable, Hashable {
    /// Another one after every boot.
    public var bootID: String
    /// Xen's version.
    public var version = "4.17.5"
    /// What guests can share, in KiB. Default: 16 GiB.
    public var totalMemory: UInt64 = 16 << 20
    /// Physical cpus. Default: 8.
    public var cpus: UInt32 = 8
    /// The names of the cpupools; the first is where a domain goes that names none. All run credit2.
    public var cpupools = ["Pool-0"]
    /// The kinds of guest that can be started. Default: all.
    public var guestKinds = Set(GuestType.Kind.allCases)
    /// Paths and bridges that do not exist; everything else does.
    public var missing: Set<String> = []
    /// How long the memory of a domain that is gone takes to come back, in seconds. Default: 2.
    public var scrubSeconds: Int64 = 2

    public init(bootID: String) { self.bootID = bootID }

    /// The cpupool of a domain that names none.
    var defaultCPUPool: String { cpupools.first ?? "Pool-0" }
}
