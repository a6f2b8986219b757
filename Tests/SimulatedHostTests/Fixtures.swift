import GuestModel
import Host
import LibxlJSON
import SimulatedHost
import Testing

/// A clock that goes when it is told to.
final class TestClock: @unchecked Sendable {
    // Tests set it between awaits on one task alone.
    var seconds: Int64 = 1000

    var now: @Sendable () -> Int64 { { self.seconds } }
}

/// The uuid with this number.
func uuid(_ number: Int) -> GuestUUID {
    let digits = String(number)
    guard let uuid = GuestUUID(String(repeating: "0", count: 32 - digits.count) + digits) else {
        preconditionFailure("a number of 32 digits is a uuid")
    }
    return uuid
}

/// A guest of 256 MiB, fit to be created.
func guest(
    _ name: String = "web", _ number: Int = 1, _ kind: GuestType.Kind = .pvh,
    _ change: (inout GuestConfiguration) -> Void = { _ in }
) -> GuestConfiguration {
    var guest = GuestConfiguration(name: name, type: kind.standard)
    guest.uuid = uuid(number)
    guest.memory.target = 256 << 10
    guest.memory.maximum = 256 << 10
    guest.vcpus.maximum = 2
    guest.vcpus.online = [0, 1]
    change(&guest)
    return guest
}

func disk(_ vdev: String, _ path: String = "/dev/vg/web") -> Disk {
    var disk = Disk()
    disk.vdev = vdev
    disk.path = path
    disk.readWrite = true
    return disk
}

func newHost(_ clock: TestClock = TestClock(), _ change: (inout World) -> Void = { _ in }) -> SimulatedHost {
    var world = World(seed: 1)
    change(&world)
    return SimulatedHost(world: world, now: clock.now, sleep: { _ in })
}

extension SimulatedHost {
    /// Creates and starts a guest.
    @discardableResult
    func start(_ guest: GuestConfiguration, nonce: String = "n1") async throws -> DomainReference {
        let domid = try await create(CanonicalConfiguration(guest), nonce: nonce, userdata: "u")
        let reference = try #require(try await domain(domid)).reference
        try await unpause(reference)
        return reference
    }

    /// What is observed of a domain.
    func configuration(_ domain: DomainReference) async throws -> GuestConfiguration {
        let observed = try #require(try await self.domain(domain.domid))
        guard case .known(let configuration) = observed.configuration else {
            throw HostError("test", .fail, detail: "\(observed.configuration)")
        }
        return try configuration.configuration.decoded()
    }

    func names() async throws -> [String?] { try await observe().domains.map(\.name) }
}

/// The code that an operation fails with; nil when it succeeds.
func code(_ body: () async throws -> Void) async -> LibxlError? {
    do {
        try await body()
        return nil
    } catch {
        return (error as? HostError)?.code
    }
}
