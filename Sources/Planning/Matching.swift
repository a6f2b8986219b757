import GuestModel
import Host

/// Who is who: which definition, record and domain are the same guest.
///
/// A guest is known by its uuid when its definition gives one, else by its name. A domain belongs to a record when uuid
/// and nonce agree; the nonce is what tells a domain that xenward made from one that only looks like it.
struct Matching {
    /// A guest that somebody wants.
    struct Wanted {
        var definition: Definition
        var record: GuestRecord?
        var domain: ObservedDomain?
        /// A domain of somebody else's that has the guest's name or uuid.
        var obstacle: ObservedDomain?
    }

    /// A guest that is remembered, and that no definition wants.
    struct Orphan {
        var record: GuestRecord
        var domain: ObservedDomain?
    }

    private(set) var wanted: [Wanted] = []
    private(set) var orphans: [Orphan] = []

    init(_ input: PlanInput) {
        let records = Records(input)
        let domains = Domains(input.observation)
        var taken: Set<GuestUUID> = []
        for definition in input.definitions {
            let record = records.record(for: definition, except: taken)
            if let record { taken.insert(record.uuid) }
            let domain = record.flatMap { domains.domain(of: $0) }
            let obstacle = domains.obstacle(
                name: definition.name, uuid: definition.uuid ?? record?.uuid, besides: domain)
            wanted.append(Wanted(definition: definition, record: record, domain: domain, obstacle: obstacle))
        }
        for record in input.recorded.guests where !taken.contains(record.uuid) {
            orphans.append(Orphan(record: record, domain: domains.domain(of: record)))
        }
    }
}

/// Finds the record of a definition.
private struct Records {
    private let byUUID: [GuestUUID: GuestRecord]
    private let byName: [String: GuestRecord]
    private let bySource: [String: [GuestRecord]]
    private let definedNames: Set<String>
    private let definedUUIDs: Set<GuestUUID>

    init(_ input: PlanInput) {
        let guests = input.recorded.guests
        byUUID = Dictionary(guests.map { ($0.uuid, $0) }) { first, _ in first }
        byName = Dictionary(guests.map { ($0.name, $0) }) { first, _ in first }
        bySource = Dictionary(grouping: guests, by: \.source)
        definedNames = Set(input.definitions.map(\.name))
        definedUUIDs = Set(input.definitions.compactMap(\.uuid))
    }

    func record(for definition: Definition, except taken: Set<GuestUUID>) -> GuestRecord? {
        if let uuid = definition.uuid, let record = byUUID[uuid] { return record }
        if let record = byName[definition.name], !definedUUIDs.contains(record.uuid), !taken.contains(record.uuid) {
            return record
        }
        // A new name in the same file is a rename only when the old name is defined nowhere.
        guard definition.uuid == nil else { return nil }
        let candidates = (bySource[definition.file] ?? []).filter {
            !definedNames.contains($0.name) && !definedUUIDs.contains($0.uuid) && !taken.contains($0.uuid)
        }
        return candidates.count == 1 ? candidates.first : nil
    }
}

/// Finds the domain of a record.
private struct Domains {
    private let bootID: String
    private let byUUID: [GuestUUID: [ObservedDomain]]
    private let byName: [String: ObservedDomain]

    init(_ observation: HostObservation) {
        bootID = observation.host.bootID
        byUUID = Dictionary(grouping: observation.domains, by: \.uuid)
        byName = Dictionary(observation.domains.compactMap { domain in domain.name.map { ($0, domain) } }) { first, _ in
            first
        }
    }

    func domain(of record: GuestRecord) -> ObservedDomain? {
        let candidates = (byUUID[record.uuid] ?? []).filter { $0.nonce == record.nonce }
        if let known = record.domain, known.bootID == bootID,
            let same = candidates.first(where: { $0.domid == known.domid })
        {
            return same
        }
        // Another domid: rebooted by somebody else, or created by a run that was cut short.
        return candidates.first { $0.name == record.name }
            ?? candidates.last { $0.state == .running || $0.state == .paused }
    }

    func obstacle(name: String, uuid: GuestUUID?, besides own: ObservedDomain?) -> ObservedDomain? {
        if let holder = byName[name], holder.domid != own?.domid { return holder }
        guard own == nil, let uuid else { return nil }
        // A preserved domain shares its guest's uuid, and is evidence: it stands in nobody's way.
        return byUUID[uuid]?.first { if case .shutDown = $0.state { false } else { true } }
    }
}
