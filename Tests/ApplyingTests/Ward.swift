import Applying
import GuestModel
import Host
import LibxlJSON
import Planning
import Policy
import SimulatedHost
import Synchronization
import Testing

/// A host, a state in memory and a directory of definitions, run the way the program runs them.
final class Ward {
    let host: SimulatedHost
    var definitions: [Definition] = []
    var rejected: [RejectedDefinition] = []
    var state = RecordedState(lineage: "lineage")
    var saves = 0
    var directory: String?
    var policies = GuestPolicies()
    /// What others do while a run waits.
    var whileWaiting: @Sendable () async -> Void = {}
    var isInterrupted: @Sendable () -> Bool = { false }
    let time: SharedClock
    private let randomness = Randomness(7)

    init(seed: UInt64 = 1) {
        let clock = SharedClock()
        time = clock
        host = SimulatedHost(
            world: World(seed: seed), now: { clock.now },
            sleep: { duration in clock.advance(duration.components.seconds) })
    }

    func plan(_ options: PlanOptions = PlanOptions()) async throws -> Plan {
        let plan = Plan.make(try await input(options))
        return plan.blocking(unmet: try await host.answer(plan.requirements))
    }

    /// Takes over a domain of somebody else's.
    @discardableResult
    func adopt(_ name: String) async throws -> ApplyReport {
        try await carryOut(Plan.adopting(name, try await input(readsAll: true)))
    }

    /// What a person asks of a guest.
    @discardableResult
    func command(_ command: GuestCommand, _ name: String) async throws -> (plan: Plan, report: ApplyReport) {
        let plan = Plan.commanded(command, [name], try await input())
        let answered = plan.blocking(unmet: try await host.answer(plan.requirements))
        return (answered, try await carryOut(answered))
    }

    /// xenward.yaml, from now on.
    func policy(_ text: String) throws { policies = GuestPolicies(try PolicyFile.read(Array(text.utf8))) }

    func input(_ options: PlanOptions = PlanOptions(), readsAll: Bool = false) async throws -> PlanInput {
        let known = Dictionary(state.guests.compactMap { guest in guest.digest.map { ($0, guest) } }) { first, _ in
            first
        }
        let definitions = definitions.map { definition in
            var definition = definition
            if !readsAll, let guest = known[definition.digest] {
                definition.content = .unchanged(RecordedGuest(name: guest.name, uuid: guest.uuid))
            }
            return definition
        }
        return PlanInput(
            definitions: definitions, rejected: rejected, recorded: state, observation: try await host.observe(),
            now: Timestamp(seconds: time.now), options: options, policies: policies, directory: directory)
    }

    @discardableResult
    func apply(_ options: PlanOptions = PlanOptions(), failingSaves: Bool = false) async throws -> ApplyReport {
        try await carryOut(try await plan(options), failingSaves: failingSaves)
    }

    /// Carries out a plan that may be out of date by now.
    @discardableResult
    func carryOut(_ plan: Plan, failingSaves: Bool = false, savesUntilFull: Int? = nil) async throws -> ApplyReport {
        let saved = Saves(room: failingSaves ? 0 : savesUntilFull ?? .max)
        let time = time
        let others = whileWaiting
        let application = Application(
            host: host,
            surroundings: Surroundings(
                save: { try saved.add($0) }, now: { Timestamp(seconds: time.now) }, random: randomness.next,
                isInterrupted: isInterrupted,
                wait: { duration in
                    time.advance(duration.components.seconds)
                    await others()
                }))
        let report = await application.carryOut(plan, state: state, on: try await host.observe().host)
        saves += saved.count
        // What the next run finds is what was saved last, not what this one thinks.
        if let last = saved.last { state = last }
        time.advance(5)
        return report
    }

    /// Writes a definition, or replaces it.
    func define(_ guest: GuestConfiguration, file: String? = nil) {
        let file = file ?? "\(guest.name).cfg"
        definitions.removeAll { $0.file == file }
        let digest = "\(CanonicalConfiguration(guest).text.hashValue)"
        definitions.append(
            Definition(
                file: file, digest: digest,
                content: .read(GuestDocument(configuration: guest, provenance: SourceLocation(file: file)))))
        definitions.sort { $0.file < $1.file }
    }

    func world() async throws -> World { try await host.world() }

    func domain(_ name: String) async throws -> ObservedDomain? {
        try await host.observe().domains.first { $0.name == name }
    }

    /// What the host says of a domain that must be there.
    func observed(_ name: String) async throws -> GuestConfiguration {
        let domain = try #require(try await domain(name))
        guard case .known(let seen) = domain.configuration else {
            throw HostError("observe", .fail, domain: name, detail: "its configuration cannot be had")
        }
        return try seen.configuration.decoded()
    }

    static func guest(_ name: String, memory mebibytes: UInt64 = 256) -> GuestConfiguration {
        var guest = GuestConfiguration(name: name, type: .pv(PV()))
        guest.memory.target = mebibytes << 10
        guest.memory.maximum = 1024 << 10
        guest.vcpus.maximum = 4
        guest.vcpus.online = [0, 1]
        guest.boot.kernel = "/boot/vmlinuz"
        guest.shutdownActions.onReboot = .restart
        var disk = Disk()
        disk.vdev = "xvda"
        disk.path = "/dev/vg0/\(name)"
        disk.readWrite = true
        guest.disks = [disk]
        guest.nics = [NetworkInterface()]
        return guest
    }
}

/// Time that passes when a test says so.
final class SharedClock: Sendable {
    private let seconds = Mutex<Int64>(1_700_000_000)

    var now: Int64 { seconds.withLock { $0 } }
    func advance(_ by: Int64) { seconds.withLock { $0 += by } }
}

/// What was saved, and a disk that may be full.
final class Saves: Sendable {
    private let states = Mutex<[RecordedState]>([])
    private let room: Int

    /// - Parameter room: how many states the disk takes.
    init(room: Int) { self.room = room }

    func add(_ state: RecordedState) throws {
        try states.withLock { states in
            guard states.count < room else { throw DiskFull() }
            states.append(state)
        }
    }

    var last: RecordedState? { states.withLock { $0.last } }
    var count: Int { states.withLock { $0.count } }
}

struct DiskFull: Error, CustomStringConvertible {
    var description: String { "No space left on device" }
}

/// Numbers that are the same in every run.
final class Randomness: Sendable {
    private let state: Mutex<UInt64>

    init(_ seed: UInt64) { state = Mutex(seed &* 0x9e37_79b9_7f4a_7c15 &+ 1) }

    @Sendable func next() -> UInt64 {
        state.withLock {
            $0 &+= 0x9e37_79b9_7f4a_7c15
            var bits = $0
            bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
            bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
            return bits ^ bits >> 31
        }
    }
}

struct SeededGenerator: RandomNumberGenerator {
    private let source: Randomness

    init(seed: UInt64) { source = Randomness(seed) }

    mutating func next() -> UInt64 { source.next() }
}
