import GuestModel
import Observing
import Policy

/// What is to be done to one guest.
public struct PlannedAction: Sendable, Hashable {
    /// The guest's name, as its definition has it.
    public var guest: String
    /// As it is remembered, or as the definition or the adopted domain has it; nil where nobody has given it one yet.
    public var uuid: GuestUUID?
    /// What it means to the guest; ``work`` is how it comes about.
    public var kind: Kind
    /// As a sentence without a full stop.
    public var reason: String
    /// Field by field, where it is about changes.
    public var changes: [PlannedChange]
    /// What has to be done.
    public var work: Work
    /// How many guests come before this one, one after another, by its policy's `after`.
    public var level = 0
    /// How many guests have to let go of something that this one is to have, one after another, where some of them are built anew.
    public var handover = 0
    /// What is done where the host cannot have what the definition says by now: the guest is built as it was, or stays off, as it would
    /// have without a change. Only of one that has ended by itself, which nobody would have stopped for that.
    public var fallback: Work?
    /// When it is more than a wait, though nothing else changes; nil where time alone changes nothing.
    public var waitsUntil: Timestamp?

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

    /// Whether some of what changes does so now, and some when the guest boots next.
    public var changesNowAndAtNextBoot: Bool {
        kind == .nextBoot && changes.contains { $0.isMade && $0.verdict.kind == .live }
    }

    /// What an action means to the guest. The order is from harmless to grave.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A domain that somebody else made is looked after from now on; it does not notice.
        case adopt
        /// It is built: it boots, or goes on from its saved memory.
        case create
        /// Its domain goes on, and what is to change does so while it runs.
        case live
        /// Something is recorded and takes effect when it boots; what can change while it runs does.
        case nextBoot = "next-boot"
        /// It boots again: in a new domain, but for a soft reset.
        case restart
        /// Its domain ends, and another guest takes its place: one with another uuid, or of another type.
        case recreate
        /// It ends, and stays off.
        case stop
        /// Its domain ends, and nothing of it is remembered.
        case destroy
        /// Only remembered; nothing of it runs.
        case forget
        /// Something is to be done and is not, for the reason given.
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
            case .stop, .destroy, .forget: "-"
            case .blocked: "?"
            }
        }
    }

    /// The steps that carry an action out. Behind a pointer: a guest is large, and actions are sorted and copied.
    public indirect enum Work: Sendable, Hashable {
        /// Build the guest and let it run.
        case create(Target)
        /// Take over a domain that somebody else made, without touching it.
        case adopt(DomainReference, Target)
        /// Change the running domain, and record what waits for its next boot.
        case update(DomainReference, Target)
        /// End the domain and build the guest anew.
        case replace(DomainReference, Ending, Target)
        /// Let the domain run on, which saving its guest's memory has left suspended.
        case resume(DomainReference)
        /// Let the domain start afresh in its own memory.
        case softReset(DomainReference, Target)
        /// End the domain and keep the guest off.
        case end(DomainReference, keeping: Remains, because: ShutdownReason)
        /// End the domain because somebody wants the guest off.
        case stop(DomainReference, Ending, by: GuestRecord.Orderer)
        /// End the domain and remember nothing more of the guest.
        case remove(DomainReference, GuestUUID, Stopping)
        /// Remember nothing more of a guest that does not run.
        case forget(GuestUUID)
        /// Something stands in the way.
        case nothing
    }

    /// How a domain ends.
    public enum Ending: Sendable, Hashable {
        /// Its guest runs, and is asked to shut down.
        case asking(Stopping)
        /// Its guest runs, and its memory is saved; where that cannot be, it is asked to shut down.
        case saving(orAsking: Stopping)
        /// There is nobody to be asked: its guest has ended by itself, or never began.
        ///
        /// - Parameter answering: what it did, which is remembered; nil when it is not started again for that.
        case clearing(keeping: Remains = .nothing, answering: RestartCause? = nil)

        /// How its guest is asked; nil when there is nobody to be asked.
        public var stopping: Stopping? {
            switch self {
            case .asking(let stopping), .saving(let stopping): stopping
            case .clearing: nil
            }
        }

        /// What is left of the domain.
        public var remains: Remains { if case .clearing(let remains, _) = self { remains } else { .nothing } }
    }

    /// What is left for a look of a domain whose guest has ended by itself.
    public enum Remains: Sendable, Hashable {
        case nothing
        /// Its core is written to a file before it is destroyed.
        case core
        /// It is kept, under another name.
        case domain
    }

    /// What a guest is to become.
    public struct Target: Sendable, Hashable {
        /// The definition's file.
        public var source: String
        /// Nil when the file has to be read again the next time.
        public var digest: String?
        /// The definition, with the uuid and MACs that were made up earlier where it has none.
        public var configuration: GuestConfiguration
        /// What tells the definition from others, in any case.
        public var fileDigest: String
        /// The vdevs of disks that other guests may write too.
        public var shareableDisks: Set<String>
        /// What may be done to it, and how.
        public var policy: GuestPolicy
        /// The file with its memory, from which it goes on; nil for a guest that boots.
        public var savedMemory: String?
        /// It is built as it was once, whatever its definition says by now.
        public private(set) var isAsItWas = false

        public init(
            source: String, digest: String?, configuration: GuestConfiguration, fileDigest: String = "",
            shareableDisks: Set<String> = [], policy: GuestPolicy = GuestPolicy()
        ) {
            self.source = source
            self.digest = digest
            self.configuration = configuration
            self.fileDigest = fileDigest
            self.shareableDisks = shareableDisks
            self.policy = policy
        }

        /// The same guest as it was once: its definition is read again the next time.
        ///
        /// - Parameter record: of the guest as it was.
        public func asItWas(_ configuration: GuestConfiguration, by record: GuestRecord) -> Target {
            var target = self
            target.configuration = configuration
            target.shareableDisks.formUnion(record.sharedDisks)
            target.digest = nil
            target.isAsItWas = true
            return target
        }

        /// The same guest, as it was where its definition could not be built: that is not tried again by itself, also when the
        /// guest ends in between.
        func unlessRefused(_ configuration: GuestConfiguration, by record: GuestRecord) -> Target {
            record.refusedDefinition == fileDigest ? asItWas(configuration, by: record) : self
        }
    }
}

extension PlannedAction.Kind: Comparable {
    /// From harmless to grave.
    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
