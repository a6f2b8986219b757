import GuestModel
import Host
import Planning
import Policy
import SeededNumbers
import SimulatedHost

/// Something that happens between two runs.
enum Event: CaseIterable {
    case define, edit, rename, delete, reject
    case powersOff, reboots, crashes, softReset
    case medium, bridge, adopt, empties, movesDisk
    case turnsDeaf, sickens, recovers, loses
    case foreignCreate, foreignTwin, foreignReboot, foreignDestroy, foreignMemory, foreignRename, foreignPause
    case hostBoots, hostGoesDown, nothing
    case command, protects, suspends, policy

    /// What guests are called.
    static let names = ["a", "b", "c", "d", "e"]

    /// What guests and other people do whenever they like, also between a plan and its apply.
    static let ofOthers: [Event] = [
        .powersOff, .reboots, .crashes, .softReset, .turnsDeaf, .sickens, .loses, .foreignCreate,
        .foreignReboot, .foreignDestroy, .foreignMemory, .foreignRename, .foreignPause,
    ]

    private static let policies = [
        "", "", "defaults: {state: shutoff}", "guests: {a: {state: paused}, b: {state: absent}}",
        "defaults: {state: as-found}", "defaults: {update: restart}", "defaults: {update: live, prune: true}",
        "defaults: {drift: adopt}", "defaults: {drift: report, after-poweroff: start}",
        "guests: {a: {after: [b]}, c: {after: [a]}}", "defaults: {stop: {timeout: 5, then: destroy}, rollback: off}",
        "defaults: {protect: true}", "guests: {'*': {ignore: [memory], crash: {limit: 2, delay: 1}}}",
        "defaults: {stop: {timeout: 5, then: save}, host-shutdown: save}",
        "guests: {a: {state: shutoff, stop: {timeout: 5, then: save}}}",
        "defaults: {host-shutdown: save, update: restart}",
        "guests: {b: {suspend: true}}", "guests: {a: {prune: true, stop: {then: destroy}}, b: {protect: true}}",
    ]

    static func random(using generator: inout SeededNumbers) -> Event {
        allCases.randomElement(using: &generator) ?? .nothing
    }

    func happen(to ward: Ward, name: String, using generator: inout SeededNumbers) async throws {
        let number = UInt64.random(in: 1...4, using: &generator)
        switch self {
        case .define:
            if !ward.defines(name, file: "\(name).cfg") {
                ward.defineIfFree(.random(name, using: &generator), file: "\(name).cfg")
            }
        case .edit:
            guard let definition = ward.definitions.first(where: { $0.name == name }) else { return }
            ward.defineIfFree(.random(name, using: &generator), file: definition.file)
        case .rename:
            guard let definition = ward.definitions.randomElement(using: &generator), !ward.defines(name) else {
                return
            }
            guard var guest = definition.document?.configuration else { return }
            guest.name = name
            ward.defineIfFree(guest, file: definition.file)
        case .delete: ward.definitions.removeAll { $0.name == name }
        case .empties:
            // By mistake, and rarely: nothing else happens on a host that nobody defines anything for.
            if number == 1 { ward.definitions = [] }
        case .turnsDeaf: try? await ward.host.guest(name, behaves: .ignoresShutdown)
        case .sickens: try? await ward.host.guest(name, behaves: .deviceModelHangs)
        case .loses:
            let lost = ["/boot/other", "/dev/vg0/\(name)-data", "/dev/vg0/\(name)"]
            try await ward.host.happen { world throws(HostError) in
                world.machine.missing = number == 4 ? [] : [lost[Int(number) - 1]]
            }
        case .recovers:
            try await ward.host.happen { world throws(HostError) in world.behaviours = [:] }
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
        case .movesDisk:
            guard let giver = ward.definitions.randomElement(using: &generator)?.name, giver != name, ward.defines(name)
            else { return }
            // Now and then the one who gets it gives its own in return.
            let isExchanged = number % 2 == 1
            var moving: [Disk] = []
            var returning: [Disk] = []
            ward.edit(name) { guest in returning = guest.disks.filter { $0.vdev == "xvdc" } }
            ward.edit(giver) { guest in
                moving = guest.disks.filter { $0.vdev == "xvdc" }
                guest.disks.removeAll { $0.vdev == "xvdc" }
                if isExchanged { guest.disks += returning }
            }
            if moving.isEmpty {
                var disk = Disk()
                disk.vdev = "xvdc"
                disk.path = "/dev/vg0/moving\(number)"
                disk.readWrite = true
                moving = [disk]
            }
            ward.edit(name) { guest in
                guest.disks.removeAll { $0.vdev == "xvdc" }
                guest.disks += moving
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
                .start, .stop(AskedStopping()), .stop(AskedStopping(timeout: 5, then: .destroy)),
                .stop(AskedStopping(timeout: 5, then: .save)), .startAfresh, .restart(AskedStopping()), .protect,
                .unprotect, .suspend, .resume, .resume, .start,
            ]
            _ = try? await ward.command(commands.randomElement(using: &generator) ?? .start, name)
        case .protects: _ = try? await ward.command(number < 4 ? .protect : .unprotect, name)
        case .suspends: _ = try? await ward.command(number == 1 ? .suspend : .resume, name)
        case .policy: try ward.policy(Self.policies.randomElement(using: &generator) ?? "")
        case .hostBoots: try await ward.host.bootHost()
        case .hostGoesDown:
            // Mostly there is time enough.
            try await ward.stopAll(killedAfter: number == 1 ? Int.random(in: 0...9, using: &generator) : nil)
            if number < 4 { try await ward.host.bootHost() }
        case .nothing: break
        }
    }
}

extension Ward {
    fileprivate func defines(_ name: String, file: String? = nil) -> Bool {
        definitions.contains { $0.name == name || $0.file == file }
    }

    /// Writes a definition unless another one has its disk: neither would count.
    fileprivate func defineIfFree(_ guest: GuestConfiguration, file: String) {
        let wanted = Set(guest.possessions().map(\.possession))
        let others = definitions.filter { $0.file != file }.compactMap(\.document?.configuration)
        guard others.allSatisfy({ wanted.isDisjoint(with: $0.possessions().map(\.possession)) }) else { return }
        define(guest, file: file)
    }

    fileprivate func edit(_ name: String, _ change: (inout GuestConfiguration) -> Void) {
        guard let definition = definitions.first(where: { $0.name == name }),
            var guest = definition.document?.configuration
        else { return }
        change(&guest)
        defineIfFree(guest, file: definition.file)
    }

    /// xl reboots a domain that it made.
    package func rebootForeign(_ name: String) async throws {
        guard let domain = try await domain(name), domain.nonce == nil,
            let guest = try? await observed(name)
        else { return }
        try? await host.happen { world throws(HostError) in
            try world.destroyForeign(name)
            _ = try world.createForeign(guest)
        }
    }
}
