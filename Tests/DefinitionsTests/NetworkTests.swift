import Definitions
import Foundation
import GuestModel
import Testing

@Suite("The bridge of a network is what libvirt's own file of it says")
struct NetworkTests {
    private static func network(_ bridge: String) -> String {
        "<network><name>n</name><bridge name='\(bridge)'/></network>"
    }

    private static func guest(on network: String) -> String {
        xml(
            "a", "<devices><interface type='network'><source network='\(network)'/></interface></devices>")
    }

    private func scan(_ network: String, _ networks: Folder, known: KnownDefinitions = KnownDefinitions(version: ""))
        async throws -> DefinitionSet
    {
        let folder = try Folder(["a.xml": Self.guest(on: network)])
        return try DefinitionSet.scan(
            folder.path, known: known, networks: LibvirtNetworks(directory: networks.path))
    }

    @Test("an interface is put on it")
    func found() async throws {
        let set = try await scan("lan", Folder(["lan.xml": Self.network("virbr7"), "wan.xml": Self.network("br1")]))
        #expect(set.definitions.first?.document?.configuration.nics.map(\.bridge) == ["virbr7"])
    }

    @Test(
        "a name never leads to a file that is hidden, elsewhere, or no network's",
        arguments: [
            ".hidden", "sub/lan", "../out", "/etc/passwd", "", "lan.xml", "folder", "other", "locked",
        ])
    func elsewhere(name: String) async throws {
        let outer = try Folder(["out.xml": Self.network("b")])
        for file in ["lan.xml", ".hidden.xml", "sub/lan.xml", "folder.xml/lan.xml", "other.txt", "locked.xml"] {
            try outer.write(Self.network("b"), to: "networks/\(file)")
        }
        let directory = outer.path + "/networks"
        chmod(directory + "/locked.xml", 0)
        let networks = LibvirtNetworks(directory: directory)
        #expect(networks.file(named: "lan") != nil)
        #expect(networks.file(named: name) == nil)
        let folder = try Folder(["a.xml": Self.guest(on: name)])
        let set = try DefinitionSet.scan(folder.path, networks: networks)
        #expect(set.definitions.isEmpty && set.rejected.map(\.name) == ["a"])
        #expect(set.diagnostics.contains { $0.message.contains("keeps no network '\(name)' here") })
    }

    @Test("without libvirt's directory there is no network")
    func nowhere() {
        #expect(LibvirtNetworks(directory: "/nowhere/at/all").file(named: "lan") == nil)
        #expect(LibvirtNetworks().file(named: "lan") == nil)
    }

    /// Whether a definition that was carried out passes for unchanged after something was done to the networks.
    private func isKnown(after change: (Folder) throws -> Void) async throws -> Bool {
        let networks = try Folder(["lan.xml": Self.network("virbr7"), "wan.xml": Self.network("br1")])
        let digest = try #require(try await scan("lan", networks).definitions.first?.digest)
        let uuid = try #require(GuestUUID("6f3d5a0e-5d2c-4f0a-9a3c-0c7d3f1e2b11") as GuestUUID?)
        try change(networks)
        let known = KnownDefinitions(version: "", guests: [digest: RecordedGuest(name: "a", uuid: uuid)])
        guard case .unchanged? = try await scan("lan", networks, known: known).definitions.first?.content else {
            return false
        }
        return true
    }

    @Test("a definition that was carried out is read again when a network's file has changed, come or gone")
    func changes() async throws {
        #expect(try await isKnown { _ in })
        #expect(try await isKnown { try $0.write("", to: "notes.txt") })
        #expect(try await !isKnown { try $0.write(Self.network("virbr8"), to: "lan.xml") })
        #expect(try await !isKnown { try $0.write(Self.network("b"), to: "new.xml") })
        #expect(try await !isKnown { try FileManager.default.removeItem(atPath: $0.path + "/lan.xml") })
        #expect(
            try await !isKnown {
                try FileManager.default.moveItem(atPath: $0.path + "/wan.xml", toPath: $0.path + "/van.xml")
            })
    }
}
