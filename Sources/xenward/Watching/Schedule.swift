import Observing

/// When the watcher looks at all guests although nothing calls for it.
struct Schedule {
    /// The time between two runs for which nothing calls. Each differs by up to a tenth, so that hosts do not act all at once.
    let interval: Duration
    private(set) var due: ContinuousClock.Instant

    /// How soon after something was done for single guests all others are looked at: they may have waited for it.
    private static let followUp: Duration = .seconds(5)
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
    ///   - isBusy: another xenward was acting, so that it could do nothing.
    ///   - waitsFor: until something that it left waiting has its time.
    mutating func ran(
        _ attention: Attention, isBusy: Bool, waitsFor: Duration?, now: ContinuousClock.Instant = .now
    ) {
        let wait = waitsFor.map { max(Self.soon, $0) } ?? interval * 2
        switch attention {
        case .everything:
            due = now + (isBusy ? Self.soon : min(wait, interval * Double.random(in: 0.9...1.1)))
        case .domains:
            // What the others wait for comes no later because something happens to single guests again and again.
            due = min(due, now + (isBusy ? Self.soon : min(wait, Self.followUp)))
        }
    }
}
