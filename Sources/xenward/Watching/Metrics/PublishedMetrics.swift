import FormatSupport
import Glibc

/// A watcher's figures, where others may see them: in a file, and on its socket.
struct PublishedMetrics {
    private let file: OutputFile?
    private let socket: WatcherSocket?
    private let console: Console
    private var metrics: WatchMetrics

    /// - Parameter path: of the file; nil for none.
    /// - Throws: ``CommandError`` for a file that holds something else.
    init(path: String?, socket: WatcherSocket?, _ console: Console) throws {
        // It is read by node_exporter, which does not run as root.
        file = path.map { OutputFile(path: $0, mode: 0o644, beginning: "# HELP xenward_", followsLinks: false) }
        do throws(FileFailure) {
            try file?.refuseOther()
        } catch {
            if error.code == EEXIST { throw CommandError(message: "the metrics cannot be written: \(error.message)") }
        }
        self.socket = socket
        self.console = console
        let before = path.flatMap { try? InputFile.read($0, isRegular: true) }.map {
            String(decoding: $0, as: UTF8.self)
        }
        metrics = WatchMetrics(version: Version.text, lastSuccess: before.flatMap(WatchMetrics.lastSuccess))
    }

    /// Whether there is somebody to tell.
    var isWanted: Bool { file != nil || socket != nil }

    /// Adds a run and puts the file in the place of the last one, whole: nobody reads half of it. That it cannot be written
    /// ends nothing.
    mutating func note(_ run: WatchedRun, _ figures: RunFigures) {
        guard isWanted, let result = run.metricsResult else { return }
        metrics.note(result, figures, at: Session.now)
        let text = metrics.page.text
        socket?.show(metrics: text)
        do throws(FileFailure) {
            try file?.replace(with: text)
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
