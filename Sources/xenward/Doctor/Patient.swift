import Definitions
import GuestModel
import Host
import Observing
import Planning
import StateStore
import XLConfig
import XenHost

/// Everything that the doctor looks at. What could not be had is missing, and ``troubles`` says why.
struct Patient: Sendable {
    /// It is this machine's Xen, rather than an embedded host.
    var isSystem = true
    var files = HostFiles()
    var units = HostUnits()
    /// The process' own, and where that is not what counts, that of a unit.
    var environment: @Sendable (String) -> String? = { Environment[$0] }
    /// The definitions directory.
    var directory = ""
    /// The policy, where there is one.
    var policyPath: String?
    var statePath: String?
    var definitions: [Definition] = []
    /// The names of guests whose definitions cannot be used, as far as those say them.
    var unusable: Set<String> = []
    var recorded: RecordedState?
    var domains: [ObservedDomain] = []
    /// The host's memory, in KiB; nil where it could not be asked.
    var memory: UInt64?
    /// Whether dom0 gives up memory for guests; nil where nobody knows.
    var balloons: Bool?
    /// What the host has not, by guest; nil where it could not be asked.
    var unmet: [String: [String]]?
    /// The names of guests that libvirt keeps a definition of.
    var keptByLibvirt: Set<String> = []
    var troubles: [Finding] = []

    /// The names of guests that xenward looks after.
    var owned: Set<String> { Set(recorded?.guests.map(\.name) ?? []) }
    /// The names of guests that it looks after, or would.
    var concerned: Set<String> { owned.union(definitions.map(\.name)).union(unusable) }
}

extension Patient {
    /// Looks at a host, its definitions and its state, and changes nothing.
    static func look(
        _ options: HostOptions, directory: String, _ console: Console, files: HostFiles = HostFiles()
    ) async throws -> Patient {
        let connection = try Connection(options)
        var patient = Patient(isSystem: connection.isSystem, files: files, directory: directory)
        patient.statePath = Session.store(options, connection)?.path
        let policy = PolicySource.path(options.config, in: directory)
        if HostFiles().exists(policy) { patient.policyPath = policy }
        if patient.isSystem { patient.units = .look(at: files) }
        await patient.readDefinitions(options, connection)
        patient.readState(Session.store(options, connection))
        await patient.ask(connection, console)
        return patient
    }

    private mutating func readDefinitions(_ options: HostOptions, _ connection: Connection) async {
        do {
            var set = try await Session.scan(directory, XLConf.read(for: connection))
            _ = set.heed(try PolicySource.read(options.config, directory: directory))
            definitions = set.definitions
            unusable = Set(set.rejected.compactMap(\.name))
            let errors = set.diagnostics.filter { $0.severity == .error }
            troubles += errors.map {
                .problem(
                    "definitions", at: "\($0.location)", $0.message,
                    advice: "mend the file; its guest is left alone until then")
            }
        } catch {
            troubles.append(.problem("definitions", Self.words(error), advice: "mend that first"))
        }
    }

    private mutating func readState(_ store: StateStore?) {
        do throws(StateError) {
            recorded = try store?.load() ?? .fresh()
        } catch {
            // Of the folder there is a check.
            if case .noDirectory = error { return }
            troubles.append(
                .problem(
                    "state", at: statePath, "\(error)",
                    advice: "see xenward-state(5); \"xenward state repair\" rebuilds a state that is lost"))
        }
    }

    /// What the host itself says.
    private mutating func ask(_ connection: Connection, _ console: Console) async {
        do {
            if isSystem { try Presence(root: files.root).check() }
        } catch {
            troubles.append(.problem("xen", error.detail, advice: "without that no guest can be looked at"))
            return
        }
        do {
            let host = try connection.open(XLConf.read(for: connection), console)
            let observation = try await host.observe()
            domains = observation.domains
            memory = observation.host.totalMemory
            if let system = host as? XenHost { balloons = try await system.balloons() }
            try await askForRequirements(host)
            for domain in domains where domain.name.map(concerned.contains) == true {
                guard let name = domain.name else { continue }
                if try await host.otherToolstacks(of: domain.reference).contains(.libvirt) {
                    keptByLibvirt.insert(name)
                }
            }
        } catch {
            troubles.append(
                .problem("xen", Self.words(error), advice: "no guest can be looked at as long as that is so"))
        }
    }

    private mutating func askForRequirements(_ host: any Host) async throws {
        let guests = definitions.compactMap { definition in
            definition.document.map { (definition.name, $0.configuration.requirements) }
        }
        var answers = try await host.answer(guests.flatMap(\.1))[...]
        var found: [String: [String]] = [:]
        for (name, requirements) in guests {
            let reasons = answers.prefix(requirements.count).reasons
            answers = answers.dropFirst(requirements.count)
            if !reasons.isEmpty { found[name] = reasons }
        }
        unmet = found
    }

    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as CommandError: error.message
        case let error as HostError: error.detail
        default: "\(error)"
        }
    }
}
