import Observing

/// When the watcher looks at all guests although nothing calls for it.
struct Schedule {
    /// The time between two runs for which nothing calls. Each differs by up to a tenth, so that hosts do not act all at once.
    let interval: Duration
    private(set) var due: ContinuousClock.Instant
    /// Whether the latest look at all guests left some behind that may have waited for others.
    private var somebodyWaits = true

    /// How soon after something was done for single guests all others are looked at, where some may have waited for it.
    private static let followUp: Duration = .seconds(5)
    /// The same where nobody waited, so that what is told of all guests is soon as it is again.
    private static let recount: Duration = .seconds(30)
    /// How long definitions that do not settle can put off what is due.
    private static let grace: Duration = .seconds(10)
    /// How soon a run is tried again while another xenward acts, and the least that anything waits.
    private static let soon: Duration = .seconds(1)

    /// The first run is due at once.
    ///
    /// - Parameter interval: in seconds.
    init(interval: Int, now: ContinuousClock.Instant = .now) {
        self.interval = .seconds(interval)
        due = now
    }

    func isDue(at now: ContinuousClock.Instant = .now) -> Bool { now >= due }

    /// Whether it has been due for a while, and somebody has put it off.
    func isOverdue(at now: ContinuousClock.Instant = .now) -> Bool { now >= due + Self.grace }

    func untilDue(at now: ContinuousClock.Instant = .now) -> Duration { max(.zero, now.duration(to: due)) }

    /// A run has ended.
    ///
    /// - Parameters:
    ///   - attention: what it looked at.
    ///   - waitsFor: until something that it left waiting has its time.
    ///   - leavesFiguresOld: whether what is told of the guests is not what they have come to be.
    mutating func ran(
        _ attention: Attention, _ outcome: WatchedRun, waitsFor: Duration?, leavesFiguresOld: Bool = false,
        now: ContinuousClock.Instant = .now
    ) {
        var next = waitsFor.map { max(Self.soon, $0) } ?? interval * 2
        if case .busy = outcome { next = Self.soon }
        let isLeftover = if case .complete = outcome { waitsFor != nil } else { true }
        switch attention {
        case .everything:
            somebodyWaits = isLeftover
            due = now + min(next, interval * Double.random(in: 0.9...1.1))
        case .domains:
            if somebodyWaits || isLeftover { next = min(next, Self.followUp) }
            if leavesFiguresOld { next = min(next, Self.recount) }
            // What the others wait for comes no later because something happens to single guests again and again.
            due = min(due, now + next)
        }
    }
}
