import GuestModel
import Host
import SimulatedHost
import XenHost

/// Which host a URI names.
enum Connection: Sendable, Equatable {
    /// libxl on this machine.
    case system
    /// The same, where whoever acts wants the watcher to stand aside meanwhile: it is an error when there is none.
    case watchedSystem
    /// An embedded host that lives as long as the process.
    case transient
    /// An embedded host that is kept in a file.
    case file(String)

    /// - Parameter uri: what somebody named; nil for what the environment says, else this machine.
    /// - Throws: ``CommandError`` for a URI of another kind.
    init(named uri: String?) throws {
        try self.init(
            uri: uri ?? Environment["XENWARD_CONNECT"] ?? Environment["LIBVIRT_DEFAULT_URI"] ?? "xen:///system")
    }

    /// - Throws: ``CommandError`` for a URI of another kind.
    init(_ options: HostOptions) throws { try self.init(named: options.connect) }

    /// - Throws: ``CommandError`` for a URI of another kind.
    init(uri: String) throws {
        switch uri {
        case "xen:///system", "xen:///": self = .system
        case "xen+unix:///system": self = .watchedSystem
        case "test:///default": self = .transient
        case _ where uri.hasPrefix("test:///") && uri.count > "test:///".count && !uri.hasSuffix("/"):
            self = .file("/" + uri.dropFirst("test://".count).drop { $0 == "/" })
        default:
            throw CommandError(
                message: """
                    \(uri) names no host that xenward knows; it knows xen:///system, xen+unix:///system, \
                    test:///default and test:///PATH with an absolute path
                    """)
        }
    }

    var uri: String {
        switch self {
        case .system: "xen:///system"
        case .watchedSystem: "xen+unix:///system"
        case .transient: "test:///default"
        case .file(let path): "test://\(path)"
        }
    }

    /// Where the state is when nobody says otherwise; nil for a host whose memory does not outlive the command.
    var standardState: String? {
        switch self {
        case .system, .watchedSystem: "/var/lib/xenward/state.yaml"
        case .transient: nil
        case .file(let path): "\(path).state"
        }
    }

    /// Whether it is this machine.
    var isSystem: Bool { self == .system || self == .watchedSystem }

    /// The socket of the watcher that keeps this host; nil for a host that none can keep.
    var watcherSocket: String? {
        switch self {
        case .system, .watchedSystem: "/run/xenward/socket"
        case .transient: nil
        case .file(let path): "\(path).socket"
        }
    }

    /// The cpus of an embedded host, by NUMA node: it has one node, and says how many cpus are in it when it is asked
    /// whether a guest can be built.
    static let cpusOfEmbeddedHost: [CPUSet] = [.everyCPU]

    /// Where the state is; nil for a host whose memory does not outlive the command.
    ///
    /// - Parameter path: what somebody named; nil for what the environment says, else where it is by itself.
    func state(named path: String?) -> String? { path ?? Environment["XENWARD_STATE"] ?? standardState }

    /// Opens the host.
    func open(_ xlConf: XLConf, _ console: Console) throws -> any Host {
        switch self {
        case .system, .watchedSystem: return try Self.openSystem(xlConf, console)
        case .transient: return SimulatedHost()
        case .file(let path):
            do {
                return try SimulatedHost(file: path)
            } catch {
                throw CommandError(message: "test://\(path): \(error)")
            }
        }
    }

    /// Whoever is to act on a host that is not there need not be told what else is missing.
    ///
    /// - Throws: ``CommandError`` when this machine is to be acted on, and is no Xen host or not the caller's.
    func refuseAbsence() throws {
        guard isSystem else { return }
        do throws(HostError) {
            try Presence().check()
        } catch {
            throw CommandError(message: "xen:///system: \(error.detail)")
        }
    }

    /// Opens libxl on this machine.
    static func openSystem(_ xlConf: XLConf, _ console: Console) throws -> XenHost {
        do {
            return try XenHost(xlConf.configuration, logger: LibxlLog.logger(console))
        } catch {
            throw CommandError(message: "xen:///system: \(error.detail)")
        }
    }
}
