import Foundation
import GuestModel
import Host
import LibxlJSON
import SeededNumbers
import SimulatedHost
import Testing

/// A directory that goes with the value.
private final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "xenward-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var world: String { path + "/world.yaml" }

    func content() throws -> String { try String(contentsOfFile: world, encoding: .utf8) }

    func write(_ text: String) throws { try text.write(toFile: world, atomically: false, encoding: .utf8) }

    func host(_ clock: TestClock = TestClock()) throws -> SimulatedHost {
        try SimulatedHost(file: world, now: clock.now, sleep: { _ in })
    }
}

@Suite("A host in a file lives across commands") struct FileTests {
    @Test("Where there is no file, everybody sees the same host that has just booted, and looking leaves no trace")
    func fresh() async throws {
        let directory = try TemporaryDirectory()
        let first = try await directory.host().observe()
        #expect(first.domains.isEmpty && first.host.totalMemory == 16 << 20)
        #expect(try await directory.host().observe() == first)
        #expect(!FileManager.default.fileExists(atPath: directory.world))
        let other = SimulatedHost(world: World())
        #expect(try await other.observe().host.bootID != first.host.bootID)
    }

    @Test("The first change makes the file, for its owner alone, and the host stays the one that was seen")
    func firstChange() async throws {
        let directory = try TemporaryDirectory()
        let (looker, other) = (try directory.host(), try directory.host())
        let before = try await looker.observe().host
        try await other.start(guest())
        #expect(try await looker.observe().domains.map(\.name) == ["web"])
        #expect(try await looker.observe().host.bootID == before.bootID)
        let mode = try FileManager.default.attributesOfItem(atPath: directory.world)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }

    @Test("Two hosts on one file see each other's changes, and neither loses the other's")
    func two() async throws {
        let directory = try TemporaryDirectory()
        let (a, b) = (try directory.host(), try directory.host())
        let web = try await a.start(guest("web", 1))
        #expect(try await b.names() == ["web"])
        try await b.start(guest("db", 2))
        try await a.rename(web, to: "www")
        #expect(try await b.names() == ["www", "db"])
        try await b.destroy(web)
        #expect(await code { try await a.pause(web) } == .domainNotFound)
        #expect(try await a.observe() == (try await b.observe()))
    }

    @Test("Many at once, through several hosts on one file, all come through")
    func concurrent() async throws {
        let directory = try TemporaryDirectory()
        let hosts = [try directory.host(), try directory.host(), try directory.host()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 1...30 {
                group.addTask { try await hosts[number % 3].start(guest("g\(number)", number)) }
            }
            try await group.waitForAll()
        }
        let domains = try await directory.host().observe().domains
        #expect(Set(domains.compactMap(\.name)).count == 30)
        #expect(domains.map(\.domid) == Array(1...30))
    }

    @Test("Whatever has happened, the file holds the whole world", arguments: 1...12 as ClosedRange<UInt64>)
    func roundTrip(_ seed: UInt64) async throws {
        let directory = try TemporaryDirectory()
        let host = try directory.host()
        var random = SeededNumbers(seed: seed)
        for step in 0..<40 { try await host.happen { somethingHappens(&$0, step, &random) } }
        let reread = try directory.host()
        #expect(try await reread.world() == (try await host.world()))
        #expect(try await reread.observe() == (try await host.observe()))
    }

    @Test("An operation that fails does not touch the file")
    func failure() async throws {
        let directory = try TemporaryDirectory()
        let host = try directory.host()
        try await host.start(guest())
        let before = try directory.content()
        #expect(await code { try await host.start(guest("web", 2)) } == .invalid)
        _ = try await host.observe()
        #expect(try directory.content() == before)
    }

    @Test("A short file written by hand is a host; what it leaves out is the default")
    func byHand() async throws {
        let directory = try TemporaryDirectory()
        try directory.write(
            """
            version: 1
            host:
              cpus: 4
              missing: [/boot/gone, xenbr9]
            behaviours:
            - guest: web
              behaviour: ignores_shutdown
            """)
        let host = try directory.host()
        #expect(try await host.observe().host.cpus == CPUSet(first: 4))
        #expect(try await host.observe().host.version == "4.17.5")
        #expect(try await host.answer([.bridge("xenbr9"), .bridge("xenbr0")]).map { $0 == .met } == [false, true])
        let web = try await host.start(guest())
        #expect(await code { try await host.shutDown(web, within: .seconds(1)) } == .guestTimedOut)
    }

