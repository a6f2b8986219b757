import Applying
import Definitions
import FormatSupport
import Glibc
import GuestModel
import Host
import Planning
import Policy
import StateStore

/// What a command has in front of it: definitions, state and host.
struct Session: Sendable {
    let host: any Host
    /// Nil where nothing is remembered.
    var store: StateStore?
    /// Whether what is done is recorded there; not where that has turned out to fail.
    var recordsState = true
    var recorded: RecordedState
    var definitions: DefinitionSet
    /// What the policy's own file says; nil where it could not be had.
    private(set) var policy: Policy?
    private(set) var policies: GuestPolicies
    let observation: HostObservation
    /// As in ``PlanInput/forgotten``.
    var forgotten: [Domid: ForgottenGuest] = [:]
    /// The real path of the definitions directory.
    let directory: String?
    /// Why there are no definitions, where they could not be had.
    var undefined: String?
    /// How long it took to get here.
    var times = StepTimes()

    /// Reads definitions and state and looks at the host, at once where one does not need the other.
    ///
    /// - Parameters:
    ///   - readsAll: also definitions that the state holds as carried out.
    ///   - attention: the domains that are of account.
    static func open(
        _ options: HostOptions, _ connection: Connection, _ store: StateStore?, directory: String, _ console: Console,
        readsAll: Bool = false, attention: Attention = .everything
    ) async throws -> Session {
        // A host that is not there is worth more words than anything that follows from it.
        var xlConf = try XLConf.read(for: connection)
        let system = connection.isSystem ? try Connection.openSystem(xlConf, console) : nil
        let cpus = if let system { try? await system.cpusByNode() } else { Connection.cpusOfEmbeddedHost }
        xlConf.configuration.guestDefaults.cpusByNode = cpus
        async let seen = StepTimes.measured { [xlConf] in
            try await look(system, attention, else: { try connection.open(xlConf, console) })
        }
        try await SilentDefinitions.refuse(directory, policy: options.config)
        let recorded = try load(store)
        let policy = try PolicySource.read(
            options.config, directory: directory, isTrusted: !connection.isSystem || options.insecureDefinitions)
        // Not beside the others, though it could be: it gets no processor until they have ended, and then all wait for it.
        let (files, walkTime) = try await StepTimes.measured { try await walk(directory) }
        let home = RealPath.of(directory)
        let knownDefinitions = KnownDefinitions(recorded, in: home)
        var (definitions, readingTime) = await StepTimes.measured { [xlConf] in
            scan(files, xlConf, known: readsAll ? knownDefinitions.readingAll : knownDefinitions)
        }
        if connection.isSystem {
            if options.insecureDefinitions {
                console.warning("definitions are heeded whoever could have written them (--insecure-definitions)")
            } else {
                definitions.distrust(below: directory, known: knownDefinitions)
            }
        }
        let policies = definitions.heed(policy)
        let ((host, observation), observing) = try await seen
        // Whoever has a domain of its name that is known is not looked for.
        let known = Set(recorded.guests.compactMap(\.nonce))
        let names = Set(observation.domains.compactMap { $0.nonce.map(known.contains) ?? false ? $0.name : nil })
        let forgotten =
            definitions.definitions.allSatisfy { names.contains($0.name) }
            ? [:] : await StateRepair(of: recorded, on: host, observation, directory: home, now: now).guests
        return Session(
            host: host, store: store, recorded: recorded, definitions: definitions, policy: policy, policies: policies,
            observation: observation, forgotten: forgotten, directory: home,
            times: StepTimes([.scan: walkTime + readingTime, .observe: observing]))
    }

    /// The same where definitions and policy cannot be had, and something has to be done all the same.
    ///
    /// - Parameters:
    ///   - reason: why they cannot be had.
    ///   - policies: those that held when they could be had.
    static func undefined(
        _ reason: String, _ connection: Connection, _ store: StateStore?, _ recorded: RecordedState,
        policies: GuestPolicies = GuestPolicies(), _ console: Console
    ) async throws -> Session {
        let host = try connection.open((try? XLConf.read(for: connection)) ?? XLConf(), console)
        return Session(
            host: host, store: store, recorded: recorded, definitions: DefinitionSet(), policies: policies,
            observation: try await observe(host), directory: nil, undefined: reason)
    }

