import GuestModel
import Observing
import Policy

/// What is to be done to a host's guests, and why.
public struct Plan: Sendable, Hashable {
    /// One for each guest that something is to be done to, or that something stands in the way of; by name.
    public var actions: [PlannedAction]
    /// What is worth saying and asks for no action; by guest.
    public var remarks: [Remark]
    /// How many guests are as they should be.
    public var unchanged: Int
    /// Records that only have to follow: a definition says the same in another file or in other words, or something was seen
    /// that has to be remembered. Each as it is to be.
    public var bookkeeping: [GuestRecord]
    /// Saved memory that is to be forgotten, and removed.
    public internal(set) var spoiltMemory: [SpoiltMemory] = []
    /// Why none of it may be carried out: it does more than was allowed at once.
    public var refusal: String?

    public init(
        actions: [PlannedAction] = [], remarks: [Remark] = [], unchanged: Int = 0, bookkeeping: [GuestRecord] = []
    ) {
        self.actions = actions
        self.remarks = remarks
        self.unchanged = unchanged
        self.bookkeeping = bookkeeping
    }

    /// Whether everything is as it should be.
    public var isEmpty: Bool { actions.isEmpty }

    /// Whether anything at all is to be done on the host.
    public var hasWork: Bool { actions.contains { $0.work != .nothing } }

    /// Whether it changes neither the host nor what is recorded of it.
    public var changesNothing: Bool { !hasWork && bookkeeping.isEmpty && spoiltMemory.isEmpty }

    /// When there is more to do than now, though nothing else changes; nil where time alone changes nothing.
    public var waitsUntil: Timestamp? { actions.compactMap(\.waitsUntil).min() }

    /// How many actions of a kind there are.
    public func count(_ kind: PlannedAction.Kind) -> Int { actions.count { $0.kind == kind } }

    /// A word about a guest.
    public struct Remark: Sendable, Hashable {
        /// By the name that its definition has, or by the one that is remembered where there is none.
        public var guest: String
        /// As a sentence without a full stop.
        public var text: String
        /// For those who count; nil for what nobody counts.
        public var topic: Topic?

        public init(guest: String, text: String, topic: Topic? = nil) {
            self.guest = guest
            self.text = text
            self.topic = topic
        }

        /// What a remark is about.
        public enum Topic: Sendable, Hashable {
            /// Somebody changed the running domain, and the policy leaves it at that.
            case drift
            /// Something is recorded, and takes effect when the guest boots next.
            case nextBoot
        }
    }
}
