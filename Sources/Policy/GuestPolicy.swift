import GuestModel

/// What may be done to one guest, and how.
public struct GuestPolicy: Sendable, Hashable {
    /// How the guest is to be. Key: `state`.
    public var state: State = .running
    /// How far a change of its definition may go. Key: `update`.
    public var reach: Reach = .nextBoot
    /// How it is stopped. Keys: `stop.timeout`, `stop.then`.
    public var stopping = Stopping()
    /// What becomes of it when its host goes down. Key: `host-shutdown`.
    public var hostShutdown: HostShutdown = .stop
    /// Whether it is destroyed when its definition is gone; off by default. Key: `prune`.
    public var prunes = false
    /// It is never destroyed, also when its definition is gone or its identity changes. Key: `protect`.
    public var isProtected = false
    /// What becomes of what somebody else changed on its domain. Key: `drift`.
    public var drift: Drift = .correct
    /// Fields that are left to others while the guest runs: `memory.target`, or `disks` for all of them. Key: `ignore`.
    public var ignored: Set<String> = []
    /// What to do after it powered itself off. Key: `after-poweroff`.
    public var afterPoweroff: AfterPoweroff = .stayOff
    /// How crashes are answered. Keys: `crash.limit`, `crash.within`, `crash.delay`.
    public var crashes = RestartPolicy(limit: 5, within: 600, delay: 10)
    /// How a guest is slowed down that reboots again and again. Keys: `reboot.limit`, `reboot.within`, `reboot.delay`.
    public var reboots = RestartPolicy(limit: 5, within: 300, delay: 10)
    /// The guests that must be ready before it is started, and that are stopped after it. Key: `after`.
    public var dependencies: [Dependency] = []
    /// When its new configuration cannot be built, the old one is started again. Key: `rollback`.
    public var rollsBack = true
    /// Hands off. Key: `suspend`.
    public var isSuspended = false

    public init() {}

    /// Whether others may change this while the guest runs.
    public func leavesToOthers(_ field: Field) -> Bool {
        ignored.contains { field.name == $0 || field.name.hasPrefix($0 + ".") }
    }

    /// How a guest is to be.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// It runs.
        case running
        /// It is built and kept paused.
        case paused
        /// It does not run; its definition is only kept.
        case shutoff
        /// No domain of it, and nothing remembered.
        case absent
        /// As it is found: looked after while it runs, and started only when the host boots and a link in the folder `auto`
        /// of the directory leads to its definition.
        case asFound = "as-found"
    }

    /// From least to most.
    public enum Reach: String, Sendable, Hashable, CaseIterable, Comparable {
        /// Only what a running domain can take.
        case live
        /// Also what is recorded for the guest's next boot.
        case nextBoot = "next-boot"
        /// Also by stopping the guest and building it anew.
        case restart

        public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// What becomes of a change that somebody else made on a guest's domain.
    public enum Drift: String, Sendable, Hashable, CaseIterable {
        /// It is undone.
        case correct
        /// It is reported, and left.
        case report
        /// It is recorded as how the domain is, and not mentioned again.
        case adopt
    }

    /// What becomes of a guest when its host goes down.
    public enum HostShutdown: String, Sendable, Hashable, CaseIterable {
        /// It is asked to shut down.
        case stop
        /// Its memory is written to a file, from which it goes on when the host has booted. It is asked to shut down where that
        /// fails.
        case save
    }

    /// What becomes of a guest that powered itself off, where its on_poweroff leaves it off.
    public enum AfterPoweroff: String, Sendable, Hashable, CaseIterable {
        /// Until its definition changes, the host boots, or somebody starts it.
        case stayOff = "stay-off"
        /// It is started again.
        case start
    }
}

/// How a running guest is stopped: it is asked first, always.
public struct Stopping: Sendable, Hashable {
    /// How long it may take to shut down, in seconds.
    public var timeout: UInt32
    /// What is done once that time is over. Default: ``Then/fail``. Key: `stop.then`.
    public var then: Then

    public init(timeout: UInt32 = 60, then: Then = .fail) {
        self.timeout = timeout
        self.then = then
    }

    /// What becomes of a guest that still runs after that.
    public enum Then: String, Sendable, Hashable, CaseIterable {
        /// It runs on, and whoever wanted it stopped is told.
        case fail
        /// Its power is cut.
        case destroy
        /// Its memory is written to a file, from which it goes on when it is started again. Only where it is to be off: a guest
        /// that is to be built anew, or that nobody wants any more, runs on as with ``fail``.
        case save
    }
}

/// How a person wants a guest stopped, as far as they say: the rest is its policy's.
public struct AskedStopping: Sendable, Hashable {
    /// In seconds.
    public var timeout: UInt32?
    /// Nil where the person does not say, as with the time.
    public var then: Stopping.Then?

    public init(timeout: UInt32? = nil, then: Stopping.Then? = nil) {
        self.timeout = timeout
        self.then = then
    }

    /// What was asked for, with the guest's policy where nothing was.
    public func over(_ policy: Stopping) -> Stopping {
        Stopping(timeout: timeout ?? policy.timeout, then: then ?? policy.then)
    }
}

/// How crashes or reboots are answered that follow each other closely, where the definition's on_crash, on_watchdog or
/// on_reboot asks for a restart.
public struct RestartPolicy: Sendable, Hashable {
    /// After so many within ``within`` a guest that crashes stays off, and one that reboots is kept waiting for the first time.
    public var limit: UInt32
    /// In seconds.
    public var within: UInt32
    /// How long the first restart waits that does, in seconds; each later one waits twice as long as the one before. After
    /// crashes that is the second one.
    public var delay: UInt32

    public init(limit: UInt32, within: UInt32, delay: UInt32) {
        self.limit = limit
        self.within = within
        self.delay = delay
    }
}

/// A guest that another one needs.
public struct Dependency: Sendable, Hashable {
    /// By its name.
    public var guest: String
    /// When that guest is ready. Default: as soon as it runs.
    public var readiness: Readiness

    public init(guest: String, readiness: Readiness = .running(seconds: 0)) {
        self.guest = guest
        self.readiness = readiness
    }

    /// When it is ready.
    public enum Readiness: Sendable, Hashable {
        /// It has been running for so long.
        case running(seconds: UInt32)
        /// A key below its own folder in xenstore is there, as `data/ready`.
        case xenstore(key: String)
    }
}
