import Planning

/// What was done with a state, run by run: a file beside it, `STATE.history`, one JSON document a line.
public struct History: Sendable {
    private let file: LineFile
    /// More are not kept.
    private static let limit = 5000

    /// - Parameter state: the state file's path.
    public init(ofState state: String) { file = LineFile(path: state + ".history") }

    /// Every run that is remembered, the oldest first.
    public func runs() throws(StateError) -> [RunRecord] {
        do throws(StateFilesError) {
            return try file.read().compactMap { RunRecord($0) }
        } catch {
            throw StateError(file.path, "read", error)
        }
    }

    /// Adds a run; its number is the next one. Call it while the state's lock is held.
    public func add(_ run: RunRecord) throws(StateError) {
        do throws(StateFilesError) {
            let runs = try file.read().compactMap { RunRecord($0) }
            var run = run
            run.number = (runs.last?.number ?? 0) + 1
            guard runs.count >= Self.limit else { return try file.append(run.document, lasts: true) }
            try file.rewrite((runs.suffix(Self.limit / 2) + [run]).map(\.document))
        } catch {
            throw StateError(file.path, "write", error)
        }
    }
}
