import GuestModel
import LibxlJSON
import Observing

/// What xenward remembers of one guest.
///
/// It has the members of ``Fields``, behind one pointer: plans hand thousands of records from step to step, and counting the
/// references of a dozen texts at each is what they would mostly do.
@dynamicMemberLookup
public struct GuestRecord: Sendable, Hashable {
    @usableFromInline var fields: Shared<Fields>

    public init(
        name: String, uuid: GuestUUID, source: String, directory: String? = nil, digest: String?, origin: Origin,
        given: CanonicalConfiguration,
        booted: CanonicalConfiguration? = nil, settled: CanonicalConfiguration? = nil, fingerprint: String? = nil,
        domain: Domain? = nil, saved: SavedMemory? = nil, shutDown: ShutDown? = nil,
        nonce: String?,
        intent: Intent = .running, isProtected: Bool = false, suspended: Timestamp? = nil,
        isLeftAlone: Bool = false, isKeptPaused: Bool = false, sharedDisks: Set<String> = [], crashes: [Timestamp] = [],
        reboots: [Timestamp] = [], refusedDefinition: String? = nil, generation: UInt64 = 0, changed: Timestamp
    ) {
        fields = Shared(
            Fields(
                name: name, uuid: uuid, source: source, directory: directory, digest: digest, origin: origin,
                given: given, booted: booted, settled: settled, fingerprint: fingerprint, domain: domain, saved: saved,
                shutDown: shutDown, nonce: nonce, intent: intent, isProtected: isProtected, suspended: suspended,
                isLeftAlone: isLeftAlone, isKeptPaused: isKeptPaused, sharedDisks: sharedDisks, crashes: crashes,
                reboots: reboots, refusedDefinition: refusedDefinition, generation: generation, changed: changed))
    }

    /// A member of the fields.
    @inlinable
    public subscript<Value>(dynamicMember member: WritableKeyPath<Fields, Value>) -> Value {
        get { fields.value[keyPath: member] }
        set {
            var changed = fields.value
            changed[keyPath: member] = newValue
            fields = Shared(changed)
        }
    }

    /// A member of the fields that is not anybody's to set.
    @inlinable
    public subscript<Value>(dynamicMember member: KeyPath<Fields, Value>) -> Value { fields.value[keyPath: member] }

    /// What a record holds.
    public struct Fields: Sendable, Hashable {
        /// By the definition that was carried out last.
        public var name: String
        /// No two records have the same: a record is found by it. The definition's own, or made up once.
        public var uuid: GuestUUID
        /// The definition's file, relative to the definitions directory.
        public var source: String
        /// The definitions directory that it was made from, by its real path; nil where nobody knows.
        public var directory: String?
        /// The digest of that file when all of it was carried out; nil when it has to be read again.
        public var digest: String?
        /// How xenward came by the guest.
        public var origin: Origin
        /// What the author asked for, as far as it has been carried out or recorded for the next boot; with the uuid and the
        /// MACs that were made up for it.
        public var given: CanonicalConfiguration
        /// What the running domain was made from, where that is not ``given``: its difference waits for the next boot.
        public var booted: CanonicalConfiguration?
        /// What was observed after the last action. A later observation that differs from it is drift.
        public fileprivate(set) var settled: CanonicalConfiguration?
        /// The fingerprint of that observation, where it is not the text itself.
        public fileprivate(set) var fingerprint: String?
        /// The domain that is this guest; nil when it should not be running, or is about to be created.
        public var domain: Domain?
        /// Its memory, which was written to a file, or is about to be; nil once it runs again.
        public var saved: SavedMemory?
        /// When its domain was first seen shut down; nil while it runs, and where nobody else may act on it.
        public var shutDown: ShutDown?
        /// The nonce of the latest attempt to create it; nil for an adopted guest.
        public var nonce: String?
        /// Whether it is to run.
        public var intent: Intent
        /// Never destroyed, even when its definition is gone, until protection is lifted by name.
        public var isProtected: Bool
        /// Since when nothing is done to it, whatever its definition says; nil when it is looked after.
        public var suspended: Timestamp?
        /// Its policy has said that nothing is done to it, and holds as long as its definition cannot be had.
        public var isLeftAlone: Bool
        /// Its policy has had it kept paused: what is otherwise now is somebody else's doing.
        public var isKeptPaused: Bool
        /// The vdevs of disks that its definition shares with others (libvirt: `shareable`), for when it is built without that.
        public var sharedDisks: Set<String>
        /// When it crashed lately and was started again, in order.
        public var crashes: [Timestamp]
        /// When it rebooted lately and was started again, in order.
        public var reboots: [Timestamp]
        /// What tells the definition that could not be built, so that the guest was started again as it was; nil when the latest
        /// could. It is not tried again by itself.
        public var refusedDefinition: String?
        /// Counts the domains that were made for it.
        public var generation: UInt64
        /// When the last action on it ended.
        public var changed: Timestamp
    }