    private static func look(
        _ opened: (any Host)?, _ attention: Attention, else open: @Sendable () throws -> any Host
    ) async throws -> (any Host, HostObservation) {
        let host = try opened ?? open()
        return (host, try await observe(host, attention))
    }

    static var now: Timestamp { Timestamp(seconds: Int64(time(nil))) }

    /// Reads definitions; those that are known from the state only where they have changed.
    static func scan(
        _ walk: DirectoryWalk, _ xlConf: XLConf, known: KnownDefinitions = KnownDefinitions(version: Version.text)
    ) -> DefinitionSet {
        var set = DefinitionSet.scan(
            walk, defaults: xlConf.configuration.guestDefaults, known: known, networks: LibvirtNetworks.read())
        set.diagnostics = xlConf.diagnostics + set.diagnostics
        return set
    }

    /// The same of all files below a directory.
    static func scan(
        _ directory: String, _ xlConf: XLConf, known: KnownDefinitions = KnownDefinitions(version: Version.text)
    ) async throws -> DefinitionSet {
        scan(try await walk(directory), xlConf, known: known)
    }

    /// The files below a directory.
    static func walk(_ directory: String) async throws -> DirectoryWalk {
        let question = SlowQuestion { Result { () throws(DefinitionsError) in try DirectoryWalk(directory) } }
        guard let walk = await question.answer(within: SilentDefinitions.patienceForAll) else {
            throw CommandError.silent(directory, for: SilentDefinitions.patienceForAll)
        }
        do throws(DefinitionsError) {
            return try walk.get()
        } catch {
            throw CommandError(message: "\(error)")
        }
    }

    private static func observe(_ host: any Host, _ attention: Attention = .everything) async throws -> HostObservation
    {
        do throws(HostError) {
            return try await host.observe(attention)
        } catch {
            throw CommandError(message: "the host cannot be looked at: \(error)")
        }
    }

    /// Has another policy hold than that which was read.
    mutating func heed(_ policy: Policy) {
        self.policy = policy
        policies = definitions.heed(policy)
    }

    func input(_ options: PlanOptions = PlanOptions()) -> PlanInput {
        PlanInput(
            definitions: definitions.definitions, rejected: definitions.rejected,
            emptyFolders: definitions.emptyFolders, recorded: recorded,
            observation: observation, forgotten: forgotten, now: Self.now, options: options,
            policies: policies, directory: directory)
    }

    /// The plan, with what the host says to its requirements.
    func plan(_ options: PlanOptions) async throws -> Plan {
        let input = input(options)
        return try await answered(Plan.make(input), input)
    }

    /// A plan, with what the host says to its requirements.
    ///
    /// - Parameter input: what it was made from.
    func answered(_ plan: Plan, _ input: PlanInput) async throws -> Plan {
        do throws(HostError) {
            return try await plan.answered(by: host, input)
        } catch {
            throw CommandError(message: "the host cannot be asked what it has: \(error)")
        }
    }

    /// A plan without the guests that would have to be waited for.
    func postponingUnready(_ plan: Plan) async throws -> Plan {
        do throws(HostError) {
            return try await plan.postponingUnready(input(), on: host)
        } catch {
            throw CommandError(message: "the host cannot be asked what is ready: \(error)")
        }
    }

    /// Names that `--target` gave and that nobody knows.
    func unknownTargets(_ targets: Set<String>) -> [String] {
        guard !targets.isEmpty else { return [] }
        let known = Set(
            definitions.definitions.map(\.name) + definitions.rejected.compactMap(\.name)
                + recorded.guests.map(\.name))
        return targets.subtracting(known).sorted()
    }
}

extension DefinitionSet {
    /// The policy of each guest. A file whose own policy is not understood defines nothing that may be acted on.
    mutating func heed(_ policy: Policy) -> GuestPolicies {
        var faults: [String: [Diagnostic]] = [:]
        let policies = GuestPolicies(policy, definitions, faults: &faults)
        reject(faults)
        return policies
    }
}

extension Session {
    /// What the definitions have to say, and a word when there are none.
    func reportDefinitions(_ console: Console, directory: String) {
        console.report(definitions.diagnostics)
        for file in definitions.skipped { console.detail("\(directory)/\(file.file): passed over: \(file.reason)") }
        if definitions.isEmpty {
            console.note("\(directory): no definitions; nothing is planned, and nothing pruned")
        }
    }
}
