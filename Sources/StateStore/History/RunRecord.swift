import GuestModel
import Planning

/// What one run did to the guests, for those who ask later.
public struct RunRecord: Sendable, Hashable {
    /// Counts the runs of this state that did something, from 1 on.
    public var number: Int
    /// When it began to carry out its plan.
    public var started: Timestamp
    /// For a run that was cut short, when the next one found that out.
    public var ended: Timestamp
    /// As it was typed: `apply`, `stop web1`.
    public var command: String
    /// Who asked for it; behind sudo, the person in front of it.
    public var user: String
    /// The real path of the definitions directory.
    public var directory: String?
    /// The commit that the directory's git repository was at, if it is in one.
    public var revision: String?
    /// How far it came with its plan. What was blocked is not done, though no outcome tells of it.
    public var result: Result
    /// By guest.
    public var outcomes: [Outcome]

    public init(
        number: Int, started: Timestamp, ended: Timestamp, command: String, user: String, directory: String?,
        revision: String?, result: Result, outcomes: [Outcome]
    ) {
        self.number = number
        self.started = started
        self.ended = ended
        self.command = command
        self.user = user
        self.directory = directory
        self.revision = revision
        self.result = result
        self.outcomes = outcomes
    }

    /// How far a run came.
    public enum Result: String, Sendable, Hashable, CaseIterable {
        /// Everything was done.
        case complete
        /// Some of it was.
        case partial
        /// Nothing was.
        case failed
        /// The run was killed, or the host went down, before it ended.
        case interrupted
    }

    /// What became of one guest.
    public struct Outcome: Sendable, Hashable {
        /// By its name in the plan.
        public var guest: String
        /// A ``PlannedAction/Kind``.
        public var action: String
        /// Why, as the plan had it.
        public var reason: String
        /// How it ended.
        public var result: Result
        /// Sentences without a full stop.
        public var errors: [String]

        public init(guest: String, action: String, reason: String, result: Result, errors: [String] = []) {
            self.guest = guest
            self.action = action
            self.reason = reason
            self.result = result
            self.errors = errors
        }

        /// How an action ended, in the words of the file.
        public enum Result: String, Sendable, Hashable, CaseIterable {
            /// All that the plan had for the guest.
            case done
            /// Not all of it; ``Outcome/errors`` says why.
            case failed
            /// Something stood in the way already when the plan was made.
            case blocked
            /// The run ended before its turn.
            case notReached = "not-reached"
            /// The run was cut short in the middle of it.
            case interrupted
        }
    }
}
