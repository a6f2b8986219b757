extension PlannedAction {
    /// This action with ``fallback`` in its place, for when the host turns out not to have what its definition wants; nil where that is no
    /// answer.
    public func comingBack(since reason: String) -> PlannedAction? {
        guard fallback != nil else { return nil }
        var action = self
        action.setBack(reason)
        return action
    }

    /// Has the guest come back as it was, or stay off, where that is an answer to what stands in the way; else nothing is done.
    mutating func setBack(_ reason: String) {
        // What goes on from its memory does not boot instead.
        guard let fallback, builds?.savedMemory == nil else { return block(reason) }
        work = fallback
        if builds == nil { kind = .stop }
        let answer = builds == nil ? "it stays off" : "as it was"
        self.reason += "; \(answer), since what its definition says cannot be built: \(reason)"
        self.fallback = nil
        for index in changes.indices { changes[index].isMade = false }
    }

    /// Puts this action off until then.
    public mutating func postpone(_ reason: String, until moment: Timestamp) {
        block(reason)
        waitsUntil = moment
    }

    /// Turns this action into one that something stands in the way of.
    mutating func block(_ reason: String) {
        self.reason = "cannot be \(kind.participle): \(reason)"
        kind = .blocked
        work = .nothing
        for index in changes.indices { changes[index].isMade = false }
    }
}

extension PlannedAction.Kind {
    /// What is done to the guest.
    fileprivate var participle: String {
        switch self {
        case .adopt: "adopted"
        case .create: "created"
        case .live, .nextBoot, .blocked: "changed"
        case .restart, .recreate: "restarted"
        case .stop: "stopped"
        case .destroy: "destroyed"
        case .forget: "forgotten"
        }
    }
}
