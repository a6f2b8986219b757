import Definitions
import FormatSupport
import GuestModel
import Host
import LibxlJSON
import Planning

/// A plan that somebody looks at before it is carried out: what was asked, what it was made from, and what it said. Of
/// configurations it has digests alone, so that no password is in it.
struct SavedPlan: Sendable, Hashable {
    /// What was asked, so that the same can be asked again.
    struct Request: Sendable, Hashable {
        /// The real path of the definitions directory.
        var directory: String
        var connect: String
        var state: String?
        var config: String?
        var options: PlanOptions
    }

    var request: Request
    /// When it was made.
    var created: Timestamp
    var basis: Basis
    /// As `plan --json` prints it.
    var actions: [FieldValue]

    /// What a plan was made from.
    struct Basis: Sendable, Hashable {
        var lineage: String
        var serial: UInt64
        /// Another one after every boot of the host.
        var bootID: String
        /// By file, the digest of each definition; of a file that cannot be used, nothing but its name.
        var definitions: [String: String]
        /// By name, each domain that xenward looks after, or that has the name of a guest that is defined.
        var domains: [String: String]
        /// Digest of the policy, as it was understood.
        var policy: String
    }

    init(_ request: Request, _ session: Session, _ plan: Plan, at created: Timestamp) {
        self.request = request
        self.created = created
        basis = Basis(session)
        actions = plan.actions.map(\.document)
    }

    init(request: Request, created: Timestamp, basis: Basis, actions: [FieldValue]) {
        self.request = request
        self.created = created
        self.basis = basis
        self.actions = actions
    }

    /// What has moved since, one sentence each without a full stop; none when carrying the new plan out is carrying out what
    /// was looked at.
    func moves(to session: Session, _ plan: Plan) -> [String] {
        let moves = basis.moves(to: Basis(session))
        guard moves.isEmpty else { return moves }
        let now = plan.actions.map(\.document)
        guard now != actions else { return [] }
        let old = Set(actions), new = Set(now)
        let guests = Set(old.symmetricDifference(new).compactMap { $0["guest"]?.string }).sorted()
        return ["what is to be done to \(guests.joined(separator: ", ")) is something else by now"]
    }
}

extension SavedPlan.Basis {
    init(_ session: Session) {
        lineage = session.recorded.lineage
        serial = session.recorded.serial
        bootID = session.observation.host.bootID
        definitions = Dictionary(
            session.definitions.definitions.map { ($0.file, $0.digest) }
                + session.definitions.rejected.map { ($0.file, "unusable") }
        ) { first, _ in first }
        policy = Digest.text(of: String(reflecting: session.policies.policy))
        let uuids = Set(session.recorded.guests.map(\.uuid))
        let names = Set(session.definitions.definitions.map(\.name))
        let ours = session.observation.domains.filter { domain in
            uuids.contains(domain.uuid) || domain.name.map { names.contains($0) } ?? false
        }
        domains = Dictionary(
            ours.map { domain in
                let configuration =
                    switch domain.configuration {
                    case .known(let seen): seen.fingerprint
                    case .unknown(let reason): reason
                    }
                let digest = Digest.text(of: "\(domain.uuid) \(domain.state) \(configuration)")
                return (domain.name ?? "\(domain.uuid)", "domid \(domain.domid) \(digest)")
            }
        ) { $0 + " " + $1 }
    }

    fileprivate func moves(to now: Self) -> [String] {
        var moves: [String] = []
        // A state that was never written has another lineage each time that it is not found.
        if serial == 0, now.serial == 0 {
            // Nothing is remembered, then as now.
        } else if lineage != now.lineage {
            moves.append("the state is another one (lineage \(now.lineage), was \(lineage))")
        } else if serial != now.serial {
            moves.append("the state has been written since (serial \(now.serial), was \(serial))")
        }
        if bootID != now.bootID { moves.append("the host has booted since") }
        if policy != now.policy { moves.append("the policy has changed") }
        moves += Self.differences(definitions, now.definitions) { file, what in "\(file) \(what)" }
        moves += Self.differences(domains, now.domains) { name, what in "the domain of \(name) \(what)" }
        return moves
    }

    private static func differences(
        _ old: [String: String], _ new: [String: String], _ sentence: (String, String) -> String
    ) -> [String] {
        Set(old.keys).union(new.keys).sorted().compactMap { key in
            switch (old[key], new[key]) {
            case (nil, _?): sentence(key, "is new")
            case (_?, nil): sentence(key, "is gone")
            case (let before, let after): before == after ? nil : sentence(key, "has changed")
            }
        }
    }
}
