import GuestModel
import Host
import LibxlJSON
import Planning

/// A host, a state and a directory, put together by hand for one test.
struct Situation {
    static let uuid: GuestUUID? = .fixed
    static let nonce = "nonce-1"

    var definitions: [Definition] = []
    var rejected: [RejectedDefinition] = []
    var recorded = RecordedState(lineage: "lineage")
    var domains: [ObservedDomain] = []
    var emptyFolders: Set<String> = []
    var options = PlanOptions()
    var bootID = "boot-1"
    var now = Timestamp(seconds: 1_700_000_000)

    var plan: Plan { Plan.make(input) }

    var input: PlanInput {
        let host = HostInformation(
            bootID: bootID, version: "4.17.5", totalMemory: 16 << 20, freeMemory: 8 << 20, cpus: CPUSet(first: 8),
            cpupools: ["Pool-0"], defaultCPUPool: "Pool-0",
            guestKinds: [.pv, .hvm, .pvh])
        return PlanInput(
            definitions: definitions, rejected: rejected, emptyFolders: emptyFolders, recorded: recorded,
            observation: HostObservation(host: host, domains: domains), now: now, options: options)
    }

    /// A PV guest with a kernel in dom0, 512 MiB of 1 GiB and two vcpus of four.
    static func guest(_ name: String = "web1", uuid: GuestUUID? = uuid) -> GuestConfiguration {
        var guest = GuestConfiguration(name: name, type: .pv(PV()))
        guest.uuid = uuid
        guest.memory.target = 512 << 10
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
        return guest
    }

    static func definition(_ guest: GuestConfiguration, file: String? = nil, digest: String = "d1") -> Definition {
        let file = file ?? "\(guest.name).cfg"
        return Definition(
            file: file, digest: digest,
            content: .read(
                GuestDocument(configuration: guest, provenance: SourceLocation(file: file, line: 1, column: 1))))
    }

    /// What libxl says of a guest: as given, with what it fills in.
    static func observed(_ guest: GuestConfiguration) -> CanonicalConfiguration {
        var seen = guest
        seen.scheduling.weight = 256
        seen.creation.xenstoreData = [KeyValue("xenward/nonce", nonce)]
        return CanonicalConfiguration(seen)
    }

    /// A guest that runs as its definition says, and was left that way by xenward.
    static func settled(_ guest: GuestConfiguration = guest()) -> Situation {
        var situation = Situation()
        situation.definitions = [definition(guest)]
        situation.recorded.record(record(guest))
        situation.domains = [domain(guest)]
        return situation
    }

    static func record(_ guest: GuestConfiguration) -> GuestRecord {
        GuestRecord(
            name: guest.name, uuid: guest.uuid ?? .fixed, source: "\(guest.name).cfg", digest: "d1", origin: .created,
            given: CanonicalConfiguration(guest), settled: observed(guest),
            domain: .init(domid: 3, bootID: "boot-1", limits: .init(guest)),
            nonce: nonce, generation: 1, changed: Timestamp(seconds: 1_700_000_000))
    }

    static func domain(_ guest: GuestConfiguration, domid: Domid = 3, nonce: String? = nonce) -> ObservedDomain {
        ObservedDomain(
            domid: domid, uuid: guest.uuid ?? .fixed, name: guest.name, state: .running,
            configuration: .known(SeenConfiguration(observed(guest))), nonce: nonce)
    }

    /// The author writes something else.
    mutating func edit(_ change: (inout GuestConfiguration) -> Void) {
        guard var document = definitions[0].document else { return }
        change(&document.configuration)
        definitions[0].content = .read(document)
        definitions[0].digest = "d2"
    }

    /// Somebody changes the running domain.
    mutating func drift(_ change: (inout GuestConfiguration) -> Void) throws {
        guard case .known(let configuration) = domains[0].configuration else { return }
        var seen = try configuration.configuration.decoded()
        change(&seen)
        domains[0].name = seen.name
        domains[0].configuration = .known(SeenConfiguration(CanonicalConfiguration(seen)))
    }
}

extension Plan {
    /// A line an action: what is done, to whom, and which fields.
    var lines: [String] {
        actions.map { action in
            ([action.kind.mark, action.guest] + action.changes.map(\.change.place)).joined(separator: " ")
        }
    }
}

extension GuestUUID {
    /// The same in every run.
    static let fixed = {
        var generator = Zeros()
        return GuestUUID.random(using: &generator)
    }()
}

private struct Zeros: RandomNumberGenerator {
    func next() -> UInt64 { 0 }
}
