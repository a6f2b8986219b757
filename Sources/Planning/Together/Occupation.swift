import GuestModel
import LibxlJSON
import Observing

/// What running domains have that no second one may have, where no definition speaks for them: guests whose definition is
/// gone, guests of others; what guests will have that are built as they were; and the disks that saved memory knows.
public struct Occupation: Sendable {
    private struct Holder: Sendable {
        var words: String
        /// Of the guest that has it, where it is one of ours.
        var guest: GuestUUID?
    }

    private var holders: [Possession: Holder] = [:]

    /// - Parameters:
    ///   - domains: whose definitions have not been compared with those of the guests to be built.
    ///   - records: of xenward's guests, for domains of which nothing else can be had.
    ///   - wanted: what is of interest; nil for everything.
    public init(
        by domains: some Sequence<ObservedDomain>, remembering records: [GuestRecord], of wanted: Mention? = nil
    ) {
        for domain in domains where domain.state.mayRunOn {
            if let wanted, !wanted.isIn(domain) { continue }
            guard let guest = domain.configuration(remembering: records) else { continue }
            for (possession, _) in guest.possessions() { holders[possession] = Holder(words: domain.words) }
        }
    }

    /// What stands in a guest's way that is about to be built, or to get a device: what all others have, and the disks of those whose
    /// memory is saved. What its own domain has written is spoilt for these already.
    ///
    /// - Parameters:
    ///   - guest: nil for one without a uuid yet.
    ///   - domain: the guest's own.
    ///   - domains: all that are there.
    ///   - records: of xenward's guests.
    ///   - wanted: what is of interest; nil for everything.
    public init(
        inTheWayOf guest: GuestUUID?, of domain: Domid?, among domains: [ObservedDomain],
        remembering records: [GuestRecord], of wanted: Mention?
    ) {
        let others = domains.filter { $0.domid != domain }
        self.init(by: others, remembering: records, of: wanted)
        addDisks(
            ofSaved: records.filter { $0.uuid != guest }, besides: others,
            but: domains.filter { $0.domid == domain }.possessions(remembering: records))
    }

    /// Adds what guests will have again that are built as they were.
    mutating func add(_ returning: some Sequence<PlannedAction.Target>) {
        for target in returning {
            let holder = Holder(
                words: "\(target.configuration.name), which comes back", guest: target.configuration.uuid)
            for (possession, _) in target.configuration.possessions(sharing: target.shareableDisks) {
                holders[possession] = holders[possession] ?? holder
            }
        }
    }

    /// Adds one thing, unless somebody is known to have it.
    mutating func add(_ possession: Possession, _ words: String, _ guest: GuestUUID) {
        holders[possession] = holders[possession] ?? Holder(words: words, guest: guest)
    }

    /// Why this guest cannot be built now; nil when nothing that it needs is taken.
    public func obstacle(to target: PlannedAction.Target) -> String? {
        obstacle(to: target.configuration, sharing: target.shareableDisks)
    }

    /// The same of any guest.
    ///
    /// - Parameter vdevs: of the disks that it shares with others.
    public func obstacle(to guest: GuestConfiguration, sharing vdevs: Set<String>) -> String? {
        let taken = guest.possessions(sharing: vdevs).compactMap {
            possession, isShared -> String? in
            guard !isShared, let holder = holders[possession], holder.guest == nil || holder.guest != guest.uuid else {
                return nil
            }
            return "\(possession.words) by \(holder.words)"
        }
        return taken.isEmpty ? nil : taken.joined(separator: "; ")
    }
}

extension DomainState {
    /// Whether its guest runs, or will when somebody lets it: what it has is its own.
    var mayRunOn: Bool {
        switch self {
        case .running, .paused, .shutDown(.suspend): true
        case .shutDown, .dying: false
        }
    }
}

extension ObservedDomain {
    /// What it has; of a guest of xenward's whose configuration cannot be had, what is remembered of it.
    func configuration(remembering records: [GuestRecord]) -> GuestConfiguration? {
        switch configuration {
        case .known(let seen): return try? seen.configuration.decoded()
        case .unknown:
            let record = records.first { $0.uuid == uuid && $0.domain?.domid == domid }
            return try? (record?.settled ?? record?.asBuilt)?.decoded()
        }
    }
}

extension Possession {
    /// That somebody has it, but for whom.
    var words: String {
        switch self {
        case .disk(let path, _): "disk \(Disk.shown(path)) is written"
        case .mac(let mac): "MAC address \(mac) is used"
        }
    }
}

