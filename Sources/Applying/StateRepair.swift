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

    public init(
        of state: RecordedState, on host: any Host, _ observation: HostObservation, directory: String?, now: Timestamp
    ) async {
        let known = Set(state.guests.compactMap(\.nonce))
        for domain in observation.domains {
            guard let nonce = domain.nonce, !known.contains(nonce), let name = domain.name else { continue }
            guard domain.state != .dying, domain.state != .shutDown(.suspend) else { continue }
            if state.guests.contains(where: { $0.uuid == domain.uuid }) {
                problems.append(
                    "domain \(domain.domid) (\(name)) has the uuid of a guest that is remembered with another")
                continue
            }
            let mark: OwnershipMark
            do throws(HostError) {
                guard let text = try await host.userdata(of: domain.reference), let read = OwnershipMark(text) else {
                    problems.append(
                        "domain \(domain.domid) (\(name)) is marked as xenward's, but its userdata is not there")
                    continue
                }
                mark = read
            } catch {
                // It has ended since it was seen.
                guard error.code != .domainNotFound else { continue }
                problems.append("what xenward left with domain \(domain.domid) (\(name)) cannot be read: \(error)")
                continue
            }
            let made = try? mark.given.decoded()
            // What is kept for a look is no guest any more.
            if let made, domain.isKept(under: made.name) { continue }
            var record = GuestRecord(
                name: made?.name ?? name, uuid: domain.uuid, source: mark.source, directory: directory, digest: nil,
                origin: .created,
                given: mark.given, nonce: nonce, generation: mark.generation, changed: now)
            record.domain = made.map {
                .init(domid: domain.domid, bootID: observation.host.bootID, limits: .init($0))
            }
            if case .known(let seen) = domain.configuration { record.settle(on: seen, calling: made?.name) }
            findings.append(Finding(record: record, domid: domain.domid))
        }
        findings.sort { $0.record.name < $1.record.name }
    }

    /// Whose domain each of them is: what its guest was called when it was made, whatever the domain is called by now.
    public var guestNames: [Domid: String] {
        Dictionary(findings.map { ($0.domid, $0.record.name) }) { first, _ in first }
    }

    /// The plan that remembers them.
    public var plan: Plan { Plan(bookkeeping: findings.map(\.record)) }
}

extension GuestRecord {
    /// Remembers how the domain looks; a name that somebody else has given it is theirs, and drift.
    fileprivate mutating func settle(on seen: SeenConfiguration, calling name: String?) {
        settle(on: seen)
        guard let name, var guest = try? seen.configuration.decoded(), guest.name != name else { return }
        guest.name = name
        settle(on: SeenConfiguration(CanonicalConfiguration(guest)))
    }
}
