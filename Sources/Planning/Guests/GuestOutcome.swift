/// What a plan makes of one guest.
struct GuestOutcome: Sendable {
    var action: PlannedAction?
    /// Its record as it is to be, where only that has to change.
    var bookkeeping: GuestRecord?
    var remarks: [Plan.Remark] = []
    /// Where there is no action: it is as it should be, as far as anybody can tell (``Plan/unchanged``).
    var countsAsUnchanged = true
}
