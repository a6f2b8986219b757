import Foundation
import Testing

@Suite("libvirt's networks, as commands know them")
struct NetworkTests {
    private static let guest = Workplace.mail.replacingOccurrences(
        of: "</devices>",
        with: """
              <interface type='network'>
                  <mac address='00:16:3e:00:00:07'/>
                  <source network='lan'/>
                </interface>
              </devices>
            """)

    /// A workplace with a network `lan` on that bridge, and what tells a command of it.
    private func workplace(bridge: String) throws -> (Workplace, environment: [String: String]) {
        let place = try Workplace()
        let networks = place.root + "/networks"
        try FileManager.default.createDirectory(atPath: networks, withIntermediateDirectories: true)
        try put("lan", on: bridge, place)
        return (place, ["XENWARD_LIBVIRT_NETWORKS": networks])
    }

    private func put(_ network: String, on bridge: String, _ place: Workplace) throws {
        try "<network><name>\(network)</name><bridge name='\(bridge)'/></network>".write(
            toFile: "\(place.root)/networks/\(network).xml", atomically: true, encoding: .utf8)
    }

    @Test(
        "what converts XML puts an interface onto the network's bridge, and refuses a network of which there is no file",
        arguments: [["convert", "--from", "xml", "--to", "xen-xl"], ["domxml-to-native", "xen-xl"]])
    func converted(command: [String]) throws {
        let (place, environment) = try workplace(bridge: "virbr7")
        let with = try Workplace.run(command, in: place.root, input: Self.guest, environment: environment)
        #expect(with.status == 0, "\(with.errors)")
        #expect(with.output.contains("bridge=virbr7"))
        try FileManager.default.removeItem(atPath: place.root + "/networks/lan.xml")
        let without = try Workplace.run(command, in: place.root, input: Self.guest, environment: environment)
        #expect(without.status == 1 && without.output.isEmpty)
        #expect(without.errors.contains("libvirt keeps no network 'lan' here"))
    }

    @Test("a network on another bridge is a change of the guests on it, although no definition has changed")
    func planned() throws {
        let (place, environment) = try workplace(bridge: "virbr7")
        try place.write(Self.guest, to: "mail.xml")
        let applied = try place.xenward("apply", "guests", "--yes", environment: environment)
        #expect(applied.status == 0, "\(applied.errors)")
        let same = try place.xenward("plan", "guests", "--detailed-exitcode", environment: environment)
        #expect(same.status == 0, "\(same.output)\(same.errors)")
        try put("lan", on: "virbr8", place)
        let changed = try place.xenward("plan", "guests", "--detailed-exitcode", environment: environment)
        #expect(changed.status == 2, "\(changed.errors)")
        #expect(changed.output.contains("virbr8"), "\(changed.output)")
    }
}
