import Applying
import Glibc
import GuestModel
import Host
import Planning
import Policy
import SimulatedHost
import Testing

/// Random lives of a host: definitions come, change and go, guests and other people do what they like, operations fail.
@Suite("Whatever happened, the promises hold")
struct HistoryTests {
    @Test("the plan after apply is empty or only blocked, and domains of others are never touched", arguments: 0..<200)
    func converges(seed: UInt64) async throws { try await live(seed) }

    /// `make soak SECONDS=`
    @Test(
        "the same for as long as was asked for, in lives that nobody has seen",
        .enabled(if: getenv("XENWARD_SOAK_SECONDS") != nil, "only make soak asks for it"))
    func soaks() async throws {
        let text = getenv("XENWARD_SOAK_SECONDS").map { String(cString: $0) } ?? ""
        let seconds = try #require(Int(text), "SECONDS is \(text)")
        let end = ContinuousClock.now + .seconds(seconds)
        var lives: UInt64 = 0
        let first = UInt64.random(in: 1000...1 << 40)
        while ContinuousClock.now < end {
            try await live(first + lives)
            lives += 1
        }
        print("\(lives) lives of 25 runs, from seed \(first) on")
        #expect(lives > 0)
    }

    private func live(_ seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        let ward = Ward(seed: seed)
        for name in ["a", "b", "c"] { ward.define(.random(name, using: &generator)) }
        for _ in 0..<25 {
            for _ in 0..<Int.random(in: 1...3, using: &generator) {
                try await Event.random(using: &generator).happen(to: ward, using: &generator)
            }
            let options = PlanOptions(
                allowsRestart: Bool.random(using: &generator), prunes: Bool.random(using: &generator))
            let faulty = Int.random(in: 0..<5, using: &generator) == 0
            if faulty {
                let operation = HostOperation.allCases.randomElement(using: &generator) ?? .create
                let effect: Fault.Effect = Bool.random(using: &generator) ? .error(.fail) : .errorAfterEffect(.fail)
                await ward.host.inject(Fault(effect, in: operation, call: Int.random(in: 1...3, using: &generator)))
            }
            // What is adopted by now stays so until this run acts on it.
            let adopted = Set(ward.state.guests.filter(\.isWatched).map(\.uuid))
            let foreign = try await ward.foreigners(except: adopted)
            let suspended = try await ward.suspendedDomains()
            let report = try? await ward.apply(options)
            #expect(try await ward.suspendedDomains() == suspended, "a suspended guest was touched (seed \(seed))")
            #expect(try await ward.foreigners(except: adopted) == foreign, "a domain of somebody else was touched")
            await ward.host.clearFaults()
            try await ward.expectPromises()
            if faulty { continue }
            let after = try await ward.plan(options)
            // Others may have had their time with a domain of theirs just now.
            let waiting = Set(ward.state.guests.filter { $0.shutDown != nil }.map(\.uuid))
            let left = after.actions.filter { action in
                action.kind != .blocked && !(action.uuid.map(waiting.contains) ?? false)
            }
            let done =
                report?.outcomes.map { "\($0.action.kind.mark) \($0.action.guest): \($0.action.reason): \($0.result)" }
                ?? []
            #expect(
                left.isEmpty,
                "seed \(seed): left \(left.map { "\($0.kind.mark) \($0.guest): \($0.reason)" }) after \(done)")
        }

        // Once nothing goes wrong any more, two runs are enough.
        ward.policies = GuestPolicies()
        try await ward.apply(PlanOptions(allowsRestart: true))
        try await ward.apply(PlanOptions(allowsRestart: true))
        let last = try await ward.plan(PlanOptions(allowsRestart: true))
        #expect(last.actions.allSatisfy { $0.kind == .blocked }, "\(last.actions.map(\.reason))")
        try await ward.expectDefinitionsHold(except: Set(last.actions.map(\.guest) + last.remarks.map(\.guest)))
    }
}

/// Something that happens between two runs.
private enum Event: CaseIterable {
    case define, edit, rename, delete, reject
    case powersOff, reboots, crashes, softReset
    case medium, bridge, adopt
    case foreignCreate, foreignTwin, foreignReboot, foreignDestroy, foreignMemory, foreignRename, foreignPause
    case hostBoots, nothing
    case command, policy

