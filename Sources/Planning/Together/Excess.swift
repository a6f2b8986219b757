extension Plan {
    /// Why this plan does more at once than is allowed; nil when it does not.
    func excess(_ input: PlanInput) -> String? {
        let policy = input.policies.policy
        return excess(
            "destroys", "max-destroy", input.options.destroyLimit ?? policy.destroyLimit, \.isDestruction)
            ?? excess(
                "restarts", "max-restart", input.options.restartLimit ?? policy.restartLimit, \.stopsRunningGuest)
    }

    /// Of a plan that does more than is allowed, what disturbs no guest that runs: those that are down come up, whatever else is
    /// wanted. A plan that is not refused stays as it is.
    public func keepingLimits() -> Plan {
        guard let refusal else { return self }
        var plan = self
        for index in plan.actions.indices
        where plan.actions[index].work != .nothing && !plan.actions[index].startsWhatIsDown {
            plan.actions[index].block(refusal)
        }
        plan.refusal = nil
        return plan
    }

    /// Of a plan for some guests alone, what does not count against limits that hold for all guests together: one by one, each would be
    /// within them.
    public func withoutWhatIsLimited(_ input: PlanInput) -> Plan {
        let policy = input.policies.policy
        var plan = self
        plan.actions.removeAll {
            (policy.destroyLimit != nil && $0.isDestruction) || (policy.restartLimit != nil && $0.stopsRunningGuest)
        }
        return plan
    }

    private func excess(
        _ verb: String, _ key: String, _ limit: Int?, _ counts: (PlannedAction) -> Bool
    ) -> String? {
        let count = actions.count(where: counts)
        guard let limit, count > limit else { return nil }
        let guests = "\(count) guest\(count == 1 ? "" : "s") at once", allowed = limit == 1 ? "1 is" : "\(limit) are"
        return
            "this plan \(verb) \(guests), and \(allowed) allowed; --\(key) \(count) permits it, as the policy's \(key) does"
    }
}

extension PlannedAction {
    /// Whether a guest is no more afterwards, or another one.
    fileprivate var isDestruction: Bool { kind == .destroy || kind == .recreate }

    /// Whether it is about a guest without a domain, or whose domain has ended by itself.
    fileprivate var startsWhatIsDown: Bool {
        switch work {
        case .create, .end, .softReset, .resume: true
        case .replace(_, let ending, _): ending.stopping == nil
        case .adopt, .update, .stop, .remove, .forget, .nothing: false
        }
    }

    /// Whether a guest that runs goes down in order to be built anew. One that rebooted or crashed by itself is no surprise.
    fileprivate var stopsRunningGuest: Bool {
        if case .replace(_, let ending, _) = work { ending.stopping != nil } else { false }
    }
}
