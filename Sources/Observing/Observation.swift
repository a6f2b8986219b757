import GuestModel
import LibxlJSON

/// A domain's number on its host, good until the domain is gone. libxl: `libxl_domid`.
public typealias Domid = UInt32

/// What a host and its domains look like at one moment.
public struct HostObservation: Sendable, Hashable {
    /// The machine at that moment: what the domains hold is not in its free memory.
    public var host: HostInformation
    /// In the order of their domids, dom0 left out.
    public var domains: [ObservedDomain]

    public init(host: HostInformation, domains: [ObservedDomain]) {
        self.host = host
        self.domains = domains
    }
}

/// The host itself.
public struct HostInformation: Sendable, Hashable {
    /// Another one after every boot of the host.
    public var bootID: String
    /// Xen's version: `4.17.5`.
    public var version: String
    /// In KiB.
    public var totalMemory: UInt64
    /// What is free for new domains, in KiB.
    public var freeMemory: UInt64
    /// The physical cpus that there are. There may be gaps between their numbers.
    public var cpus: CPUSet
    /// The names of the cpupools.
    public var cpupools: Set<String>
    /// Where a domain runs that names no cpupool: the name of the one with number 0.
    public var defaultCPUPool: String
    /// The kinds of guest that can be started.
    public var guestKinds: Set<GuestType.Kind>

    public init(
        bootID: String, version: String, totalMemory: UInt64, freeMemory: UInt64, cpus: CPUSet, cpupools: Set<String>,
        defaultCPUPool: String, guestKinds: Set<GuestType.Kind>
    ) {
        self.bootID = bootID
        self.version = version
        self.totalMemory = totalMemory
        self.freeMemory = freeMemory
        self.cpus = cpus
        self.cpupools = cpupools
        self.defaultCPUPool = defaultCPUPool
        self.guestKinds = guestKinds
    }
}

/// A domain as it was seen.
public struct ObservedDomain: Sendable, Hashable {
    /// Good until it is gone: the guest's next domain has another one.
    public var domid: Domid
    /// Not unique: a preserved domain shares it with its successor.
    public var uuid: GuestUUID
    /// Nil while the domain is being made or destroyed.
    public var name: String?
    /// At the moment of the look, by the host's list of domains.
    public var state: DomainState
    /// What libxl says of it now (`libxl_retrieve_domain_configuration` and the fields that are stale in it).
    public var configuration: ObservedConfiguration
    /// Where xenstore has ``nonce``, below the domain's own folder (libxl: `xsdata`).
    public static let nonceKey = "xenward/nonce"

    /// The nonce with which xenward created it; nil for a domain of somebody else's.
    public var nonce: String?

    public init(
        domid: Domid, uuid: GuestUUID, name: String?, state: DomainState, configuration: ObservedConfiguration,
        nonce: String?
    ) {
        self.domid = domid
        self.uuid = uuid
        self.name = name
        self.state = state
        self.configuration = configuration
        self.nonce = nonce
    }

    /// What messages call it: `domain 7 (web)`.
    public var words: String { "domain \(domid)\(name.map { " (\($0))" } ?? "")" }

    /// Whether Xen has the domain, and xenstore knows nothing of it: it is being made or destroyed, or whoever did that was cut
    /// short. It does not run, and nobody could ask it to shut down.
    public var isUnknownToXenstore: Bool {
        guard name == nil, nonce == nil else { return false }
        return switch state {
        case .paused, .shutDown: true
        case .running, .dying: false
        }
    }

    /// Whether it has shut down and is kept for a look under another name than its guest's (`rename-restart`).
    public func isKept(under guest: String) -> Bool { state.isShutDown && name != guest }

    /// By what an effect makes sure that it meets this domain and no other.
    public var reference: DomainReference { DomainReference(domid: domid, uuid: uuid, nonce: nonce) }
}

/// A domain's configuration, or why it could not be had.
public enum ObservedConfiguration: Sendable, Hashable {
    case known(SeenConfiguration)
    /// For instance a device model that does not answer, or a domain made without libxl.
    case unknown(reason: String)

    /// Of a domain that a look with another ``Attention`` passed over.
    public static let notAskedFor = unknown(reason: "it was not asked for")
}

/// What a domain is doing.
public enum DomainState: Sendable, Hashable {
    /// Running, or waiting for something to do.
    case running
    /// Its vcpus stand still until somebody unpauses it. A domain that was just built is paused.
    case paused
    /// It stays like that until somebody acts.
    case shutDown(ShutdownReason)
    /// It is being destroyed.
    case dying

    /// Whether it has shut down, for whatever reason.
    public var isShutDown: Bool { if case .shutDown = self { true } else { false } }
}

/// Why a domain has shut down. libxl: `libxl_shutdown_reason`.
public enum ShutdownReason: String, Sendable, Hashable, CaseIterable {
    /// The guest went down to stay off.
    case poweroff
    /// The guest went down to be started again.
    case reboot
    /// Its memory has been saved, or was about to be; the domain can be resumed.
    case suspend
    /// The guest gave up, or Xen gave it up.
    case crash
    /// The guest set a timer of Xen's, and did not set it again in time.
    case watchdog
    /// The guest wants to begin again in its own memory, as kexec does.
    case softReset = "soft_reset"
}

/// A domain that an effect is meant for.
public struct DomainReference: Sendable, Hashable {
    /// Alone it is not enough: it may be another domain's by now.
    public var domid: Domid
    /// Alone it is not enough: a preserved domain shares it with its successor.
    public var uuid: GuestUUID
    /// As in ``ObservedDomain/nonce``: where it is nil, a domain that xenward created is another one.
    public var nonce: String?

    public init(domid: Domid, uuid: GuestUUID, nonce: String?) {
        self.domid = domid
        self.uuid = uuid
        self.nonce = nonce
    }
}