    private static let policies = [
        "", "", "defaults: {state: shutoff}", "guests: {a: {state: paused}, b: {state: absent}}",
        "defaults: {state: as-found}", "defaults: {update: restart}", "defaults: {update: live, prune: true}",
        "defaults: {drift: adopt}", "defaults: {drift: report, after-poweroff: start}",
        "guests: {a: {after: [b]}, c: {after: [a]}}", "defaults: {stop: {timeout: 5, then: destroy}, rollback: off}",
        "defaults: {protect: true}", "guests: {'*': {ignore: [memory], crash: {limit: 2, delay: 1}}}",
        "guests: {b: {suspend: true}}",
    ]

    static func random(using generator: inout SeededGenerator) -> Event {
        allCases.randomElement(using: &generator) ?? .nothing
    }

    func happen(to ward: Ward, using generator: inout SeededGenerator) async throws {
        let names = ["a", "b", "c", "d", "e"]
        let name = names.randomElement(using: &generator) ?? "a"
        let number = UInt64.random(in: 1...4, using: &generator)
        switch self {
        case .define:
            if !ward.defines(name, file: "\(name).cfg") {
                ward.define(.random(name, using: &generator), file: "\(name).cfg")
            }
        case .edit:
            guard let definition = ward.definitions.first(where: { $0.name == name }) else { return }
            ward.define(.random(name, using: &generator), file: definition.file)
        case .rename:
            guard let definition = ward.definitions.randomElement(using: &generator), !ward.defines(name) else {
                return
            }
            guard var guest = definition.document?.configuration else { return }
            guest.name = name
            ward.define(guest, file: definition.file)
        case .delete: ward.definitions.removeAll { $0.name == name }
        case .reject:
            ward.rejected = Bool.random(using: &generator) ? [] : [RejectedDefinition(file: "\(name).cfg", name: name)]
            ward.definitions.removeAll { definition in ward.rejected.contains { $0.file == definition.file } }
        case .powersOff: try? await ward.host.guest(name, does: .powersOff)
        case .reboots: try? await ward.host.guest(name, does: .reboots)
        case .crashes: try? await ward.host.guest(name, does: .crashes)
        case .softReset: try? await ward.host.guest(name, does: .asksForSoftReset)
        case .foreignCreate:
            let guest = Ward.guest(Bool.random(using: &generator) ? "foreign\(number)" : name)
            _ = try? await ward.host.happen { world throws(HostError) in _ = try world.createForeign(guest) }
        case .medium:
            ward.edit(name) { guest in
                guard let drive = guest.disks.firstIndex(where: \.cdrom) else { return }
                guest.disks[drive].path = number == 1 ? nil : "/iso/\(number).iso"
            }
        case .bridge:
            ward.edit(name) { guest in
                for index in guest.nics.indices { guest.nics[index].bridge = "xenbr\(number)" }
            }
        case .adopt:
            for definition in ward.definitions { try await ward.adopt(definition.name) }
        case .foreignTwin:
            let twin = GuestConfiguration.random(name, using: &generator)
            try? await ward.host.happen { world throws(HostError) in
                try? world.destroyForeign(name)
                _ = try world.createForeign(twin)
            }
            if Bool.random(using: &generator) { try await ward.adopt(name) }
        case .foreignReboot: try await ward.rebootForeign(name)
        case .foreignDestroy:
            try? await ward.host.happen { world throws(HostError) in try world.destroyForeign(name) }
        case .foreignMemory:
            try? await ward.host.happen { world throws(HostError) in try world.setMemoryForeign(name, to: number << 16)
            }
        case .foreignRename:
            try? await ward.host.happen { world throws(HostError) in
                try world.renameForeign(name, to: "taken\(number)")
            }
        case .foreignPause: try? await ward.host.happen { world throws(HostError) in try world.pauseForeign(name) }
        case .command:
            let commands: [GuestCommand] = [
                .start, .stop(Stopping()), .stop(Stopping(timeout: 5, then: .destroy)), .restart(Stopping()), .protect,
                .unprotect, .suspend, .resume, .resume, .start,
            ]
            try? await ward.command(commands.randomElement(using: &generator) ?? .start, name)
        case .policy: try ward.policy(Self.policies.randomElement(using: &generator) ?? "")
        case .hostBoots: try await ward.host.bootHost()
        case .nothing: break
        }
    }
}

extension Ward {
    /// The domains of guests that nobody may touch.
    fileprivate func suspendedDomains() async throws -> [SimulatedDomain] {
        let names = Set(state.guests.filter { $0.suspended != nil || policies[$0.name].isSuspended }.map(\.uuid))
        return try await world().domains.filter { names.contains($0.uuid) }
    }

    fileprivate func defines(_ name: String, file: String? = nil) -> Bool {
        definitions.contains { $0.name == name || $0.file == file }
    }

