import Applying
import Glibc
import GuestModel
import Planning
import StateStore

/// Journal and history of one run: what it is about to do, what it did, and who wanted it.
struct RunLog: Sendable {
    private let journal: Journal
    private let history: History
    private let run: RunRecord

    /// - Parameters:
    ///   - store: the state that is acted on; its lock is held.
    ///   - command: as it was typed.
    init(_ store: StateStore, command: String, directory: String?, at started: Timestamp) {
        journal = Journal(ofState: store.path)
        history = History(ofState: store.path)
        run = RunRecord(
            number: 0, started: started, ended: started, command: command, user: User.current, directory: directory,
            revision: directory.flatMap { GitRevision.of($0) }, result: .interrupted, outcomes: [])
    }

    /// Puts a run that was cut short into the history.
    ///
    /// - Returns: what to say of it; nil when the last run ended.
    static func recover(_ store: StateStore, at now: Timestamp) throws(StateError) -> String? {
        let journal = Journal(ofState: store.path)
        guard var interrupted = try journal.interruptedRun() else { return nil }
        interrupted.ended = max(interrupted.started, now)
        try History(ofState: store.path).add(interrupted)
        journal.close()
        let open = interrupted.outcomes.filter { $0.result == .interrupted }.map { "\($0.guest) (\($0.action))" }
        let what = open.isEmpty ? "between two guests" : "at \(open.joined(separator: ", "))"
        return "the run of \(interrupted.started) (\(interrupted.command), \(interrupted.user)) was cut short \(what); "
            + "its guests have been looked at anew"
    }

    func begin() { journal.begin(run) }

    func note(_ progress: ApplyProgress) {
        switch progress {
        case .begun(let action): journal.begin(action)
        case .waits: break
        case .ended(let action, let result, _): journal.end(RunRecord.Outcome(action, result))
        }
    }

    /// - Returns: why the history could not be written; nil when it was, or when there is nothing to tell.
    func end(_ report: ApplyReport, at ended: Timestamp) -> StateError? {
        let report = report.whole
        var run = run
        run.ended = ended
        run.outcomes = report.outcomes.filter { $0.result != .blocked }.map { RunRecord.Outcome($0.action, $0.result) }
        run.result = report.isComplete ? .complete : report.didAnything ? .partial : .failed
        do throws(StateError) {
            if !run.outcomes.isEmpty { try history.add(run) }
            journal.close()
            return journal.problem
        } catch {
            return error
        }
    }
}

extension RunRecord.Outcome {
    fileprivate init(_ action: PlannedAction, _ result: ApplyReport.Result) {
        self.init(
            guest: action.guest, action: action.kind.rawValue, reason: action.reason, result: .init(result),
            errors: result.errors)
    }
}

extension RunRecord.Outcome.Result {
    fileprivate init(_ result: ApplyReport.Result) {
        self =
            switch result {
            case .done: .done
            case .failed: .failed
            case .blocked: .blocked
            case .notReached: .notReached
            }
    }
}

/// Who runs this.
private enum User {
    static var current: String {
        if let user = Environment["SUDO_USER"] ?? Environment["DOAS_USER"] { return user }
        guard let entry = getpwuid(getuid()) else { return "uid \(getuid())" }
        return String(cString: entry.pointee.pw_name)
    }
}
