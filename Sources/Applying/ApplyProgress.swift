import Observing
import Planning

/// What a run tells while it goes on.
public enum ApplyProgress: Sendable {
    /// Its turn has come. Told before anything is done, also where it turns out then that it cannot be.
    case begun(PlannedAction)
    /// It has begun, and waits for another guest to be ready. Told once for each that it waits for.
    case waits(guest: String, reason: String)
    /// With the domain that is the guest now, else the one that was; nil when there was none, and is none.
    case ended(PlannedAction, ApplyReport.Result, domid: Domid?)
}
