import GuestModel

/// How a run of the watcher ended.
enum WatchedRun {
    case complete(String)
    /// Not everything is as it should be, for these reasons.
    case partial(Shortfall)
    case failed(String)
    /// Another xenward is acting.
    case busy(String)

    /// What a run left.
    struct Shortfall: Equatable {
        /// Guests that are blocked, each with the reason.
        var blocked: [String] = []
        /// Guests whose action failed, each with the reason.
        var failed: [String] = []
        /// Files that cannot be used.
        var unusable: [String] = []
        /// Something was done, or begun and cut short, or some guest is as it should be.
        var isPartOnly = false
    }

    var words: String {
        switch self {
        case .complete(let summary): summary
        case .partial(let left):
            "\(left.blocked.count) blocked, \(left.failed.count) failed, \(left.unusable.count) files that cannot be used"
        case .failed(let reason): reason
        case .busy: "waiting for another xenward"
        }
    }
}

extension WatchedRun {
    /// For `watch --once --json`; nil where an error tells it.
    var document: String? {
        switch self {
        case .complete(let summary):
            Documents.text("watch", [.init("result", .string("complete")), .init("summary", .string(summary))])
        case .partial(let left):
            Documents.text(
                "watch",
                [
                    .init("result", .string("partial")), .init("blocked", .list(left.blocked.map { .string($0) })),
                    .init("failed", .list(left.failed.map { .string($0) })),
                    .init("unusable", .list(left.unusable.map { .string($0) })),
                ])
        case .failed(let reason):
            Documents.text("watch", [.init("result", .string("failed")), .init("reason", .string(reason))])
        case .busy: nil
        }
    }
}
