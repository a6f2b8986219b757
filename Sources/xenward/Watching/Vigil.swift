import GuestModel
import Observing

/// What a watcher has seen and done so far, and what follows from that: whether a run is called for, what it is about, and how long
/// nothing need be looked at.
struct Vigil {
    private var schedule: Schedule
    private var stillness: Stillness
    private var seen = Sight()
    /// What the latest run set out from; nil before the first.
    private var acted: Sight?
    /// The definitions have come to rest.
    private var isSettled = false
    /// Somebody wants all guests to be looked at.
    private var isAsked = false
    /// Whose guests have let a medium out since they were looked at.
    private var ejecting: Set<Domid> = []

    /// The longest time without a look.
    static let rest: Duration = .seconds(60)
    /// The same where nobody tells when domains or definitions change.
    static let pace: Duration = .seconds(1)

    /// - Parameter interval: between two runs for which nothing calls, in seconds.
    init(interval: Int, now: ContinuousClock.Instant = .now) {
        schedule = Schedule(interval: interval, now: now)
        stillness = Stillness(now: now)
    }

    /// The watcher has looked.
    ///
    /// - Parameters:
    ///   - isAsked: somebody has asked for a look at everything, or may have changed anything.
    ///   - ejecting: domains of xenward's guests that have let a medium out.
    mutating func note(
        _ sight: Sight, isAsked: Bool = false, ejecting: Set<Domid> = [], now: ContinuousClock.Instant = .now
    ) {
        seen = sight
        isSettled = stillness.lasts(sight.definitions, now: now)
        self.isAsked = self.isAsked || isAsked
        self.ejecting.formUnion(ejecting)
    }

    /// Whether there may be something to do. Guests that end are not kept waiting for somebody who writes definitions; what is written
    /// is, but not for ever.
    func callsForRun(now: ContinuousClock.Instant = .now) -> Bool {
        let domainsHaveChanged = acted.map { $0.domains != seen.domains } ?? false
        let definitionsMayBeRead = isSettled && (isAsked || seen != acted)
        let isDue = schedule.isDue(at: now) && (isSettled || schedule.isOverdue(at: now))
        return isDue || definitionsMayBeRead || domainsHaveChanged || !ejecting.isEmpty
    }

    /// What the run is about that begins now.
    ///
    /// - Parameter hasGuest: whether a guest of xenward's runs in one of some domains.
    mutating func beginRun(hasGuest: (Set<Domid>) -> Bool, now: ContinuousClock.Instant = .now) -> RunCall {
        let attention =
            schedule.isDue(at: now) || isAsked ? .everything : seen.attention(since: acted, besides: ejecting)
        isAsked = false
        ejecting = []
        return RunCall(
            attention: attention, settled: isSettled ? seen.definitions : nil,
            isForGuestThatEnded: hasGuest(seen.ended(attention)), hasDefinitions: seen.definitions != nil)
    }

    /// The run has ended. What counts is what was seen before it: whatever has changed since, be it by the run itself, is looked at
    /// once more. A guest that ended while others were built would be taken for one that the run left so.
    ///
    /// - Parameters:
    ///   - waitsFor: until something that it left waiting has its time.
    ///   - leavesFiguresOld: whether what is told of the guests is not what they have come to be.
    mutating func ran(
        _ call: RunCall, _ outcome: WatchedRun, waitsFor: Duration?, leavesFiguresOld: Bool = false,
        now: ContinuousClock.Instant = .now
    ) {
        schedule.ran(
            call.attention, outcome, waitsFor: waitsFor, leavesFiguresOld: leavesFiguresOld, now: now)
        acted = seen
        // What was not removed because somebody was writing is, when they have done.
        if !isSettled { acted?.definitions = nil }
    }

    /// How long nothing need be looked at unless somebody calls.
    ///
    /// - Parameters:
    ///   - standsAside: others act, and tell when they have done.
    ///   - isTold: of each change of domains or definitions.
    func untilNextLook(standsAside: Bool, isTold: Bool, now: ContinuousClock.Instant = .now) -> Duration {
        // Of definitions that cannot be had nothing moves for a moment.
        let isMoving = !isSettled && seen.definitions != nil
        let patience = isMoving ? Stillness.least : isTold && isSettled ? Self.rest : Self.pace
        // What is due waits for definitions to settle.
        let untilDue = isSettled ? schedule.untilDue(at: now) : max(Stillness.least, schedule.untilDue(at: now))
        return min(patience, standsAside ? Self.rest : untilDue)
    }
}