    fileprivate func edit(_ name: String, _ change: (inout GuestConfiguration) -> Void) {
        guard let definition = definitions.first(where: { $0.name == name }),
            var guest = definition.document?.configuration
        else { return }
        change(&guest)
        define(guest, file: definition.file)
    }

    /// xl reboots a domain that it made.
    fileprivate func rebootForeign(_ name: String) async throws {
        guard let domain = try await domain(name), domain.nonce == nil,
            let guest = try? await observed(name)
        else { return }
        try? await host.happen { world throws(HostError) in
            try world.destroyForeign(name)
            _ = try world.createForeign(guest)
        }
    }

    /// What must hold at any moment, judged by the world alone.
    fileprivate func expectPromises() async throws {
        let domains = try await world().domains
        // A domain of ours that runs is remembered: nobody else would know it for ours.
        for domain in domains where domain.nonce != nil && domain.state == .running {
            #expect(state.guests.contains { $0.uuid == domain.uuid }, "\(domain.name) is forgotten")
        }
        // No disk is written by two domains of which one is ours.
        var writers: [String: SimulatedDomain] = [:]
        for domain in domains where domain.state == .running {
            for disk in try domain.stored.decoded().disks where disk.readWrite {
                guard let path = disk.path else { continue }
                if let other = writers.updateValue(domain, forKey: path), other.nonce != nil, domain.nonce != nil {
                    Issue.record("\(path) is written by \(other.name) and \(domain.name)")
                }
            }
        }
    }

    /// What is defined runs, as it is defined: judged against the definition, not against the plan.
    fileprivate func expectDefinitionsHold(except excused: Set<String>) async throws {
        for definition in definitions where !excused.contains(definition.name) {
            guard let wanted = definition.document?.configuration, let domain = try await domain(definition.name),
                case .known(let seen) = domain.configuration
            else {
                Issue.record("\(definition.name) does not run")
                continue
            }
            let configuration = try seen.configuration.decoded()
            #expect(domain.state == .running)
            #expect(configuration.vcpus.online == wanted.vcpus.online)
            #expect(configuration.boot.kernel == wanted.boot.kernel)
            #expect(Set(configuration.disks.map(\.path)) == Set(wanted.disks.map(\.path)))
            #expect(configuration.nics.map { $0.bridge ?? "" }.sorted() == wanted.nics.map { $0.bridge ?? "" }.sorted())
            #expect(configuration.type.kind == wanted.type.kind)
            if case .pv = wanted.type { #expect(configuration.memory.target == wanted.memory.target) }
            if let weight = wanted.scheduling.weight { #expect(configuration.scheduling.weight == weight) }
        }
    }

    /// The domains that xenward did not make.
    fileprivate func foreigners(except adopted: Set<GuestUUID>) async throws -> [SimulatedDomain] {
        try await world().domains.filter { $0.nonce == nil && !adopted.contains($0.uuid) }
    }
}

extension GuestConfiguration {
    fileprivate static func random(_ name: String, using generator: inout SeededGenerator) -> GuestConfiguration {
        var guest = Ward.guest(name, memory: UInt64.random(in: 1...4, using: &generator) * 64)
        if Bool.random(using: &generator) { guest.memory.maximum = 512 << 10 }
        if Bool.random(using: &generator) { guest.vcpus.online = [0, 1, 2] }
        if Bool.random(using: &generator) { guest.boot.kernel = "/boot/other" }
        if Bool.random(using: &generator) { guest.scheduling.weight = 512 }
        if Int.random(in: 0..<4, using: &generator) == 0 { guest.features.nestedHVM = true }
        if Int.random(in: 0..<6, using: &generator) == 0 { guest.type = .hvm(HVM()) }
        if Bool.random(using: &generator) { guest.nics = [] }
        if Int.random(in: 0..<3, using: &generator) == 0 {
            var drive = Disk()
            drive.vdev = "hdc"
            drive.path = "/iso/1.iso"
            drive.cdrom = true
            guest.disks.append(drive)
        }
        if Bool.random(using: &generator) {
            var disk = Disk()
            disk.vdev = "xvdb"
            disk.path = "/dev/vg0/\(name)-data"
            guest.disks.append(disk)
        }
        guest.shutdownActions.onCrash =
            [.destroy, .restart, .preserve, .restartRename, .coredumpRestart].randomElement(using: &generator)
            ?? .destroy
        guest.shutdownActions.onSoftReset = Bool.random(using: &generator) ? .softReset : .destroy
        return guest
    }
}
