import GuestModel
import Host
import Planning
import Policy
import SimulatedHost

/// One run of xenward, as somebody sees it who knows the world before and after, and what was asked of the host in between.
struct Run {
    let before: World
    let after: World
    /// What xenward asked of the host.
    let performed: ArraySlice<PerformedOperation>
    /// Nothing was made to go wrong.
    let isCalm: Bool
    let options: PlanOptions
    /// What was known, wanted and allowed when it began.
    let state: RecordedState
    let definitions: [Definition]
    let rejected: [RejectedDefinition]
    let policies: GuestPolicies

    /// The promises that it broke, each as a sentence.
    func brokenPromises() throws -> [String] {
        try touchedForeigners() + touchedSuspended() + touchedOthers() + ended() + sharedDisks() + triedInVain()
    }

    private func isStill(_ domain: SimulatedDomain) -> Bool {
        after.domains.contains { $0.domid == domain.domid && $0.uuid == domain.uuid }
    }

    private func record(of domain: SimulatedDomain) -> GuestRecord? { state.guests.first { $0.uuid == domain.uuid } }

    /// Never destroys what it did not create or adopt, and does nothing else to it.
    private func touchedForeigners() -> [String] {
        let adopted = Set(state.guests.filter(\.isWatched).map(\.uuid))
        return before.domains.filter { $0.nonce == nil && !adopted.contains($0.uuid) }
            .filter { !after.domains.contains($0) }.map { "\($0.name), a domain of somebody else's, was touched" }
    }

    private func touchedSuspended() -> [String] {
        let suspended = Set(
            state.guests.filter { $0.suspended != nil || policies[definition(of: $0)?.name ?? $0.name].isSuspended }
                .map(\.uuid))
        return before.domains.filter { suspended.contains($0.uuid) && !after.domains.contains($0) }
            .map { "\($0.name), which is suspended, was touched" }
    }

    /// Where only some guests are to be seen to, the others stay as they are.
    private func touchedOthers() -> [String] {
        guard !options.targets.isEmpty else { return [] }
        return before.domains.filter { domain in
            let record = record(of: domain)
            let names = [domain.name, record?.name, record.flatMap(definition(of:))?.name].compactMap(\.self)
            return options.targets.isDisjoint(with: names) && !after.domains.contains(domain)
        }
        .map { "\($0.name), which is no target, was touched" }
    }

    /// No running guest of ours ends without leave, nor without being asked.
    private func ended() -> [String] {
        let isRenaming = performed.contains { $0.operation == .rename }
        return before.domains.filter { $0.nonce != nil && $0.state == .running && !isStill($0) }.flatMap { domain in
            var broken: [String] = []
            if !mayEnd(domain) { broken.append("\(domain.name) was ended without leave") }
            let asked = performed.filter { $0.operation == .shutDown && $0.guest == domain.name }
            // Under which name it was asked cannot be told after a rename.
            if isRenaming { return broken }
            if asked.isEmpty { broken.append("\(domain.name) was ended without being asked to shut down") }
            let isSaved = performed.contains {
                $0.operation == .saveMemory && $0.guest == domain.name && $0.error == nil
            }
            if isSaved ? stopping(of: domain).then != .save : isForcedOff(domain) {
                broken.append("\(domain.name) was forced off, and its policy does not say so")
            }
            return broken
        }
    }

    private func isForcedOff(_ domain: SimulatedDomain) -> Bool {
        before.behaviours[domain.name] == .ignoresShutdown && stopping(of: domain).then != .destroy
    }

    private func stopping(of domain: SimulatedDomain) -> Stopping {
        let record = record(of: domain)
        return policies[record.flatMap(definition(of:))?.name ?? record?.name ?? domain.name].stopping
    }

    private func mayEnd(_ domain: SimulatedDomain) -> Bool {
        guard let record = record(of: domain) else { return true }
        switch record.intent {
        // An earlier run was about to end it.
        case .replacing, .stopped, .ended: return true
        case .running: break
        }
        let policy = policies[record.name]
        if let definition = definition(of: record) {
            let wanted = policies[definition.name]
            if wanted.state == .shutoff || wanted.state == .absent { return true }
            return options.allowsRestart || wanted.reach == .restart
        }
        let isRejected = rejected.contains { $0.file == record.source || $0.name == record.name }
        return !isRejected && !definitions.isEmpty && !record.isProtected && !policy.isProtected
            && (options.prunes || policy.prunes)
    }

