import GuestModel
import Observing

/// Who is who: which definition, record and domain are the same guest.
///
/// A guest is known by its uuid when its definition gives one, else by its name. A domain belongs to a record when uuid
/// and nonce agree; the nonce is what tells a domain that xenward made from one that only looks like it. An adopted domain
/// has none: it belongs by its uuid, within one boot of the host.
struct Matching {
    /// A guest that somebody wants.
    struct Wanted: Sendable {
        var definition: Definition
        var record: GuestRecord?
        var domain: ObservedDomain?
        /// A domain that has the guest's name or uuid, or was made for it, and is not known to be its.
        var obstacle: ObservedDomain?
        /// Another guest that it may mean as well.
        var other: GuestRecord?

        /// Why nobody knows whom the definition means; nil where that is known.
        var ambiguity: String? {
            guard let other, let record else { return nil }
            return
                "\(definition.file) may mean \(other.name), which it defined until now, or \(record.name), which had this name "
                + "before; a uuid in it tells which: \(other.uuid) or \(record.uuid)"
        }

        func rival(_ input: PlanInput) -> Rival? {
            obstacle.map { Rival($0, of: definition, remembered: record, input) }
        }

        /// Whether nothing is done to it, whatever its definition says.
        func isLeftAlone(_ input: PlanInput) -> Bool {
            record?.suspended != nil || input.policies[definition.name].isSuspended
        }

        /// Its domain runs, and nobody has asked for it to be left alone.
        fileprivate func canBeRenamed(_ input: PlanInput) -> Bool {
            !isLeftAlone(input) && (domain?.state == .running || domain?.state == .paused)
        }
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
        let domains = Domains(input.observation, forgotten: input.forgotten)
        var taken: Set<GuestUUID> = []
        taken.reserveCapacity(input.definitions.count)
        wanted.reserveCapacity(input.definitions.count)
        for definition in input.definitions {
            let record = records.record(for: definition, except: taken)
            if let record { taken.insert(record.uuid) }
            let domain = record.flatMap { domains.domain(of: $0, orCalled: definition.name) }
            let obstacle = domains.obstacle(
                name: definition.name, uuid: definition.uuid ?? record?.uuid, besides: domain)
            let other = record.flatMap { records.other(than: $0, for: definition, except: taken) }
            wanted.append(
                Wanted(definition: definition, record: record, domain: domain, obstacle: obstacle, other: other))
        }
        for record in input.recorded.guests where !taken.contains(record.uuid) {
            orphans.append(Orphan(record: record, domain: domains.domain(of: record)))
        }
        overlookThoseThatMakeWay(input)
    }

    /// A guest of ours that is to have another name itself stands in nobody's way, unless somebody stands in its own.
    private mutating func overlookThoseThatMakeWay(_ input: PlanInput) {
        let blocked = wanted.indices.filter { wanted[$0].obstacle != nil }
        guard !blocked.isEmpty else { return }
        let holders = Dictionary(
            wanted.indices.compactMap { index in wanted[index].domain.map { ($0.domid, index) } }
        ) { first, _ in first }
        let free = blocked.filter { start in
            var seen: Set<Int> = []
            var index = start
            while let obstacle = wanted[index].obstacle {
                guard seen.insert(index).inserted else { return true }
                guard let holder = holders[obstacle.domid], obstacle.name == wanted[index].definition.name,
                    wanted[holder].definition.name != obstacle.name, wanted[holder].canBeRenamed(input)
                else { return false }
                index = holder
            }
            return true
        }
        for index in free { wanted[index].obstacle = nil }
    }
}

/// Finds the record of a definition. Indices stand for records: there are thousands, and most are asked for once.
private struct Records {
    private let guests: [GuestRecord]
    private let byUUID: [GuestUUID: Int]
    /// More than one, where a guest was given the name of another that has no definition any more.
    private let byName: [String: [Int]]
    private let definedNames: Set<String>
    private let definedUUIDs: Set<GuestUUID>
    /// Not while a file that cannot be read may be the definition of the guest that seems to be renamed.
    private let guessesRenames: Bool
    private let input: PlanInput

    init(_ input: PlanInput) {
        let guests = input.recorded.guests
        self.input = input
        let byUUID = Dictionary(guests.indices.map { (guests[$0].uuid, $0) }) { first, _ in first }
        // Names and sources matter for definitions that are new, or not told by their uuid; mostly there are none.
        let areKnown = input.definitions.allSatisfy { $0.uuid.map { byUUID[$0] != nil } ?? false }
        self.guests = guests
        self.byUUID = byUUID
        // A file that cannot be used may be the definition of any guest whose name it has.
        definedNames = areKnown ? [] : Set(input.definitions.map(\.name) + input.rejected.compactMap(\.name))
        guessesRenames = !input.rejected.contains { $0.name == nil }
        definedUUIDs = areKnown ? [] : Set(input.definitions.compactMap(\.uuid))
        byName = areKnown ? [:] : Dictionary(grouping: guests.indices) { guests[$0].name }
    }

    func record(for definition: Definition, except taken: Set<GuestUUID>) -> GuestRecord? {
        if let uuid = definition.uuid, let index = byUUID[uuid] { return guests[index] }
        let namesakes = (byName[definition.name] ?? []).map { guests[$0] }.filter { isFree($0, taken) }
        let own = namesakes.filter { $0.source == definition.file }
        let likely = own.isEmpty ? namesakes : own
        // Of two that were called so, one may be what an old state remembers of a guest that is no more.
        if likely.count > 1 {
            let there = Set(input.observation.domains.map(\.uuid))
            if let living = likely.first(where: { there.contains($0.uuid) }) { return living }
        }
        if let namesake = likely.first(where: { $0.domain != nil }) ?? likely.first { return namesake }
        return renamed(by: definition, except: taken)
    }

