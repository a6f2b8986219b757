import Planning

/// What became of a plan.
public struct ApplyReport: Sendable {
    /// One for each action, by guest.
    public var outcomes: [Outcome] = []
    /// One for each action that was carried out for a latecomer; none is part of the plan.
    public var meanwhile: [Outcome] = []
    /// Why the state could not be written; nothing was done after that.
    public var recordingFailure: String?
    /// What is remembered now.
    public var state: RecordedState?

    public init() {}

    /// What became of one action.
    public struct Outcome: Sendable {
        /// As it was planned; what was found out since is in the result.
        public var action: PlannedAction
        /// How far it came.
        public var result: Result
    }

    /// How an action ended.
    public enum Result: Sendable, Hashable {
        /// All that the plan had for the guest.
        case done
        /// The reasons are sentences without a full stop; some of it may have been done all the same.
        case failed([String], changedSomething: Bool)
        /// Something stood in the way already when the plan was made.
        case blocked
        /// The run ended before its turn.
        case notReached

        /// For machines and logs.
        public var word: String {
            switch self {
            case .done: "done"
            case .failed: "failed"
            case .blocked: "blocked"
            case .notReached: "not-reached"
            }
        }

        /// Why it failed, sentences without a full stop; none where it did not.
        public var errors: [String] { if case .failed(let reasons, _) = self { reasons } else { [] } }
    }

    /// The same with what was done for latecomers as if that had been part of the plan.
    public var whole: ApplyReport {
        var whole = self
        whole.outcomes = (outcomes + meanwhile).sorted { $0.action.guest < $1.action.guest }
        whole.meanwhile = []
        return whole
    }

    /// Whether anything was changed.
    public var didAnything: Bool {
        outcomes.contains { outcome in
            switch outcome.result {
            case .done, .failed(_, changedSomething: true): true
            case .failed, .blocked, .notReached: false
            }
        }
    }

    /// Whether it ended before every action had its turn.
    public var isCutShort: Bool { outcomes.contains { $0.result == .notReached } }

    /// Whether everything that the plan wanted is done.
    public var isComplete: Bool {
        recordingFailure == nil && outcomes.allSatisfy { $0.result == .done && $0.action.kind != .blocked }
    }
}
