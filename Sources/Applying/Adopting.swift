import GuestModel
import Host
import LibxlJSON
import Planning

extension GuestWork {
    /// Takes over a domain that somebody else made. It is looked at, and not touched: from now on it is the guest that
    /// the record speaks of.
    func adopt(
        _ domain: DomainReference, _ target: PlannedAction.Target, after previous: GuestRecord?
    ) async throws(WorkError) {
        guard let observed = try await observed(domain.domid), observed.reference == domain,
            observed.name == target.configuration.name
        else {
            throw .unmet("domain \(domain.domid) is another one by now")
        }
        guard case .known(let seen) = observed.configuration else {
            throw .unmet("the configuration of domain \(domain.domid) cannot be had any more")
        }
        let adoption: Likeness
        let limits: GuestRecord.Limits
        do {
            let configuration = try seen.configuration.decoded()
            limits = GuestRecord.Limits(configuration)
            adoption = try Likeness(
                of: configuration, uuid: domain.uuid, by: target.configuration,
                defaultCPUPool: information.defaultCPUPool)
        } catch {
            throw .unmet("\(error)")
        }
        var record = GuestRecord(
            name: target.configuration.name, uuid: domain.uuid, source: target.source, directory: directory,
            digest: adoption.given == adoption.desired ? target.digest : nil, origin: .adopted,
            given: CanonicalConfiguration(adoption.given),
            domain: .init(domid: domain.domid, bootID: bootID, limits: limits), nonce: nil,
            isProtected: target.policy.protects(previous),
            generation: previous?.generation ?? 0, changed: now())
        record.sharedDisks = target.shareableDisks
        record.settle(on: seen)
        try await recording { () throws(RecordingError) in
            try await notebook.record(record, inPlaceOf: previous?.uuid)
        }
    }

    /// A toolstack that watches a guest takes it away and brings it back when it reboots: what is absent for a moment is
    /// not gone.
    func refuseComingBack(_ record: GuestRecord?) async throws(WorkError) {
        guard let record, record.mayComeBack(bootID: bootID) else { return }
        await surroundings.wait(.seconds(5))
        let observation: HostObservation
        do throws(HostError) { observation = try await host.observe() } catch { throw .host(error) }
        guard let domain = record.comeBack(among: observation.domains, bootID: bootID) else { return }
        throw .unmet("another toolstack has started it again, as domain \(domain.domid); nothing was done")
    }
}
