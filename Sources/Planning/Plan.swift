import GuestModel
import Observing

/// What is to be done to a host's guests, and why.
public struct Plan: Sendable, Hashable {
    /// One for each guest that something is to be done to, or that something stands in the way of; by name.
    public var actions: [PlannedAction]
    /// What is worth saying and asks for no action; by guest.
    public var remarks: [Remark]
    /// How many guests are as they should be.
    public var unchanged: Int
    /// Where a definition says the same in another file or in other words: only the record has to follow.
    public var bookkeeping: [Bookkeeping]

    public init(
        actions: [PlannedAction] = [], remarks: [Remark] = [], unchanged: Int = 0, bookkeeping: [Bookkeeping] = []
    ) {
        self.actions = actions
        self.remarks = remarks
        self.unchanged = unchanged
        self.bookkeeping = bookkeeping
    }

    /// Whether everything is as it should be.
    public var isEmpty: Bool { actions.isEmpty }

    /// How many actions of a kind there are.
    public func count(_ kind: PlannedAction.Kind) -> Int { actions.count { $0.kind == kind } }

    /// A guest's definition as it stands now.
    public struct Bookkeeping: Sendable, Hashable {
        public var uuid: GuestUUID
        public var source: String
        /// Nil when the file has to be read again the next time.
        public var digest: String?
        /// That its domain was first seen shut down, where others are given time to act.
        public var shutDown: GuestRecord.ShutDown?

        public init(uuid: GuestUUID, source: String, digest: String?, shutDown: GuestRecord.ShutDown? = nil) {
            self.uuid = uuid
            self.source = source
            self.digest = digest
            self.shutDown = shutDown
        }
    }

    /// A word about a guest.
    public struct Remark: Sendable, Hashable {
        public var guest: String
        /// As a sentence without a full stop.
        public var text: String

        public init(guest: String, text: String) {
            self.guest = guest
            self.text = text
        }
    }
}

/// What is to be done to one guest.
public struct PlannedAction: Sendable, Hashable {
    /// The guest's name, as its definition has it.
    public var guest: String
    public var uuid: GuestUUID?
    public var kind: Kind
    /// As a sentence without a full stop.
    public var reason: String
    /// Field by field, where it is about changes.
    public var changes: [PlannedChange]
    /// What has to be done.
    public var work: Work

    public init(
        guest: String, uuid: GuestUUID?, kind: Kind, reason: String, changes: [PlannedChange] = [], work: Work
    ) {
        self.guest = guest
        self.uuid = uuid
        self.kind = kind
        self.reason = reason
        self.changes = changes
        self.work = work
    }

    /// What an action means to the guest. The order is from harmless to grave.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case adopt
        case create
        case live
        case nextBoot = "next-boot"
        case restart
        case recreate
        case destroy
        /// Only remembered; nothing of it runs.
        case forget
        case blocked

        /// The sign in front of a plan's line.
        public var mark: String {
            switch self {
            case .adopt: "="
            case .create: "+"
            case .live: "~"
            case .nextBoot: ">"
            case .restart: "!"
            case .recreate: "-/+"
            case .destroy, .forget: "-"
            case .blocked: "?"
            }
        }
    }

    /// The steps that carry an action out.
    public enum Work: Sendable, Hashable {
        /// Build the guest and let it run.
        case create(Target)
        /// Take over a domain that somebody else made, without touching it.
        case adopt(DomainReference, Target)
        /// Change the running domain, and record what waits for its next boot.
        case update(DomainReference, Target)
        /// End the domain and build the guest anew.
        case replace(DomainReference, Ending, Target)
        /// Let the domain start afresh in its own memory.
        case softReset(DomainReference, Target)
        /// End the domain and keep the guest off.
        case end(DomainReference, Ending, because: ShutdownReason)
        /// End the domain and remember nothing more of the guest.
        case remove(DomainReference, GuestUUID)
        /// Remember nothing more of a guest that does not run.
        case forget(GuestUUID)
        /// Something stands in the way.
        case nothing
    }

    /// How a domain ends.
    public struct Ending: Sendable, Hashable {
        /// The guest runs and is asked to shut down first.
        public var asksGuest: Bool
        /// Its memory is written to a file first.
        public var dumpsCore: Bool
        /// It is kept under another name rather than destroyed.
        public var preserves: Bool

        public init(asksGuest: Bool = false, dumpsCore: Bool = false, preserves: Bool = false) {
            self.asksGuest = asksGuest
            self.dumpsCore = dumpsCore
            self.preserves = preserves
        }
    }

    /// What a guest is to become.
    public struct Target: Sendable, Hashable {
        /// The definition's file.
        public var source: String
        /// Nil when the file has to be read again the next time.
        public var digest: String?
        /// The definition, with the uuid and MACs that were made up earlier where it has none.
        public var configuration: GuestConfiguration
        /// The vdevs of disks that other guests may write too.
        public var shareableDisks: Set<String>

        public init(
            source: String, digest: String?, configuration: GuestConfiguration, shareableDisks: Set<String> = []
        ) {
            self.source = source
            self.digest = digest
            self.configuration = configuration
            self.shareableDisks = shareableDisks
        }
    }
}

/// A difference, and what becomes of it.
public struct PlannedChange: Sendable, Hashable {
    public var change: FieldChange
    public var cause: Cause
    public var verdict: Verdict
    /// Whether this plan makes it: at once, by a restart, or by recording it for the next boot.
    public var isMade: Bool

    public init(change: FieldChange, cause: Cause, verdict: Verdict, isMade: Bool) {
        self.change = change
        self.cause = cause
        self.verdict = verdict
        self.isMade = isMade
    }

    /// Who moved.
    public enum Cause: String, Sendable, Hashable {
        /// The definition's author.
        case author
        /// Somebody or something on the host.
        case drift
    }
}
