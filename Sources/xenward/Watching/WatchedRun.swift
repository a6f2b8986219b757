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
