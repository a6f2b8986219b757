import GuestModel

/// When a change can take effect, with the reason.
public struct Verdict: Sendable, Hashable {
    /// The least that it takes.
    public var effect: Effect
    /// As a sentence without a full stop.
    public var reason: String

    public init(_ effect: Effect, _ reason: String) {
        self.effect = effect
        self.reason = reason
    }

    /// On what the definition says now, and what was so before.
    static let alreadyThere = Verdict(.live(.remember), "the domain has it already")

    /// What it takes for a change to take effect, from least to most.
    public enum Effect: Sendable, Hashable {
        /// At once, by this operation.
        case live(LiveOperation)
        /// When the guest boots next, whoever makes it boot.
        case nextBoot
        /// Only by stopping the guest and building a new domain.
        case restart
        /// Only by another guest in its place.
        case recreate
        /// Never.
        case forbidden
    }

    /// What changes a running domain.
    public enum LiveOperation: String, Sendable, Hashable {
        /// `libxl_domain_rename`
        case rename
        /// `libxl_set_memory_target`: the guest's balloon driver follows.
        case memoryTarget = "memory-target"
        /// `libxl_domain_setmaxmem`
        case maximumMemory = "maximum-memory"
        /// `libxl_set_vcpuonline`
        case onlineVCPUs = "online-vcpus"
        /// `libxl_set_vcpuaffinity`, hard and soft, of every vcpu.
        case affinity
        /// `libxl_domain_set_nodeaffinity`
        case nodeAffinity = "node-affinity"
        /// `libxl_cpupool_movedomain`, and then its scheduling: in another pool that begins with defaults.
        case cpupool
        /// `libxl_domain_sched_params_set`
        case scheduling
        /// `libxl_device_…_add`
        case attach
        /// `libxl_device_…_remove`, without force.
        case detach
        /// Detached as it is, and attached as it should be.
        case reattach
        /// Another medium in a CD drive, or none (`libxl_cdrom_insert`).
        case insertMedium = "insert-medium"
        /// `libxl_domain_pause`
        case pause
        /// `libxl_domain_unpause`
        case unpause
        /// The host is not concerned: xenward itself heeds the new value.
        case remember
    }

    /// The kind of action that a change with this verdict makes of a plan.
    public var kind: PlannedAction.Kind {
        switch effect {
        case .live: .live
        case .nextBoot: .nextBoot
        case .restart: .restart
        case .recreate: .recreate
        case .forbidden: .blocked
        }
    }
}

extension Field {
    /// Whether the domain runs or is paused: no field of a configuration, and yet something that differs.
    public static let runState = Field(name: "state", libxlPath: [])
}
