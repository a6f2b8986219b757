import GuestModel

/// A difference, and what becomes of it.
public struct PlannedChange: Sendable, Hashable {
    /// From what is there to what should be; for drift, back to what it was.
    public var change: FieldChange
    /// Whose doing the difference is.
    public var cause: Cause
    /// When it can take effect, whether or not anybody allows that.
    public var verdict: Verdict
    /// Whether this plan makes it: at once, by a restart, or by recording it for the next boot.
    public var isMade: Bool

    public init(change: FieldChange, cause: Cause, verdict: Verdict, isMade: Bool) {
        self.change = change
        self.cause = cause
        self.verdict = verdict
        self.isMade = isMade
    }

    /// Who moved.
    public enum Cause: String, Sendable, Hashable {
        /// The definition's author.
        case author
        /// Somebody or something on the host.
        case drift
    }
}
