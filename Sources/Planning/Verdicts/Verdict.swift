import GuestModel

/// When a change can take effect, with the reason.
public struct Verdict: Sendable, Hashable {
    public var effect: Effect
    /// As a sentence without a full stop.
    public var reason: String

    public init(_ effect: Effect, _ reason: String) {
        self.effect = effect
        self.reason = reason
    }

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
        case rename
        case memoryTarget = "memory-target"
        case maximumMemory = "maximum-memory"
        case onlineVCPUs = "online-vcpus"
        case affinity
        case nodeAffinity = "node-affinity"
        case cpupool
        case scheduling
        case attach
        case detach
        /// Detached as it is, and attached as it should be.
        case reattach
        case insertMedium = "insert-medium"
        case pause
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
