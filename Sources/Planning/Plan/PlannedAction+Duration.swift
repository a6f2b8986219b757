extension PlannedAction {
    /// The longest time that it may take without a word, in seconds: a guest's to shut down, and its memory's to go to a file or to
    /// come from one. 0 where there is neither.
    public var longestWait: UInt32 {
        let memory: UInt32 = movesMemory ? Self.timeForMemory : 0
        return switch work {
        case .replace(_, let ending, _), .stop(_, let ending, _): (ending.stopping?.timeout ?? 0) + memory
        case .remove(_, _, let stopping): stopping.timeout
        case .create, .adopt, .update, .resume, .softReset, .end, .forget, .nothing: memory
        }
    }

    /// Whether all that a guest has in its memory may be written or read.
    private var movesMemory: Bool {
        if builds?.savedMemory != nil { return true }
        return switch work {
        case .replace(_, let ending, _): ending.remains == .core
        case .end(_, let remains, _): remains == .core
        case .stop(_, .saving, _): true
        case .stop(_, .asking(let stopping), _): stopping.then == .save
        case .stop, .create, .adopt, .update, .resume, .softReset, .remove, .forget, .nothing: false
        }
    }

    /// For a TiB at 300 MB/s, in seconds.
    private static let timeForMemory: UInt32 = 3600
}
