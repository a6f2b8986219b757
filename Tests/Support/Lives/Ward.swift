import Applying
import GuestModel
import Host
import LibxlJSON
import Planning
import Policy
import SimulatedHost
import Synchronization

/// A host, a state in memory and a directory of definitions, run the way the program runs them.
package final class Ward {
    package let host: SimulatedHost
    package var definitions: [Definition] = []
    package var rejected: [RejectedDefinition] = []
    package var state = RecordedState(lineage: "lineage")
    package var saves = 0
    package var directory: String?
    package var policies = GuestPolicies()
    /// What ``policy(_:)`` read last.
    package private(set) var policyText = ""
    /// Whether some policy so far took what others had changed for right.
    package private(set) var hasAdoptedDrift = false
    /// What others do while a run waits.
    package var whileWaiting: @Sendable () async -> Void = {}
    package var isInterrupted: @Sendable () -> Bool = { false }
    /// Who had to wait for another guest, and why.
    package private(set) var waits: [String] = []
    /// How many actions are under way at once.
    package var parallelism = 1
    /// Nil for xenward as it is.
    package var engine: BrokenEngine?
    package let time: SharedClock
    private let randomness = Randomness(7)

    package init(seed: UInt64 = 1) {
        let clock = SharedClock()
        time = clock
        host = SimulatedHost(
            world: World(seed: seed), now: { clock.now },
            sleep: { duration in clock.advance(duration.components.seconds) })
    }

    /// One whose guests run, each in a file of its own.
    package static func running(_ guests: GuestConfiguration..., policy: String = "") async throws -> Ward {
        try await running(guests, policy: policy)
    }

    /// The same with guests of which nothing but the name is of account.
    package static func running(_ names: String..., policy: String = "") async throws -> Ward {
        try await running(names.map { guest($0) }, policy: policy)
    }

    private static func running(_ guests: [GuestConfiguration], policy: String) async throws -> Ward {
        let ward = Ward()
        if !policy.isEmpty { try ward.policy(policy) }
        for guest in guests { ward.define(guest) }
        try await ward.apply()
        return ward
    }

    package func plan(_ options: PlanOptions = PlanOptions()) async throws -> Plan {
        let input = try await input(options)
        return try await answered(Plan.make(input), input)
    }

    /// A plan, with what the host says to its requirements.
    func answered(_ plan: Plan, _ input: PlanInput) async throws -> Plan {
        try await plan.answered(by: host, input)
    }

    /// What can be remembered again of a state that was lost.
    package var repair: StateRepair {
        get async throws {
            await StateRepair(
                of: state, on: host, try await host.observe(), directory: nil, now: Timestamp(seconds: time.now))
        }
    }

    /// Takes over a domain of somebody else's.
    @discardableResult
    package func adopt(_ name: String) async throws -> ApplyReport {
        try await carryOut(Plan.adopting(name, try await input(readsAll: true)))
    }

    /// What a person asks of a guest.
    @discardableResult
    package func command(_ command: GuestCommand, _ name: String) async throws -> (plan: Plan, report: ApplyReport) {
        let input = try await input()
        let answered = try await answered(.commanded(command, [name], input), input)
        return (answered, try await carryOut(answered))
    }

    /// The host is about to go down.
    @discardableResult
    package func stopAll(killedAfter moments: Int? = nil) async throws -> ApplyReport {
        try await carryOut(Plan.stoppingAll(try await input()), killedAfter: moments)
    }

    /// xenward.yaml, from now on.
    package func policy(_ text: String) throws {
        policies = GuestPolicies(try PolicyFile.read(Array(text.utf8)))
        policyText = text
        if text.contains("drift: adopt") { hasAdoptedDrift = true }
    }

    package func input(_ options: PlanOptions = PlanOptions(), readsAll: Bool = false) async throws -> PlanInput {
        // A file that has defined several guests is read each time.
        let sources = Dictionary(grouping: state.guests, by: \.source).filter { $1.count == 1 }.keys
        let current = state.guests.filter { sources.contains($0.source) }
        let known = Dictionary(current.compactMap { guest in guest.digest.map { ($0, guest) } }) { first, _ in first }
        let definitions = definitions.map { definition in
            var definition = definition
            if !readsAll, let guest = known[definition.digest] {
                definition.content = .unchanged(RecordedGuest(name: guest.name, uuid: guest.uuid))
            }
            return definition
        }
        let observation = try await host.observe()
        let repair = await StateRepair(
            of: state, on: host, observation, directory: nil, now: Timestamp(seconds: time.now))
        return PlanInput(
            definitions: definitions, rejected: rejected, recorded: state, observation: observation,
            forgotten: repair.guests,
            now: Timestamp(seconds: time.now), options: options, policies: policies, directory: directory)
    }

    @discardableResult
    package func apply(
        _ options: PlanOptions = PlanOptions(), savesUntilFull: Int? = nil,
        killedAfter moments: Int? = nil
    ) async throws -> ApplyReport {
        try await carryOut(try await enginePlan(options), savesUntilFull: savesUntilFull, killedAfter: moments)
    }

    /// The plan as ``engine`` makes it.
    func enginePlan(_ options: PlanOptions) async throws -> Plan {
        if let engine { try await engine.plan(try await input(options), of: self) } else { try await plan(options) }
    }

    /// Carries out a plan that may be out of date by now.
    ///
    /// - Parameters:
    ///   - savesUntilFull: how often the state can be saved before the disk is full.
    ///   - moments: after how many effects and saves the process is killed; nil for a run that gets to its end.
    @discardableResult
    package func carryOut(
        _ plan: Plan, savesUntilFull: Int? = nil, killedAfter moments: Int? = nil
    ) async throws -> ApplyReport {
        let saved = Saves(room: savesUntilFull ?? .max)
        let life = LifeSpan(moments)
        let time = time
        let others = whileWaiting
        let application = Application(
            host: MortalHost(host: host, life: life, agrees: engine == .skipsRequirements),
            surroundings: Surroundings(
                save: { state in
                    try life.spend()
                    try saved.add(state)
                }, now: { Timestamp(seconds: time.now) }, random: randomness.next,
                parallelism: parallelism,
                isInterrupted: isInterrupted,
                wait: { duration in
                    time.advance(duration.components.seconds)
                    await others()
                }))
        let waits = Mutex<[String]>([])
        let report = await application.carryOut(
            plan, state: state, on: try await host.observe(), from: directory
        ) { progress in
            if case .waits(let guest, let reason) = progress { waits.withLock { $0.append("\(guest): \(reason)") } }
        }
        self.waits += waits.withLock { $0 }
        saves += saved.count
        // What the next run finds is what was saved last, not what this one thinks.
        if let last = engine == .forgetsWhatItDidLast ? saved.lastButOne : saved.last { state = last }
        time.advance(5)
        return report
    }

    /// Writes a definition, or replaces it.
    ///
    /// - Parameter vdevs: of the disks that it shares with others.
    package func define(_ guest: GuestConfiguration, file: String? = nil, sharing vdevs: Set<String> = []) {
        let file = file ?? "\(guest.name).cfg"
        definitions.removeAll { $0.file == file }
        let digest = "\(CanonicalConfiguration(guest).text.hashValue)"
        var document = GuestDocument(configuration: guest, provenance: SourceLocation(file: file))
        document.extras.shareableDisks = vdevs
        definitions.append(Definition(file: file, digest: digest, content: .read(document)))
        definitions.sort { $0.file < $1.file }
    }

    package func world() async throws -> World { try await host.world() }

    package func domain(_ name: String) async throws -> ObservedDomain? {
        try await host.observe().domains.first { $0.name == name }
    }

    /// What the host says of a domain that must be there.
    package func observed(_ name: String) async throws -> GuestConfiguration {
        guard case .known(let seen) = try await domain(name)?.configuration else {
            throw HostError("observe", .fail, domain: name, detail: "its configuration cannot be had")
        }
        return try seen.configuration.decoded()
    }

    package static func guest(_ name: String, memory mebibytes: UInt64 = 256) -> GuestConfiguration {
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
