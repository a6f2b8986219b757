import GuestModel
import Host
import LibxlJSON
import Planning

extension GuestWork {
    /// Builds a guest and lets it run.
    ///
    /// Its uuid and nonce are recorded before anything is built: a run that is cut short leaves a domain that the next
    /// run knows for its own.
    func create(_ target: PlannedAction.Target, after previous: GuestRecord?) async throws(WorkError) {
        try await refuseComingBack(previous)
        try await awaitDependencies(of: target)
        try await check(target)
        do throws(WorkError) {
            try await build(target, after: previous)
        } catch {
            guard let previous, previous.isBeingReplaced else { throw error }
            throw await goneBack(from: error, to: previous, target) ?? error
        }
    }

    /// As ``create(_:after:)``, for a caller who has asked for what the guest needs already.
    func build(_ target: PlannedAction.Target, after previous: GuestRecord?) async throws(WorkError) {
        if let path = target.savedMemory, let previous { return try await restore(target, from: path, previous) }
        let configuration = identified(target.configuration)
        guard let uuid = configuration.uuid else { throw .unmet("it has no uuid") }
        let given = CanonicalConfiguration(configuration)
        let nonce = nonce()
        var record = GuestRecord(
            name: configuration.name, uuid: uuid, source: target.source,
            // One that is built as it was is whose it was.
            directory: target.isAsItWas ? previous?.directory ?? directory : directory ?? previous?.directory,
            digest: target.digest, origin: previous?.origin ?? .created, given: given, nonce: nonce,
            isProtected: target.policy.protects(previous),
            crashes: previous?.crashes ?? [], reboots: previous?.reboots ?? [],
            // Built as it was, the guest is still not what its definition says.
            refusedDefinition: target.isAsItWas && previous?.refusedDefinition == target.fileDigest
                ? target.fileDigest : nil,
            generation: (previous?.generation ?? 0) + 1, changed: now())
        record.sharedDisks = target.shareableDisks
        // Until it is there: should this run be cut short, and the next one not be able to build it, that is the way back.
        if let previous, previous.isBeingReplaced, previous.asBuilt != given { record.booted = previous.asBuilt }
        try await recording { () throws(RecordingError) in
            try await notebook.record(record, inPlaceOf: previous?.uuid)
        }
        let domid: Domid
        do throws(HostError) {
            let userdata = OwnershipMark(record: record, lineage: await notebook.state.lineage, bootID: bootID).text
            domid = try await host.create(
                CanonicalConfiguration(started(configuration)), nonce: nonce, userdata: userdata)
        } catch {
            if try await !exists(record) { try await withdraw(record, previous) }
            throw .host(error)
        }
        let limits = GuestRecord.Limits(configuration)
        record.domain = .init(domid: domid, bootID: bootID, limits: limits)
        record.booted = nil
        record.isKeptPaused = target.policy.state == .paused
        try await save(record)
        let domain = DomainReference(domid: domid, uuid: uuid, nonce: nonce)
        if target.policy.state != .paused {
            try await effect { () throws(HostError) in try await host.unpause(domain) }
        }
        try await settle(record, domid, limits: limits)
        // It boots, and what was saved of it before is nothing that it could go on from.
        if let saved = previous?.saved { await removeMemory(at: saved.path) }
    }

    /// Whether a create that was said to have failed left its domain behind; then it is ours, and the next run's to mend.
    func exists(_ record: GuestRecord) async throws(WorkError) -> Bool {
        guard let observation = try? await host.observe(.domains([])) else { return true }
        return observation.domains.contains {
            $0.uuid == record.uuid && ($0.nonce == record.nonce || $0.isUnknownToXenstore)
                && !$0.isKept(under: record.name)
        }
    }

    /// Nothing was built: a guest that never was is not remembered, one that was keeps its face and its history.
    func withdraw(_ record: GuestRecord, _ previous: GuestRecord?) async throws(WorkError) {
        guard var previous else {
            return try await recording { () throws(RecordingError) in try await notebook.forget(record.uuid) }
        }
        previous.domain = nil
        if case .ended = previous.intent { (previous.booted, previous.shutDown) = (nil, nil) }
        if !previous.isSaved { previous.settle(on: nil) }
        let kept = previous
        try await recording { () throws(RecordingError) in try await notebook.record(kept, inPlaceOf: record.uuid) }
    }

    /// The configuration with a uuid and MACs, made up where it has none.
    private func identified(_ configuration: GuestConfiguration) -> GuestConfiguration {
        var configuration = configuration
        var generator = Bits(next: surroundings.random)
        if configuration.uuid == nil { configuration.uuid = .random(using: &generator) }
        for index in configuration.nics.indices where configuration.nics[index].mac == nil {
            configuration.nics[index].mac = .random(using: &generator)
        }
        return configuration
    }

    /// What its domain gets that is another one at each start.
    private func started(_ configuration: GuestConfiguration) -> GuestConfiguration {
        guard case .hvm(var hvm) = configuration.type, hvm.generationID == .generated else { return configuration }
        var generator = Bits(next: surroundings.random)
        hvm.generationID = .random(using: &generator)
        var started = configuration
        started.type = .hvm(hvm)
        return started
    }

    func nonce() -> String {
        let bits = [surroundings.random(), surroundings.random()]
        return bits.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}

struct Bits: RandomNumberGenerator {
    let source: @Sendable () -> UInt64

    init(next: @escaping @Sendable () -> UInt64) { source = next }

    mutating func next() -> UInt64 { source() }
}
