import FormatSupport

/// The file that a watcher leaves its figures in, after each run.
struct MetricsFile {
    private let file: OutputFile
    private let console: Console
    private var metrics: WatchMetrics

    init(path: String, _ console: Console) {
        // It is read by node_exporter, which does not run as root.
        file = OutputFile(path: path, mode: 0o644)
        self.console = console
        let before = (try? InputFile.read(path)).map { String(decoding: $0, as: UTF8.self) }
        metrics = WatchMetrics(version: Version.text, lastSuccess: before.flatMap(WatchMetrics.lastSuccess))
    }

    /// Adds a run and puts the file in the place of the last one, whole: nobody reads half of it. That it cannot be written
    /// ends nothing.
    mutating func note(_ run: WatchedRun, _ figures: RunFigures) {
        guard let result = run.metricsResult else { return }
        metrics.note(result, figures, at: Session.now)
        do throws(FileFailure) {
            try file.replace(with: metrics.page.text)
        } catch {
            console.warning("the metrics cannot be written: \(error.message)")
        }
    }
}

extension WatchedRun {
    /// Nil where there was no run.
    fileprivate var metricsResult: WatchMetrics.Result? {
        switch self {
        case .complete: .complete
        case .partial: .partial
        case .failed: .failed
        case .busy: nil
        }
    }
}