    /// What is to be built is checked before anything is done for it.
    private func triedInVain() -> [String] {
        guard isCalm else { return [] }
        return performed.filter { $0.operation == .create && $0.error != nil }
            .map { "\($0.guest ?? "a guest") could not be built, which could have been known" }
    }

    /// By its name; else its file tells, unless that speaks of another guest by now.
    private func definition(of record: GuestRecord) -> Definition? {
        if let named = definitions.first(where: { $0.name == record.name }) { return named }
        return definitions.first { definition in
            definition.file == record.source && !state.guests.contains { $0.name == definition.name }
        }
    }

    /// No domain is built on a disk that another one writes, as far as the host can tell what that one has.
    private func sharedDisks() throws -> [String] {
        let running = after.domains.filter { $0.state == .running && after.behaviours[$0.name] != .deviceModelHangs }
        let new = running.filter { domain in
            domain.nonce != nil && !before.domains.contains { $0.domid == domain.domid }
        }
        return try new.flatMap { domain in
            let written = try Set(domain.writtenDisks())
            return try running.filter { $0.domid != domain.domid }
                .filter { try !written.isDisjoint(with: $0.writtenDisks()) }
                .map { "\(domain.name) was built on a disk that \($0.name) writes" }
        }
    }
}

extension SimulatedDomain {
    fileprivate func writtenDisks() throws -> [String] {
        try stored.decoded().disks.filter { $0.readWrite && !$0.cdrom }.compactMap(\.path)
    }
}

extension Ward {
    /// What must hold at any moment, whoever did what: the promises that are broken, each as a sentence.
    func brokenPromises() async throws -> [String] {
        let domains = try await world().domains
        // Memory that is older than the disks is the end of a guest's files.
        var broken = try await world().staleRestores.map { "\($0) went on from memory that is older than its disks" }
        // A domain of ours that runs is remembered: nobody else would know it for ours.
        for domain in domains where domain.nonce != nil && domain.state == .running {
            if !state.guests.contains(where: { $0.uuid == domain.uuid }) {
                broken.append("\(domain.name) is forgotten")
            }
        }
        // No disk is written by two domains of ours, as far as the host can tell what they have.
        var writers: [String: SimulatedDomain] = [:]
        let behaviours = try await world().behaviours
        for domain in domains
        where domain.state == .running && domain.nonce != nil && behaviours[domain.name] != .deviceModelHangs {
            for path in try domain.writtenDisks() {
                guard let other = writers.updateValue(domain, forKey: path) else { continue }
                broken.append("\(path) is written by \(other.name) and \(domain.name)")
            }
        }
        return broken
    }

    /// What is defined runs, as it is defined: judged against the definition, not against the plan.
    func brokenDefinitions(except excused: Set<String>) async throws -> [String] {
        var broken: [String] = []
        for definition in definitions where !excused.contains(definition.name) {
            guard let wanted = definition.document?.configuration, let domain = try await domain(definition.name),
                case .known(let seen) = domain.configuration
            else {
                broken.append("\(definition.name) does not run")
                continue
            }
            let configuration = try seen.configuration.decoded()
            func compare<Value: Equatable>(_ what: String, _ value: (GuestConfiguration) -> Value) {
                let (is_, ought) = (value(configuration), value(wanted))
                if is_ != ought { broken.append("\(definition.name): \(what) is \(is_), not \(ought)") }
            }
            if domain.state != .running { broken.append("\(definition.name) is \(domain.state)") }
            compare("vcpus") { $0.vcpus.online }
            compare("kernel") { $0.boot.kernel }
            compare("disks") { Set($0.disks.map(\.path)) }
            compare("bridges") { $0.nics.map { $0.bridge ?? "" }.sorted() }
            compare("type") { $0.type.kind }
            if case .pv = wanted.type { compare("memory") { $0.memory.target } }
            if wanted.scheduling.weight != nil { compare("weight") { $0.scheduling.weight } }
        }
        return broken
    }
}
