import GuestModel

/// How a run of the watcher ended.
enum WatchedRun {
    case complete(String)
    /// These guests are blocked, or some failed.
    case partial([String])
    case failed(String)
    /// Another xenward is acting.
    case busy(String)

    var words: String {
        switch self {
        case .complete(let summary): summary
        case .partial(let blocked): "\(blocked.count) guests blocked, or some failed"
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
        case .partial(let blocked):
            Documents.text(
                "watch",
                [.init("result", .string("partial")), .init("blocked", .list(blocked.map { .string($0) }))])
        case .failed(let reason):
            Documents.text("watch", [.init("result", .string("failed")), .init("reason", .string(reason))])
        case .busy: nil
        }
    }
}
