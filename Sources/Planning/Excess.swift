extension Plan {
    /// Why this plan does more at once than is allowed; nil when it does not.
    func excess(_ input: PlanInput) -> String? {
        let policy = input.policies.policy
        return excess(count(.destroy), "destroys", "--max-destroy", input.options.destroyLimit ?? policy.destroyLimit)
            ?? excess(
                count(.restart) + count(.recreate), "restarts", "--max-restart",
                input.options.restartLimit ?? policy.restartLimit)
    }

    private func excess(_ count: Int, _ verb: String, _ option: String, _ limit: Int?) -> String? {
        guard let limit, count > limit else { return nil }
        return "this plan \(verb) \(count) guests at once, and \(limit) are allowed; \(option) \(count) permits it"
    }
}
