import Definitions
import GuestModel
import Testing
import XLConfig

@Suite("A definition that was carried out is read again when it may mean something else")
struct KnownDefinitionTests {
    private static let uuid = GuestUUID("6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b11")

    private func defaults(_ xlConf: String) throws -> HostDefaults {
        try #require(ToolstackReader().read(Array(xlConf.utf8), file: "xl.conf").configuration).guestDefaults
    }

    /// Whether the file passes for unchanged after it was carried out under other circumstances.
    private func isKnown(
        _ before: HostDefaults, _ now: HostDefaults, version: (before: String, now: String) = ("1", "1")
    ) async throws -> Bool {
        let folder = try Folder(["a.cfg": cfg("a")])
        let first = try DefinitionSet.scan(
            folder.path, defaults: before, known: KnownDefinitions(version: version.before))
        let digest = try #require(first.definitions.first?.digest)
        let guest = RecordedGuest(name: "a", uuid: try #require(Self.uuid))
        let second = try DefinitionSet.scan(
            folder.path, defaults: now, known: KnownDefinitions(version: version.now, guests: [digest: guest]))
        guard case .unchanged = try #require(second.definitions.first).content else { return false }
        return true
    }

    @Test("not while everything is as it was")
    func unchanged() async throws {
        let conf = "vif.default.bridge = \"xenbr7\"\nvm.cpumask = \"0-3\"\n"
        #expect(try await isKnown(defaults(conf), defaults(conf)))
    }

    @Test("a newer version reads it again")
    func version() async throws {
        #expect(try await !isKnown(HostDefaults(), HostDefaults(), version: ("1", "2")))
    }

    private static let changes = [
        "run_hotplug_scripts = 0", "claim_mode = 0", "vif.default.script = \"a\"", "vif.default.bridge = \"a\"",
        "vif.default.gatewaydev = \"a\"", "vif.default.backend = \"a\"", "blkdev_start = \"a\"", "max_grant_frames = 4",
        "max_maptrack_frames = 4", "max_grant_version = 1", "vm.cpumask = \"1\"", "vm.pv.cpumask = \"1\"",
        "vm.hvm.cpumask = \"1\"",
    ]

    @Test("each default that xl.conf sets counts", arguments: changes)
    func xlConf(change: String) async throws {
        #expect(try await !isKnown(HostDefaults(), defaults(change + "\n")))
    }

    @Test("the host's cpus count, and there is no default that does not")
    func everything() async throws {
        var host = HostDefaults()
        host.cpusByNode = [[0, 1]]
        #expect(try await !isKnown(HostDefaults(), host))
        #expect(Mirror(reflecting: host).children.count == Self.changes.count + 1)
    }
}
