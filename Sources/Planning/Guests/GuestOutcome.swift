/// What a plan makes of one guest.
struct GuestOutcome {
    var action: PlannedAction?
    /// Its record as it is to be, where only that has to change.
    var bookkeeping: GuestRecord?
    var remarks: [Plan.Remark] = []
    /// The guest runs, as its definition wants it to, as far as anybody can tell.
    var runs = true
}
