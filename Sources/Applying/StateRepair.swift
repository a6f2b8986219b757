import GuestModel
import Host
import LibxlJSON
import Planning

/// Finds the guests that xenward made and that a state, lost or old, does not remember: every domain carries a mark that says
/// so. It only looks, and destroys nothing.
public struct StateRepair: Sendable {
    /// A guest that would be remembered again.
    public struct Finding: Sendable {
        /// Made from the domain's mark, and from what was seen of the domain now. It has no digest, so that its definition
        /// is read again.
        public var record: GuestRecord
        /// The domain that carries the mark.
        public var domid: Domid
    }

    /// What can be remembered again, by name.
    public private(set) var findings: [Finding] = []
    /// What looks like xenward's and cannot be; sentences without a full stop.
    public private(set) var problems: [String] = []
    /// The states that these guests were made under.
    public private(set) var lineages: Set<String> = []
    /// Whose domain each one is that carries a mark and is not remembered, whatever the domain is called by now.
    public private(set) var guests: [Domid: ForgottenGuest] = [:]

    /// - Parameters:
    ///   - directory: where guests are from whose mark does not say so.
    ///   - others: the lineages of other states whose guests are taken over, too; nil for any. A state that knows no guest yet
    ///     follows that of its directory.
    public init(
        of state: RecordedState, on host: any Host, _ observation: HostObservation, directory: String?,
        takingOver others: Set<String>? = [], now: Timestamp
    ) async {
        let marked = await marked(beside: state, on: host, observation)
        // A state that knows no guest yet follows the one that this directory had.
        let here = marked.filter { directory == nil || $0.mark.directory == nil || $0.mark.directory == directory }
        let own = state.guests.isEmpty ? Set(here.map(\.mark.lineage)) : [state.lineage]
        for marked in marked {
            let (domain, mark) = (marked.domain, marked.mark)
            let isOwn = own.contains(mark.lineage)
            guests[domain.domid] = ForgottenGuest(name: marked.name, lineage: isOwn ? nil : mark.lineage)
            guard isOwn || others?.contains(mark.lineage) ?? true else {
                problems.append(
                    "\(domain.words) was made under another state; \"xenward state repair --lineage \(mark.lineage)\" has this one "
                        + "look after it")
                continue
            }
            lineages.insert(mark.lineage)
            let record = GuestRecord(of: marked, bootID: observation.host.bootID, directory: directory, now: now)
            findings.append(Finding(record: record, domid: domain.domid))
        }
        findings.sort { $0.record.name < $1.record.name }
    }

    /// The domains that carry a mark and are not remembered. What stands in the way of one is noted.
    private mutating func marked(
        beside state: RecordedState, on host: any Host, _ observation: HostObservation
    ) async -> [MarkedDomain] {
        let known = Set(state.guests.compactMap(\.nonce))
        var marked: [MarkedDomain] = []
        for domain in observation.domains {
            guard let nonce = domain.nonce, !known.contains(nonce), let name = domain.name else { continue }
            guard domain.state != .dying, domain.state != .shutDown(.suspend) else { continue }
            let older = state.guests.first { $0.uuid == domain.uuid }
            if let older,
                observation.domains.contains(where: {
                    // What is kept for a look is what an older state takes for the guest.
                    $0.uuid == older.uuid && $0.nonce == older.nonce && !$0.state.isShutDown
                })
            {
                problems.append("\(domain.words) has the uuid of a guest that is remembered with another")
                continue
            }
            guard let mark = await mark(of: domain, on: host) else { continue }
            let made = try? mark.given.decoded()
            // What is kept for a look is no guest any more.
            if let made, domain.isKept(under: made.name) { continue }
            marked.append(MarkedDomain(domain: domain, name: made?.name ?? name, mark: mark, made: made, older: older))
        }
        return marked
    }

    /// What was left with a domain when it was made; nil where that cannot be had.
    private mutating func mark(of domain: ObservedDomain, on host: any Host) async -> OwnershipMark? {
        do throws(HostError) {
            if let text = try await host.userdata(of: domain.reference), let mark = OwnershipMark(text) { return mark }
            problems.append("\(domain.words) is marked as xenward's, but its userdata is not there")
        } catch {
            // Without one, it has ended since it was seen.
            if error.code != .domainNotFound {
                problems.append("what xenward left with \(domain.words) cannot be read: \(error)")
            }
        }
        return nil
    }

    /// The plan that remembers them.
    public var plan: Plan { Plan(bookkeeping: findings.map(\.record)) }
}

/// A domain that carries xenward's mark and that the state does not remember.
private struct MarkedDomain {
    let domain: ObservedDomain
    /// What its guest is called, whatever somebody else calls the domain.
    let name: String
    let mark: OwnershipMark
    /// What it was made from; nil where that is damaged.
    let made: GuestConfiguration?
    /// What a state remembers that is older than the domain: protection and the like hold as before.
    let older: GuestRecord?
}

extension GuestRecord {
    /// What is remembered again of a domain's guest.
    fileprivate init(of marked: MarkedDomain, bootID: String, directory: String?, now: Timestamp) {
        let (domain, mark, older) = (marked.domain, marked.mark, marked.older)
        self.init(
            name: marked.name, uuid: domain.uuid, source: mark.source, directory: mark.directory ?? directory,
            digest: nil, origin: older?.origin ?? .created, given: mark.given, nonce: domain.nonce,
            isProtected: older?.isProtected ?? false, suspended: older?.suspended,
            isLeftAlone: older?.isLeftAlone ?? false, sharedDisks: mark.sharedDisks, generation: mark.generation,
            changed: now)
        self.domain = marked.made.map { .init(domid: domain.domid, bootID: bootID, limits: .init($0)) }
        if case .known(let seen) = domain.configuration { settle(on: seen, calling: marked.made?.name) }
    }

    /// Remembers how the domain looks; a name that somebody else has given it is theirs, and drift.
    fileprivate mutating func settle(on seen: SeenConfiguration, calling name: String?) {
        settle(on: seen)
        guard let name, var guest = try? seen.configuration.decoded(), guest.name != name else { return }
        guest.name = name
        settle(on: SeenConfiguration(CanonicalConfiguration(guest)))
    }
}