    /// The guest that a file defined until now, where it gives none a new name.
    private func renamed(by definition: Definition, except taken: Set<GuestUUID>) -> GuestRecord? {
        // A new name in the same file is a rename only when the old name is defined nowhere.
        guard definition.uuid == nil, guessesRenames else { return nil }
        let candidates = guests.filter { record in
            // A file of the same name in another directory is another file.
            record.source == definition.file && isFree(record, taken) && input.otherHome(of: record) == nil
                && !definedNames.contains(record.name)
        }
        // One whose name went from the file earlier has been without a definition since, and with it without a digest.
        let current = candidates.filter { $0.digest != nil }
        return (current.isEmpty ? candidates : current).max { $0.changed < $1.changed }
    }

    /// Whom a definition may mean as well as the guest that was found for it: that one had its name, and has no definition any more; this
    /// one was defined by its file until now, and is there, or has ended since the host booted.
    func other(than found: GuestRecord, for definition: Definition, except taken: Set<GuestUUID>) -> GuestRecord? {
        guard found.uuid != definition.uuid, found.source != definition.file,
            let renamed = renamed(by: definition, except: taken), renamed.uuid != found.uuid,
            renamed.domain != nil || renamed.isSaved || renamed.intent.bootID == input.observation.host.bootID
        else { return nil }
        return renamed
    }

    private func isFree(_ record: GuestRecord, _ taken: Set<GuestUUID>) -> Bool {
        !taken.contains(record.uuid) && !definedUUIDs.contains(record.uuid)
    }
}

/// Finds the domain of a record.
private struct Domains {
    private let bootID: String
    private let domains: [ObservedDomain]
    private let byDomid: [Domid: Int]
    private let byName: [String: Int]
    /// Domains that were made for a guest of this name, and that no record knows.
    private let forgotten: [String: Int]

    init(_ observation: HostObservation, forgotten guests: [Domid: ForgottenGuest]) {
        bootID = observation.host.bootID
        let domains = observation.domains
        self.domains = domains
        byDomid = Dictionary(domains.indices.map { (domains[$0].domid, $0) }) { first, _ in first }
        byName = Dictionary(domains.indices.compactMap { index in domains[index].name.map { ($0, index) } }) {
            first, _ in
            first
        }
        forgotten =
            guests.isEmpty
            ? [:]
            : Dictionary(
                domains.indices.compactMap { index in guests[domains[index].domid].map { ($0.name, index) } }
            ) { first, _ in first }
    }

    /// - Parameter name: what its definition calls it by now; nil for a guest without one.
    func domain(of record: GuestRecord, orCalled name: String? = nil) -> ObservedDomain? {
        if record.isWatched { return domain(ofWatched: record, orCalled: name) }
        if let known = record.domain, known.bootID == bootID, let index = byDomid[known.domid],
            belongs(domains[index], to: record)
        {
            return isLeftBehind(domains[index], by: record) ? nil : domains[index]
        }
        // Another domid: rebooted by somebody else, or created by a run that was cut short.
        let candidates = domains.filter { belongs($0, to: record) }
        return candidates.first { $0.name == record.name }
            ?? candidates.last { $0.state == .running || $0.state == .paused }
    }

    /// A domain that somebody else made has no nonce, so that only its boot vouches for its uuid. Whoever watches it may
    /// have rebooted it: then another domain has its name, and the old one may have been kept under another.
    private func domain(ofWatched record: GuestRecord, orCalled name: String?) -> ObservedDomain? {
        guard let known = record.domain, known.bootID == bootID else { return nil }
        // It may have its new name by now, and nothing that says so, where a run was cut short.
        for name in [record.name, name].compactMap(\.self) {
            if let index = byName[name], belongs(domains[index], to: record) { return domains[index] }
        }
        let candidates = domains.filter { belongs($0, to: record) }
        return candidates.first { $0.domid == known.domid && !$0.isKept(under: record.name) }
    }

    /// Whether it is kept for a look, and its guest goes on in a domain that an older state does not know.
    private func isLeftBehind(_ domain: ObservedDomain, by record: GuestRecord) -> Bool {
        domain.isKept(under: record.name)
            && domains.contains { $0.uuid == domain.uuid && $0.nonce != nil && !$0.state.isShutDown }
    }

    private func belongs(_ domain: ObservedDomain, to record: GuestRecord) -> Bool {
        domain.uuid == record.uuid && (domain.nonce == record.nonce || isUnfinished(domain, of: record))
    }

    /// A domain of which xenstore knows nothing, with the uuid of a guest: of one whose creation never ended, or of one that is
    /// known to have this domain. Making or destroying it was cut short.
    private func isUnfinished(_ domain: ObservedDomain, of record: GuestRecord) -> Bool {
        guard record.nonce != nil, domain.isUnknownToXenstore else { return false }
        guard let known = record.domain else { return domain.state == .paused }
        return known.domid == domain.domid && known.bootID == bootID
    }

    func obstacle(name: String, uuid: GuestUUID?, besides own: ObservedDomain?) -> ObservedDomain? {
        if let index = byName[name], domains[index].domid != own?.domid { return domains[index] }
        guard own == nil else { return nil }
        // A definition with another uuid is another guest's.
        if let index = forgotten[name], uuid == nil || domains[index].uuid == uuid { return domains[index] }
        guard let uuid else { return nil }
        // A preserved domain shares its guest's uuid, and is evidence: it stands in nobody's way.
        return domains.first { $0.uuid == uuid && !$0.state.isShutDown }
    }
}
