import Foundation
import GuestModel
import Host
import HypercallStandIn
import LibxlJSON
import Logging
import Testing
import XLConfig

@testable import XenHost

/// Tests of XenHost on a host that is not there. They share the process's one hypervisor, so they take turns.
@Suite(.serialized, .enabled(if: Xenstored.shared != nil, "\(Xenstored.whyNot)"))
struct XenHostTests {}

/// The host that libxl finds in this process: a hypervisor that a test describes, a xenstore, and libxl's files.
///
/// Made anew for each test, it has dom0 alone, with 8 cpus, 16 GiB of memory and one cpupool, `Pool-0`.
struct PretendedHost {
    let store = Store()

    init() throws {
        standin_reset()
        store.clear()
        for folder in [Self.libxlFolder, Xenstored.folder.appending(path: "var/run/xen")] {
            try FileManager.default.removeItem(at: folder)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        }
        store["/local/domain/0/name"] = "Domain-0"
        store["/local/domain/0/memory/target"] = "1048576"
        store["/local/domain/0/memory/static-max"] = "1048576"
        store["/local/domain/0/domid"] = "0"
        store["/libxl/0/type"] = "pv"
        addPool(0, "Pool-0")
        // As xen-init-dom0 leaves it, which libxl wants before it changes dom0's memory.
        try write("{\"c_info\": {\"type\": \"pv\"}}\0", userdata: "libxl-json", of: 0, GuestUUID(high: 0, low: 0))
    }

    /// xenward's side of it.
    func open(
        _ timing: XenHost.Timing? = nil, _ toolstack: ToolstackConfiguration? = nil,
        _ serviceManager: ServiceManager? = nil
    ) throws -> XenHost {
        var logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        logger.logLevel = .warning
        return try XenHost(
            toolstack ?? .withoutBallooning, parallelism: 4, timing: timing ?? .brief, logger: logger,
            presence: try Self.aXenHost(), serviceManager: serviceManager)
    }

    /// A running domain, as libxl leaves one that was created.
    @discardableResult
    func add(
        _ guest: GuestConfiguration, domid: Domid, nonce: String? = nil, hasStoredConfiguration: Bool = true
    ) throws -> DomainReference {
        let uuid = try #require(guest.uuid)
        standin_add_domain(domid, uuid.bytes, guest.vcpus.maximum ?? 1)
        let (home, libxl) = ("/local/domain/\(domid)", "/libxl/\(domid)")
        store["\(home)/name"] = guest.name
        store["\(home)/vm"] = "/vm/\(uuid)"
        store["/vm/\(uuid)/name"] = guest.name
        store["/vm/\(uuid)/uuid"] = "\(uuid)"
        store["\(home)/memory/target"] = "\(guest.memory.target ?? 65536)"
        store["\(home)/memory/static-max"] = "\(guest.memory.maximum ?? 65536)"
        store["\(libxl)/type"] = guest.type.kind.rawValue
        for vcpu in 0..<(guest.vcpus.maximum ?? 1) { store["\(home)/cpu/\(vcpu)/availability"] = "online" }
        store["\(home)/\(ObservedDomain.nonceKey)"] = nonce
        if guest.type.kind == .hvm { store["\(libxl)/dm-version"] = "qemu_xen" }
        if guest.type.kind != .pv { standin_set_flags(domid, Flags.running | Flags.hvm) }
        if hasStoredConfiguration {
            try write(CanonicalConfiguration(guest).text + "\0", userdata: "libxl-json", of: domid, uuid)
        }
        return DomainReference(domid: domid, uuid: uuid, nonce: nonce)
    }

    func addPool(_ number: UInt32, _ name: String, scheduler: Flags.Scheduler = .credit2) {
        standin_add_pool(number, scheduler.rawValue)
        store["/local/pool/\(number)/name"] = name
    }

    func write(_ text: String, userdata: String, of domid: Domid, _ uuid: GuestUUID) throws {
        let file = Self.libxlFolder.appending(path: "userdata-d.\(domid).\(uuid).\(userdata)")
        try Data(text.utf8).write(to: file)
    }

    /// The names of the files below /var/lib/xen, dom0's left out.
    func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Self.libxlFolder.path).sorted()
            .filter { !$0.hasPrefix("userdata-d.0.") }
    }

    /// What was done to the hypervisor, each hypercall that changes something.
    var done: [String] {
        guard let text = standin_log() else { return [] }
        defer { free(text) }
        return String(cString: text).split(separator: "\n").map(String.init)
    }

    private static let libxlFolder = Xenstored.folder.appending(path: "var/lib/xen")

    private static func aXenHost() throws -> Presence {
        let root = Xenstored.folder.appending(path: "dom0")
        for path in ["dev/xen/privcmd", "run/xenstored/socket"] {
            try FileManager.default.createDirectory(
                at: root.appending(path: path), withIntermediateDirectories: true)
        }
        return Presence(root: root.path, user: 0)
    }
}

/// Xen's own numbers.
enum Flags {
    static let dying: UInt32 = 1 << 0
    static let hvm: UInt32 = 1 << 1
    static let paused: UInt32 = 1 << 3
    static let running: UInt32 = 1 << 5

    /// - Parameter reason: `SHUTDOWN_…`
    static func shutDown(_ reason: UInt32) -> UInt32 { 1 << 2 | reason << 16 }

    enum Scheduler: UInt32 {
        case credit2 = 6
        case arinc653
        case rtds
    }
}

extension XenHost.Timing {
    /// So that what does not come is not waited for long.
    static var brief: Self {
        var timing = Self()
        timing.observation = .seconds(20)
        timing.destruction = .seconds(2)
        timing.memory = .milliseconds(300)
        timing.pace = .milliseconds(10)
        return timing
    }
}

extension ToolstackConfiguration {
    static var withoutBallooning: Self {
        var toolstack = Self()
        toolstack.autoballoon = .off
        return toolstack
    }
}
