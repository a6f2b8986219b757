import GuestModel
import Observing
import Planning
import Policy

/// What a look at the guests has found, in numbers.
struct GuestFigures: Sendable, Equatable {
    /// How many guests are how; those that are not there included.
    var byState: [State: Int] = [:]
    /// Guests whose running domain somebody else has changed.
    var drifted = 0
    /// Guests of which something takes effect when they boot next.
    var waitingForBoot = 0
    /// Guests of which something would need a restart that nobody has allowed.
    var waitingForRestart = 0
    /// Guests that something stands in the way of.
    var blocked = 0
    /// Files that look like a guest, and cannot be used.
    var unusable = 0
    /// By name.
    var guests: [Guest] = []

    enum State: String, Sendable, CaseIterable {
        case running
        case paused
        case shutDown = "shut-down"
        case dying
        case absent

        init(_ state: DomainState?) {
            switch state {
            case .running: self = .running
            case .paused: self = .paused
            case .shutDown: self = .shutDown
            case .dying: self = .dying
            case nil: self = .absent
            }
        }
    }

    /// What the state remembers of one guest.
    struct Guest: Sendable, Equatable {
        var name: String
        /// Domains that were made for it after its first.
        var restarts: UInt64
        /// How often it crashed lately and was started again.
        var crashes: Int
        /// How often it rebooted lately.
        var reboots: Int
        /// How long it is kept waiting before it is started again, in seconds.
        var backOff: Int64
    }
}

extension GuestFigures {
    /// - Parameter plan: made from this input, with its requirements answered.
    init(_ input: PlanInput, _ plan: Plan) {
        for row in GuestStatus.all(input, plan) { byState[State(row.state), default: 0] += 1 }
        drifted = Self.guests(plan, about: .drift) { $0.cause == .drift }
        waitingForBoot = Self.guests(plan, about: .nextBoot) { $0.verdict.effect == .nextBoot && !$0.isMade }
        waitingForRestart = plan.actions.count { $0.changes.contains { $0.needsRestart && !$0.isMade } }
        blocked = plan.count(.blocked)
        unusable = input.rejected.count
        guests = input.recorded.guests.map { record in
            let policy = input.policies[record.name]
            return Guest(
                name: record.name, restarts: record.restarts,
                crashes: record.recentRestarts(after: .crash, policy, at: input.now),
                reboots: record.recentRestarts(after: .reboot, policy, at: input.now),
                backOff: record.backOffEnd(policy, at: input.now).map { $0.seconds - input.now.seconds } ?? 0)
        }
    }

    /// How many guests have a remark about this, or such a change.
    private static func guests(
        _ plan: Plan, about topic: Plan.Remark.Topic, or isSuch: (PlannedChange) -> Bool
    ) -> Int {
        let remarked = plan.remarks.filter { $0.topic == topic }.map(\.guest)
        return Set(remarked + plan.actions.filter { $0.changes.contains(where: isSuch) }.map(\.guest)).count
    }
}

extension PlannedChange {
    fileprivate var needsRestart: Bool {
        switch verdict.effect {
        case .restart, .recreate: true
        case .live, .nextBoot, .forbidden: false
        }
    }
}

extension GuestRecord {
    /// An adopted guest's first domain was made by somebody else.
    fileprivate var restarts: UInt64 {
        self.origin == .created && self.generation > 0 ? self.generation - 1 : self.generation
    }
}
