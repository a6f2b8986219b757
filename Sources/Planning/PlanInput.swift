import GuestModel
import Observing
import Policy

/// Everything that a plan is made from. There is nothing else it could depend on: no file, no host, and no
/// clock but the time that it is given.
public struct PlanInput: Sendable {
    /// What the definitions directory wants.
    public var definitions: [Definition]
    /// Files that look like a guest and give none: their guests are unknown, never unwanted.
    public var rejected: [RejectedDefinition]
    /// Folders below the definitions directory that hold nothing at all: their guests may only be out of reach.
    public var emptyFolders: Set<String>
    /// What was remembered of earlier runs.
    public var recorded: RecordedState
    /// What the host looks like now.
    public var observation: HostObservation
    /// The guests that domains were made for which carry xenward's mark and which ``recorded``, lost or old, does not know. Such a
    /// domain may have been given another name since.
    public var forgotten: [Domid: ForgottenGuest]
    /// What whoever asked for this plan allows and wants, beside the policies.
    public var options: PlanOptions
    /// What may be done to which guest.
    public var policies: GuestPolicies
    /// When that was.
    public var now: Timestamp
    /// The real path of the definitions directory; nil where that is of no account.
    public var directory: String?

    public init(
        definitions: [Definition], rejected: [RejectedDefinition] = [], emptyFolders: Set<String> = [],
        recorded: RecordedState,
        observation: HostObservation, forgotten: [Domid: ForgottenGuest] = [:], now: Timestamp,
        options: PlanOptions = PlanOptions(),
        policies: GuestPolicies = GuestPolicies(), directory: String? = nil
    ) {
        self.definitions = definitions
        self.rejected = rejected
        self.emptyFolders = emptyFolders
        self.recorded = recorded
        self.observation = observation
        self.forgotten = forgotten
        self.now = now
        self.options = options
        self.policies = policies
        self.directory = directory
    }
}

/// How far a plan may go.
public struct PlanOptions: Sendable, Hashable {
    /// A running guest may be stopped and started again for changes that cannot be made while it runs.
    public var allowsRestart: Bool
    /// A guest whose definition is gone is destroyed.
    public var prunes: Bool
    /// The directory is being written, so that a guest without a definition may have one in a moment: none is taken away.
    public var removesNothing = false
    /// Only these guests; all when empty.
    public var targets: Set<String>
    /// A plan that destroys more guests is refused; nil for what the policy says.
    public var destroyLimit: Int?
    /// A plan that restarts more guests is refused; nil for what the policy says.
    public var restartLimit: Int?

    public init(
        allowsRestart: Bool = false, prunes: Bool = false, targets: Set<String> = [], destroyLimit: Int? = nil,
        restartLimit: Int? = nil
    ) {
        self.allowsRestart = allowsRestart
        self.prunes = prunes
        self.targets = targets
        self.destroyLimit = destroyLimit
        self.restartLimit = restartLimit
    }
}

extension PlanInput {
    /// The directory that a guest was defined in, where that is another one; nil where it is this one, or nobody knows.
    func otherHome(of record: GuestRecord) -> String? {
        guard let directory, let home = record.directory ?? recorded.directory, home != directory else { return nil }
        return home
    }

    /// The same, with those definitions set aside of which nobody knows whom they mean: neither guest is wanted or unwanted.
    func leavingUndecided(_ matching: Matching) -> PlanInput {
        var input = self
        input.rejected += matching.wanted.filter { $0.other != nil }
            .map { RejectedDefinition(file: $0.definition.file, name: $0.definition.name) }
        return input
    }

    /// The folder that a guest was defined in, where there is nothing in it now.
    func emptyFolder(of record: GuestRecord) -> String? {
        emptyFolders.filter { record.source.hasPrefix("\($0)/") }.min { $0.utf8.count < $1.utf8.count }
    }

    /// The file, or the folder, that may still define a guest, and cannot be used.
    func rejectedDefinition(of record: GuestRecord) -> RejectedDefinition? {
        rejected.first {
            $0.name == record.name || $0.file == record.source || record.source.hasPrefix("\($0.file)/")
        }
    }
}
