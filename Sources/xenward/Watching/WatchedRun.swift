/// How a run of the watcher ended.
enum WatchedRun {
    case complete(String)
    /// So many guests are blocked, or some failed.
    case partial(Int)
    case failed(String)
    /// Another xenward is acting.
    case busy

    var words: String {
        switch self {
        case .complete(let summary): summary
        case .partial(let blocked): "\(blocked) guests blocked, or some failed"
        case .failed(let reason): reason
        case .busy: "waiting for another xenward"
        }
    }
}
