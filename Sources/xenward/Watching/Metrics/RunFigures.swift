import Applying
import Planning

/// What a run has to tell besides how it ended.
struct RunFigures: Sendable, Equatable {
    /// Whether anybody wants to know how the guests are.
    var countsGuests = false
    var times = StepTimes()
    /// When a run has more to do than this one, though nothing else changes.
    var waitsUntil: Timestamp?
    /// How the guests were when it had ended; nil when nobody could look.
    var guests: GuestFigures?
    var actions: [Action: Int] = [:]

    /// Something that was done, or tried.
    struct Action: Sendable, Hashable {
        var kind: PlannedAction.Kind
        /// `done`, `failed` or `not-reached`.
        var result: String
    }

    /// Whether something became of guests that were not counted then.
    var isOfSingleGuestsThatChanged: Bool { !countsGuests && !actions.isEmpty }

    /// Counts what became of a plan. Where something stood in the way from the start nothing was tried.
    mutating func count(_ report: ApplyReport) {
        for outcome in report.outcomes where outcome.result != .blocked {
            actions[Action(kind: outcome.action.kind, result: outcome.result.word), default: 0] += 1
        }
    }
}