extension Plan {
    /// This plan with those actions blocked that want what somebody else has, and keeps, or gets before: a name, a disk, an address, a
    /// device of the host.
    func blockingTaken(_ input: PlanInput, _ matching: Matching) -> Plan {
        blockingAllThatFollows {
            $0.blockingTakenNames(input).blockingOccupied(input, matching).blockingSoleUse(input).orderingHandovers(
                input)
        }
    }

    /// This plan with those actions blocked that would take what a running domain has, and keeps.
    private func blockingOccupied(_ input: PlanInput, _ matching: Matching) -> Plan {
        guard actions.contains(where: { $0.builds != nil || !$0.arrivals.isEmpty }) else { return self }
        let orphans = Set(matching.orphans.map(\.record.uuid))
        return blockingReturns(input, of: orphans).blockingAllThatFollows {
            $0.blocking(by: $0.occupation(input, matching.wanted, of: orphans))
        }
    }

    /// What is blocked keeps what it has, which may block others: until there are no more.
    func blockingAllThatFollows(_ block: (Plan) -> Plan) -> Plan {
        var plan = self
        while true {
            let next = block(plan)
            if next == plan { return plan }
            plan = next
        }
    }

    /// This plan with those guests left off that come back as they were, and of which a running domain has something by now.
    private func blockingReturns(_ input: PlanInput, of orphans: Set<GuestUUID>) -> Plan {
        let returns = returns(of: orphans)
        // Most plans bring nobody back, and to look into every domain takes its time.
        guard !returns.isEmpty else { return self }
        var plan = self
        for (index, target) in returns {
            let others = input.observation.domains.filter { $0.domid != actions[index].takesThePlaceOf }
            let occupation = Occupation(by: others, remembering: input.recorded.guests)
            if let reason = occupation.obstacle(to: target) { plan.actions[index].block(reason) }
        }
        return plan
    }

    /// The actions that build guests as they were: no definition speaks for them, or it cannot be followed yet.
    private func returns(of orphans: Set<GuestUUID>) -> [(index: Int, target: PlannedAction.Target)] {
        actions.indices.compactMap { index in
            guard let uuid = actions[index].uuid, let target = actions[index].builds,
                orphans.contains(uuid) || target.isAsItWas
            else { return nil }
            return (index, target)
        }
    }

    /// What the domains have that this plan leaves as they are, and what those get that it builds as they were. A guest that is as its
    /// definition says, or is about to be, has nothing that another definition wants.
    private func occupation(_ input: PlanInput, _ wanted: [Matching.Wanted], of orphans: Set<GuestUUID>) -> Occupation {
        let busy = Set(actions.filter { $0.work != .nothing && !$0.keepsDevices }.map(\.guest))
        let replaced = Set(actions.compactMap(\.takesThePlaceOf))
        var leaving = replaced.union(actions.compactMap(\.removes))
        for guest in wanted where busy.contains(guest.definition.name) && !guest.isLeftAlone(input) {
            if let domain = guest.domain { leaving.insert(domain.domid) }
        }
        let staying = input.observation.domains.filter { !leaving.contains($0.domid) }
        let records = input.recorded.guests
        var occupation = Occupation(
            by: staying, remembering: records, of: Mention(of: actions, remembering: records))
        occupation.add(returns(of: orphans).map(\.target))
        guard records.contains(where: \.isSaved) else { return occupation }
        let givingUp = Set(actions.filter(\.givesSavedMemoryUp).compactMap(\.uuid))
        // Whoever is built anew has written what it had.
        let spoilt = input.observation.domains.filter { replaced.contains($0.domid) }.possessions(remembering: records)
        occupation.addDisks(
            ofSaved: records.filter { !givingUp.contains($0.uuid) }, besides: staying, but: spoilt, orphans: orphans)
        return occupation
    }

    private func blocking(by occupation: Occupation) -> Plan {
        var plan = self
        for index in plan.actions.indices {
            if let target = plan.actions[index].builds, let reason = occupation.obstacle(to: target) {
                plan.actions[index].setBack(reason)
            }
            guard case .update(_, let target) = plan.actions[index].work else { continue }
            for arrival in plan.actions[index].arrivals {
                guard let reason = occupation.obstacle(to: arrival.guest, sharing: target.shareableDisks) else {
                    continue
                }
                plan.actions[index].forbid(arrival.changes, reason)
            }
        }
        return plan
    }
}

extension PlannedAction {
    /// Whether a disk or an interface was to go and stays.
    fileprivate var keepsDevices: Bool {
        changes.contains { !$0.isMade && $0.change.isDeparture(among: [.disks, .nics]) }
    }

    /// Whether nothing goes on from the guest's saved memory any more once this action is carried out.
    fileprivate var givesSavedMemoryUp: Bool {
        if case .forget = work { return true }
        return builds.map { $0.savedMemory == nil } ?? false
    }
}
