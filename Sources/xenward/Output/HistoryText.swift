import GuestModel
import StateStore

/// What was done, as a person reads it.
struct HistoryText {
    let palette: Palette

    /// One line a run.
    func render(_ runs: [RunRecord]) -> String {
        let width = runs.last.map { "\($0.number)".count } ?? 1
        return runs.map { run in
            let number = "\(run.number)"
            let padding = String(repeating: " ", count: max(0, width - number.count))
            return
                "\(padding)\(number)  \(run.started)  \(result(run))  \(run.command), \(run.user)\(revision(run)): \(counts(run))\n"
        }.joined()
    }

    /// Everything about one run.
    func render(_ run: RunRecord) -> String {
        var lines = [
            "run        \(run.number)", "command    \(run.command)", "by         \(run.user)",
            "began      \(run.started)", "ended      \(run.ended)",
        ]
        if let directory = run.directory { lines.append("directory  \(directory)") }
        if let revision = run.revision { lines.append("revision   \(revision)") }
        lines += ["result     \(run.result.rawValue)", ""]
        for outcome in run.outcomes {
            lines.append(
                "  \(palette.paint(outcome.guest, .bold))  \(outcome.action), \(outcome.result.rawValue): \(outcome.reason)"
            )
            lines += outcome.errors.map { "      \(palette.paint($0, .red))" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func result(_ run: RunRecord) -> String {
        switch run.result {
        case .complete: palette.paint(run.result.rawValue, .green)
        case .partial, .interrupted: palette.paint(run.result.rawValue, .yellow)
        case .failed: palette.paint(run.result.rawValue, .red)
        }
    }

    private func revision(_ run: RunRecord) -> String { run.revision.map { " at \($0.prefix(9))" } ?? "" }

    private func counts(_ run: RunRecord) -> String {
        guard !run.outcomes.isEmpty else { return "nothing" }
        let actions = Dictionary(grouping: run.outcomes) { "\($0.action) \($0.result.rawValue)" }
        return actions.sorted { $0.key < $1.key }.map { "\($0.value.count) \($0.key)" }.joined(separator: ", ")
    }
}
