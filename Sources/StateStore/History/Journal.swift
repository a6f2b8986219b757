import FormatSupport
import GuestModel
import Planning
import Synchronization

/// What a run is about to do, written before it does it, and what became of it: a file beside the state, `STATE.journal`, which
/// goes once the run has ended and is in the history. One that is found lying there tells of a run that was cut short.
public final class Journal: Sendable {
    private let file: LineFile
    private let failure = Mutex<StateError?>(nil)

    /// - Parameter state: the state file's path.
    public init(ofState state: String) { file = LineFile(path: state + ".journal") }

    /// Why a line could not be written; nil when all could.
    public var problem: StateError? { failure.withLock { $0 } }

    /// A run begins. Call it while the state's lock is held.
    public func begin(_ run: RunRecord) { write(run.document) }

    /// Something is about to be done to a guest.
    public func begin(_ action: PlannedAction) {
        write(
            .record([
                .init("begin", .string(action.guest)), .init("action", .string(action.kind.rawValue)),
                .init("reason", .string(action.reason)),
            ]))
    }

    /// It was done, or failed.
    public func end(_ outcome: RunRecord.Outcome) { write(.record([.init("end", outcome.document)])) }

    /// The run has ended.
    public func close() {
        do throws(StateFilesError) { try file.remove() } catch { fail(error) }
    }

    /// The run that was cut short, with what it had done, and what it was about to do; nil when the last one ended.
    public func interruptedRun() throws(StateError) -> RunRecord? {
        let lines: [FieldValue]
        do throws(StateFilesError) { lines = try file.read() } catch { throw StateError(file.path, "read", error) }
        guard let first = lines.first, var run = RunRecord(first) else { return nil }
        var open: [(guest: String, outcome: RunRecord.Outcome)] = []
        for line in lines.dropFirst() {
            if let outcome = line["end"].flatMap({ RunRecord.Outcome($0) }) {
                open.removeAll { $0.guest == outcome.guest }
                run.outcomes.append(outcome)
            } else if let guest = line["begin"]?.string, let action = line["action"]?.string {
                let reason = line["reason"]?.string ?? ""
                open.append((guest, .init(guest: guest, action: action, reason: reason, result: .interrupted)))
            }
        }
        run.outcomes += open.map(\.outcome)
        run.result = .interrupted
        return run
    }

    private func write(_ value: FieldValue) {
        // A process that is killed leaves what it wrote; only the state itself has to outlive a power cut.
        do throws(StateFilesError) { try file.append(value, lasts: false) } catch { fail(error) }
    }

    private func fail(_ error: StateFilesError) {
        let path = file.path
        failure.withLock { $0 = $0 ?? StateError(path, "write", error) }
    }
}
