import GuestModel
import Host

extension XenHost {
    public func observe(_ attention: Attention) async throws(HostError) -> HostObservation {
        let (host, pools, domains) = try await list()
        let pool = pool
        let seen = await Deadline(duration: timing.observation, lanes: timing.lanes).ask(domains) { domain in
            guard attention.includes(domain.domid, nonce: domain.nonce) else {
                return domain.unseen(.notAskedFor)
            }
            do throws(HostError) {
                return try await pool.use { worker in worker.look(at: domain, cpupools: pools) }
            } catch {
                return domain.unseen(.unknown(reason: error.description))
            }
        }
        let late = ObservedConfiguration.unknown(reason: "it did not answer within \(timing.observation)")
        return HostObservation(
            host: host, domains: zip(domains, seen).map { domain, seen in seen ?? domain.unseen(late) })
    }

    public func states() async throws(HostError) -> [Domid: DomainState] {
        try await pool.use { worker throws(HostError) in try worker.states() }
    }

    /// The host's cpus, NUMA node by node: what `all` and `node:1` mean in `cpus`. Nil where libxl does not say.
    public func cpusByNode() async throws(HostError) -> [CPUSet]? {
        try await pool.use { worker throws(HostError) in worker.cpusByNode() }
    }

    /// The host and its domains by name. What is on xenstore is read here, so that a guest is known for ours even when
    /// nothing else of it can be had.
    private func list() async throws(HostError) -> (HostInformation, [UInt32: String], [DomainInformation]) {
        let pool = pool
        let answers = await Deadline(duration: timing.observation, lanes: 1).ask([()]) { _ in
            await Result.of { () throws(HostError) in
                try await pool.use { worker throws(HostError) in
                    (try worker.hostInformation(), worker.cpupools(), try worker.domains())
                }
            }
        }
        guard let answer = answers.first ?? nil else {
            throw HostError(
                "libxl_list_domain", .timedOut,
                detail: "neither Xen nor xenstored answered within \(timing.observation)")
        }
        return try answer.get()
    }

    public func domain(_ domid: Domid) async throws(HostError) -> ObservedDomain? {
        try await pool.use { worker throws(HostError) in
            try worker.information(domid).map { worker.look(at: $0, cpupools: worker.cpupools()) }
        }
    }
}

extension DomainInformation {
    /// All that is known of a domain that could not be looked at.
    fileprivate func unseen(_ configuration: ObservedConfiguration) -> ObservedDomain {
        ObservedDomain(
            domid: domid, uuid: uuid, name: name, state: state, configuration: configuration, nonce: nonce)
    }
}

extension Result where Failure == HostError {
    /// What came of something that may fail.
    static func of(_ body: @Sendable () async throws(HostError) -> Success) async -> Self where Success: Sendable {
        do throws(HostError) { return .success(try await body()) } catch { return .failure(error) }
    }
}