    @Test("A file that somebody edits while the host looks on is read anew")
    func edited() async throws {
        let directory = try TemporaryDirectory()
        let host = try directory.host()
        let web = try await host.start(guest())
        let text = try directory.content()
        try directory.write(text.replacingOccurrences(of: "state: running", with: "state: shut_down\n  reason: crash"))
        #expect(try await host.domain(web.domid)?.state == .shutDown(.crash))
    }

    @Test(
        "A damaged file is an error with file, line and column, and is left as it is",
        arguments: [
            ("", "1:1: the file is empty; a world has at least version: 1"),
            ("version: 2\n", "1:10: a world of version 2; this xenward knows 1"),
            ("version: 1\nhots: {}\n", "2:1: a world has no key hots; is host meant?"),
            ("version: 1\nhost:\n  cpus: many\n", "3:9: expected a whole number, found \"many\""),
            (
                "version: 1\nbehaviours:\n- guest: web\n  behaviour: sulks\n",
                "4:14: \"sulks\" is none of ignores_shutdown, crashes_at_shutdown, crashes_at_start, hangs, "
                    + "device_model_hangs"
            ),
            ("version: 1\ndomains:\n- domid: 1\n", "3:3: a domain has no uuid"),
            (
                "version: 1\nhost: {total_memory: 99999999999999}\n",
                "2:22: 99999999999999 KiB are more than any machine has"
            ),
        ])
    func damaged(_ text: String, _ message: String) async throws {
        let directory = try TemporaryDirectory()
        try directory.write(text)
        let error = #expect(throws: WorldFileError.self) { _ = try directory.host() }
        #expect(error?.description == "\(directory.world):\(message)")
        #expect(try directory.content() == text)
    }

    @Test("A file damaged later fails what comes next, and is left as it is")
    func damagedLater() async throws {
        let directory = try TemporaryDirectory()
        let host = try directory.host()
        try directory.write("version: [\n")
        let error = await #expect(throws: HostError.self) { try await host.start(guest()) }
        #expect(error?.detail.hasPrefix("\(directory.world):2:1: ") == true)
        await #expect(throws: HostError.self) { try await host.observe() }
        #expect(try directory.content() == "version: [\n")
        try FileManager.default.removeItem(atPath: directory.world)
        await #expect(throws: HostError.self) { try await host.observe() }
    }

    @Test("A missing directory is an error that names it")
    func noDirectory() throws {
        let directory = try TemporaryDirectory()
        let error = #expect(throws: WorldFileError.self) {
            _ = try SimulatedHost(file: directory.path + "/none/world.yaml")
        }
        #expect(error?.description == "\(directory.path)/none: cannot read: No such file or directory")
    }
}

/// One of the things that can happen; nothing, when it cannot happen now.
private func somethingHappens(_ world: inout World, _ step: Int, _ random: inout SeededNumbers) {
    let name = world.domains.randomElement(using: &random)?.name ?? "none"
    let now = Int64(step)
    switch Int.random(in: 0..<14, using: &random) {
    case 0...3:
        let kind = GuestType.Kind.allCases.randomElement(using: &random) ?? .pv
        let new = guest(["a: b", "1", "true", "é\n", "x\(step)"].randomElement(using: &random) ?? "x", step + 1, kind) {
            $0.nics = [NetworkInterface()]
            $0.disks = [disk("xvda")]
            $0.keyboards = [VirtualKeyboard()]
            $0.memory.maximum = 1 << 20
            $0.vcpus.hardAffinityByVCPU = [[0, 1, 2, 5]]
        }
        _ = try? world.createForeign(new, by: step.isMultiple(of: 2) ? [.libvirt, .xl] : [], at: now)
    case 4: try? world.destroyForeign(name, at: now)
    case 5: try? world.renameForeign(name, to: "renamed \(step)")
    case 6: try? world.setMemoryForeign(name, to: .random(in: 0...1 << 20, using: &random), at: now)
    case 7: try? world.guest(name, does: GuestAct.allCases.randomElement(using: &random) ?? .crashes)
    case 8: try? world.pauseForeign(name)
    case 9: try? world.attachForeign(.nic(NetworkInterface()), to: name)
    case 10: try? world.attachForeign(.keyboard(VirtualKeyboard()), to: name)
    case 11: world.behaviours[name] = GuestBehaviour.allCases.randomElement(using: &random)
    case 12: world.machine.missing.insert("/path/\(step)")
    default: if step % 5 == 0 { world.bootHost() } else { try? world.beginDying(name) }
    }
}
