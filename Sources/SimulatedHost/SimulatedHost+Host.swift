import GuestModel
import Host
import LibxlJSON

extension SimulatedHost {
    public func observe(_ attention: Attention) async throws(HostError) -> HostObservation {
        try await look(.observe) { world, now in
            forgetWhatWasSeen(except: world.domains)
            return HostObservation(
                host: world.information(at: now),
                domains: world.domains.map { domain in
                    var seen = see(domain)
                    if !attention.includes(seen.domid, nonce: seen.nonce) {
                        seen.configuration = .notAskedFor
                    }
                    return seen
                })
        }
    }

    public func states() async throws(HostError) -> [Domid: DomainState] {
        try await look(.observe) { world, _ in
            Dictionary(world.domains.map { ($0.domid, $0.state) }) { first, _ in first }
        }
    }

    /// Every second, since other processes change the file, and time itself the guests.
    public func changes() async throws(HostError) -> AsyncStream<HostEvent> {
        AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            let clock = Task {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(1))
                    continuation.yield(.domains)
                }
            }
            continuation.onTermination = { _ in clock.cancel() }
        }
    }

    public func domain(_ domid: Domid) async throws(HostError) -> ObservedDomain? {
        try await look(.domain, at: domid) { world, _ in world.domain(domid).map { see($0) } }
    }

    public func answer(_ requirements: [Requirement]) async throws(HostError) -> [RequirementAnswer] {
        try await look(.answer) { world, now in world.answer(requirements, at: now) }
    }

    public func create(
        _ configuration: CanonicalConfiguration, nonce: String, userdata: String
    ) async throws(HostError) -> Domid {
        let guest = try? configuration.decoded()
        if let guest { await waitForMemory(of: guest) }
        return try await effect(.create, on: nil, named: guest?.name) { world, now throws(HostError) in
            try world.create(configuration, nonce: nonce, userdata: userdata, at: now)
        }
    }

    /// What a domain held that has just gone is free a moment later.
    private func waitForMemory(of guest: GuestConfiguration) async {
        for _ in 0..<60 {
            guard guest.memoryNeed > kept.freeMemory(at: now()), guest.memoryNeed <= kept.comingMemory else { return }
            await pause(for: .seconds(1))
        }
    }

    public func destroy(_ domain: DomainReference) async throws(HostError) {
        try await effect(.destroy, on: domain.domid) { world, now throws(HostError) in
            try world.destroy(domain, at: now)
        }
    }

    public func shutDown(_ domain: DomainReference, within deadline: Duration) async throws(HostError) {
        let asked = try await effect(.shutDown, on: domain.domid) { world, _ throws(HostError) in
            try world.requestShutdown(domain)
        }
        if asked == .done { return }
        await pause(for: deadline)
        // Others had their turn while this one waited; the guest may be down by now, or gone.
        let (progress, name) = try await look(.domain) { world, _ in
            (world.shutdownProgress(domain), world.domain(domain.domid)?.name)
        }
        if progress == .stillRunning {
            throw HostOperation.shutDown.error(.guestTimedOut, name, "the guest still runs after \(deadline)")
        }
    }

    public func saveMemory(of domain: DomainReference, to path: String) async throws(HostError) {
        try await effect(.saveMemory, on: domain.domid) { world, _ throws(HostError) in
            try world.saveMemory(of: domain, to: path)
        }
    }

    public func resume(_ domain: DomainReference) async throws(HostError) {
        try await effect(.resume, on: domain.domid) { world, _ throws(HostError) in try world.resume(domain) }
    }

    public func restore(from path: String, nonce: String, userdata: String) async throws(HostError) -> Domid {
        let saved = kept.savedMemories[path]?.domain
        return try await effect(.restore, on: nil, named: saved?.name) { world, now throws(HostError) in
            try world.restore(from: path, nonce: nonce, userdata: userdata, at: now)
        }
    }

    public func removeMemory(at path: String) async throws(HostError) {
        try await effect(.removeMemory, on: nil) { world, _ in world.savedMemories[path] = nil }
    }

    public func pause(_ domain: DomainReference) async throws(HostError) {
        try await effect(.pause, on: domain.domid) { world, _ throws(HostError) in try world.pause(domain) }
    }

    public func unpause(_ domain: DomainReference) async throws(HostError) {
        try await effect(.unpause, on: domain.domid) { world, _ throws(HostError) in try world.unpause(domain) }
    }

    public func preserve(_ domain: DomainReference, suffix: String) async throws(HostError) {
        try await effect(.preserve, on: domain.domid) { world, _ throws(HostError) in
            try world.preserve(domain, suffix: suffix)
        }
    }

    public func dumpCore(_ domain: DomainReference, to path: String) async throws(HostError) {
        try await effect(.dumpCore, on: domain.domid) { world, _ throws(HostError) in
            try world.dumpCore(domain, to: path)
        }
    }

    public func softReset(_ domain: DomainReference, userdata: String) async throws(HostError) {
        try await effect(.softReset, on: domain.domid) { world, _ throws(HostError) in
            try world.softReset(domain, userdata: userdata)
        }
    }
}
