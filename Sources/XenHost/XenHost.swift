import Glibc
import Host
import Logging

/// The Xen host that this process runs on, by libxl.
public struct XenHost: Host {
    let pool: LibxlPool
    let admission: MemoryAdmission
    let timing: Timing

    /// Connects to Xen.
    ///
    /// - Parameters:
    ///   - settings: what xl.conf(5) says of the toolstack.
    ///   - logger: hears what libxl says, with the level and the domid.
    /// - Throws: ``HostError`` with one clear line when this is no Xen host, when xenstored does not run, and when the
    ///   caller may not talk to them.
    public init(settings: Settings = Settings(), timing: Timing = Timing(), logger: Logger) throws(HostError) {
        try Self.checkForXen()
        let pool = LibxlPool(limit: settings.parallelism, logger: logger, first: try LibxlWorker(logger: logger))
        self.pool = pool
        self.timing = timing
        admission = MemoryAdmission(pool: pool, settings: settings, patience: timing.memory)
    }

    /// What of xl.conf(5) matters to what is done, rather than to what a definition means.
    public struct Settings: Sendable, Hashable {
        /// Whether dom0 gives up memory for a new guest. xl.conf(5): `autoballoon`
        public var autoballoon: Autoballoon
        /// The lock that xl holds while it takes memory for a guest. xl.conf(5): `lockfile`
        public var lockFile: String
        /// How many operations go on at once: each has a libxl context of its own.
        public var parallelism: Int

        public init(
            autoballoon: Autoballoon = .unlessDom0IsFixed, lockFile: String = "/var/lock/xl", parallelism: Int = 8
        ) {
            self.autoballoon = autoballoon
            self.lockFile = lockFile
            self.parallelism = max(1, parallelism)
        }
    }

    /// xl.conf(5): `autoballoon`
    public enum Autoballoon: Sendable, Hashable {
        case on
        case off
        /// xl's `auto`: on unless Xen's command line says `dom0_mem=`.
        case unlessDom0IsFixed
    }

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
