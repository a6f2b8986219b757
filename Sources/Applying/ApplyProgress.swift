import Planning

/// What a run tells while it goes on.
public enum ApplyProgress: Sendable {
    case begun(PlannedAction)
    case ended(PlannedAction, ApplyReport.Result)
}
