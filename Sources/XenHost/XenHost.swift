import Glibc
import Host
import Logging
import XLConfig

/// The Xen host that this process runs on, by libxl.
public struct XenHost: Host {
    let pool: LibxlPool
    let admission: MemoryAdmission
    let gate = BuildGate()
    let toolstack: ToolstackConfiguration
    let timing: Timing
    let serviceManager: ServiceManager?

    /// Connects to Xen.
    ///
    /// - Parameters:
    ///   - toolstack: xl.conf(5), as far as it says what is done, rather than what a definition means.
    ///   - parallelism: how many operations go on at once at most; each has a libxl context of its own.
    ///   - logger: hears what libxl says, with the level and the domid.
    /// - Throws: ``HostError`` with one clear line when this is no Xen host, when xenstored does not run, and when the
    ///   caller may not talk to them.
    public init(
        _ toolstack: ToolstackConfiguration = ToolstackConfiguration(), parallelism: Int = 80,
        timing: Timing = Timing(), logger: Logger
    ) throws(HostError) {
        try self.init(
            toolstack, parallelism: parallelism, timing: timing, logger: logger, presence: Presence(),
            serviceManager: .running)
    }

    /// - Parameters:
    ///   - presence: where Xen is looked for before libxl is asked.
    ///   - serviceManager: in whose care device models are given; nil for nobody's.
    init(
        _ toolstack: ToolstackConfiguration, parallelism: Int, timing: Timing, logger: Logger, presence: Presence,
        serviceManager: ServiceManager?
    ) throws(HostError) {
        try presence.check()
        Self.raiseDescriptorLimit()
        let first = try LibxlWorker(logger: logger)
        let pool = LibxlPool(limit: max(1, parallelism), logger: logger, first: first)
        self.pool = pool
        self.toolstack = toolstack
        self.timing = timing
        self.serviceManager = serviceManager
        admission = MemoryAdmission(pool: pool, toolstack: toolstack, patience: timing.memory)
    }

    /// A libxl context has some 15 descriptors, and 1024 for a process are not many for as many contexts as there may be.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        let wanted: rlim_t = 8192
        guard limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Whether dom0 gives up memory for guests, by xl.conf and by what Xen was booted with.
    public func balloons() async throws(HostError) -> Bool { try await admission.balloons() }

    /// How long things may take.
    public struct Timing: Sendable, Hashable {
        /// For looking at all domains together.
        public var observation: Duration = .seconds(30)
        /// How many domains are looked at at once.
        public var lanes = 4
        /// For a destroyed domain to leave the list.
        public var destruction: Duration = .seconds(60)
        /// For memory to become free that is being given up.
        public var memory: Duration = .seconds(30)
        /// How often a guest that was asked to shut down is looked at.
        public var pace: Duration = .milliseconds(100)

        public init() {}
    }
}