    /// What its domain was made from, with the live changes since.
    public var asBuilt: CanonicalConfiguration { self.booted ?? self.given }

    /// It ran, and its domain has gone, or is about to, for one that is not there yet. What it was is ``asBuilt``.
    public var isBeingReplaced: Bool {
        // It stays off, or becomes what its definition has come to say.
        if case .ended = self.intent { return false }
        return self.intent == .replacing(until: nil) || self.domain == nil && self.saved == nil && self.booted != nil
    }

    /// This record without the way back to a domain that has gone: what is there by now was not made from that.
    package var ofWhatIsThere: GuestRecord {
        var record = self
        if self.domain == nil { record.booted = nil }
        return record
    }

    /// Remembers what was seen, or that nothing was.
    public mutating func settle(on seen: SeenConfiguration?) {
        var changed = fields.value
        changed.settled = seen?.configuration
        changed.fingerprint = seen?.fingerprint == seen?.configuration.text ? nil : seen?.fingerprint
        fields = Shared(changed)
    }

    /// Whether this look saw what the last one did.
    func isSettled(on seen: SeenConfiguration) -> Bool {
        guard let settled = self.settled else { return false }
        return seen.fingerprint == self.fingerprint ?? settled.text
    }

    /// Somebody else started its domain, and may still act on it: adopted, and not built by xenward since.
    public var isWatched: Bool { self.origin == .adopted && self.nonce == nil }

    /// How xenward came by a guest. It stays when the guest is built again.
    public enum Origin: String, Sendable, Hashable {
        /// xenward built it.
        case created
        /// Somebody else had built it, and xenward took it over.
        case adopted
    }

    /// A domain on one boot of the host.
    public struct Domain: Sendable, Hashable {
        /// Means nothing after the host's next boot.
        public var domid: Domid
        /// The host's boot that this domid belongs to.
        public var bootID: String
        /// What it was built with.
        public var limits: Limits

        public init(domid: Domid, bootID: String, limits: Limits) {
            self.domid = domid
            self.bootID = bootID
            self.limits = limits
        }
    }

    /// A guest's memory in a file, from which it goes on when it is started again.
    public struct SavedMemory: Sendable, Hashable {
        /// In the folder `saved` beside the state file, by the guest's uuid.
        public var path: String
        /// When all of it was written; nil before, when it is good for nothing.
        public var completed: Timestamp?

        public init(path: String, completed: Timestamp?) {
            self.path = path
            self.completed = completed
        }
    }

    /// A domain that was seen shut down.
    public struct ShutDown: Sendable, Hashable {
        /// Another domid is another sighting, and time begins anew.
        public var domid: Domid
        /// What it did by itself; another reason is another sighting.
        public var reason: ShutdownReason
        /// When it was first seen so.
        public var since: Timestamp

        public init(domid: Domid, reason: ShutdownReason, since: Timestamp) {
            self.domid = domid
            self.reason = reason
            self.since = since
        }
    }

    /// What a domain was built with, and cannot outgrow.
    public struct Limits: Sendable, Hashable {
        /// In KiB.
        public var memory: UInt64
        /// How many it was made with, online or not.
        public var vcpus: UInt32

        public init(memory: UInt64, vcpus: UInt32) {
            self.memory = memory
            self.vcpus = vcpus
        }

        /// Those of a domain that is built from this.
        public init(_ configuration: GuestConfiguration) {
            memory = configuration.memory.maximum ?? configuration.memory.target ?? 0
            vcpus = configuration.vcpus.maximum ?? 1
        }
    }

    /// Who wants a guest off.
    public enum Orderer: String, Sendable, Hashable, CaseIterable {
        /// A person: it stays off until one starts it, also when the host boots.
        case hand
        /// Its policy: it stays off as long as that says so.
        case policy
        /// The host, which is about to go down: it stays off until that has booted.
        case host
    }

    /// Whether the guest is to run.
    public enum Intent: Sendable, Hashable {
        /// It is to run, and may not have come so far.
        case running
        /// xenward is about to build another domain for it: if its domain is found shut down, nobody but xenward did it, and if
        /// there is none it is still to be built.
        ///
        /// - Parameter until: nil while that is under way, or was cut short; when the guest was asked in vain, how long it is
        ///   taken for an answer when it shuts down after all.
        case replacing(until: Timestamp?)
        /// It ended by itself, and stays off until its definition changes, the host boots, or somebody starts it.
        case ended(ShutdownReason, at: Timestamp, bootID: String)
        /// Somebody had it stopped, in that boot of the host.
        case stopped(at: Timestamp, by: Orderer, bootID: String)
    }
}
