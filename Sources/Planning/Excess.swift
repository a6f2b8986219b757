extension Plan {
    /// Why this plan does more at once than is allowed; nil when it does not.
    func excess(_ input: PlanInput) -> String? {
        excesses(input).first?.reason
    }

    /// This plan without what there is too much of: guests that ended by themselves come back whatever else is wanted.
    public func keepingLimits(_ input: PlanInput) -> Plan {
        var plan = self
        for excess in excesses(input) {
            for index in plan.actions.indices where excess.counts(plan.actions[index]) {
                plan.actions[index].block(excess.reason)
            }
        }
        plan.refusal = nil
        return plan
    }

    private struct Excess {
        var reason: String
        var counts: (PlannedAction) -> Bool
    }

    private func excesses(_ input: PlanInput) -> [Excess] {
        let policy = input.policies.policy
        let destroys = excess(
            "destroys", "--max-destroy", input.options.destroyLimit ?? policy.destroyLimit
        ) {
            $0.kind == .destroy || $0.kind == .recreate
        }
        let restarts = excess(
            "restarts", "--max-restart", input.options.restartLimit ?? policy.restartLimit, \.stopsRunningGuest)
        return [destroys, restarts].compactMap(\.self)
    }

    private func excess(
        _ verb: String, _ option: String, _ limit: Int?, _ counts: @escaping (PlannedAction) -> Bool
    ) -> Excess? {
        let count = actions.count(where: counts)
        guard let limit, count > limit else { return nil }
        return Excess(
            reason:
                "this plan \(verb) \(count) guests at once, and \(limit) are allowed; \(option) \(count) permits it",
            counts: counts)
    }
}

extension PlannedAction {
    /// Whether a guest that runs goes down in order to be built anew. One that rebooted or crashed by itself is no surprise.
    fileprivate var stopsRunningGuest: Bool {
        if case .replace(_, let ending, _) = work { ending.asks != nil } else { false }
    }
}
