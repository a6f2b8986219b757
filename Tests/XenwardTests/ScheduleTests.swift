import Observing
import Testing

@testable import xenward

@Suite("A watcher looks at all guests in time, whatever happens to single ones")
struct ScheduleTests {
    private let start = ContinuousClock.now
    private let single = Attention.domains([7])
    private let whole = WatchedRun.complete("")

    @Test("the first look is at once, the next when the interval is over, give or take a tenth")
    func interval() {
        for _ in 1...100 {
            var schedule = Schedule(interval: 600, now: start)
            #expect(schedule.isDue(at: start))
            schedule.ran(.everything, whole, waitsFor: nil, now: start)
            #expect(schedule.untilDue(at: start) >= .seconds(540) && schedule.untilDue(at: start) <= .seconds(660))
            #expect(!schedule.isDue(at: start + .seconds(539)) && schedule.isDue(at: start + .seconds(660)))
        }
    }

    @Test("what waits for a moment is looked at then, and never more than once a second")
    func waiting() {
        var schedule = Schedule(interval: 600, now: start)
        schedule.ran(.everything, whole, waitsFor: .seconds(42), now: start)
        #expect(schedule.untilDue(at: start) == .seconds(42))
        schedule.ran(.everything, whole, waitsFor: .seconds(-3), now: start)
        #expect(schedule.untilDue(at: start) == .seconds(1))
        schedule.ran(.everything, .busy(""), waitsFor: nil, now: start)
        #expect(schedule.untilDue(at: start) == .seconds(1))
    }

    @Test("guests to which something happens all the time put off nothing that others wait for")
    func storm() {
        var schedule = Schedule(interval: 600, now: start)
        schedule.ran(.everything, whole, waitsFor: .seconds(9), now: start)
        var now = start
        while !schedule.isDue(at: now), now < start + .seconds(60) {
            now += .milliseconds(700)
            schedule.ran(single, whole, waitsFor: nil, now: now)
        }
        #expect(now < start + .seconds(9) && now >= start + .seconds(5), "five seconds after the first of them")
    }

    @Test(
        "after something was done for a single guest all are looked at soon, but only where one may have waited for it")
    func followUp() {
        func due(after everything: WatchedRun, _ waitsFor: Duration? = nil, then outcome: WatchedRun) -> Duration {
            var schedule = Schedule(interval: 600, now: start)
            schedule.ran(.everything, everything, waitsFor: waitsFor, now: start)
            schedule.ran(single, outcome, waitsFor: nil, now: start)
            return schedule.untilDue(at: start)
        }
        #expect(due(after: whole, then: whole) >= .seconds(540))
        #expect(due(after: .partial(.init(blocked: ["1"])), then: whole) == .seconds(5))
        #expect(due(after: .failed("no directory"), then: whole) == .seconds(5))
        #expect(due(after: whole, .seconds(90), then: whole) == .seconds(5))
        #expect(due(after: whole, then: .partial(.init(blocked: ["0"]))) == .seconds(5))
        #expect(due(after: whole, then: .busy("")) == .seconds(1))
    }

    @Test("what is told of all guests is half a minute old at most, however often something happens to single ones")
    func figures() {
        var schedule = Schedule(interval: 600, now: start)
        schedule.ran(.everything, whole, waitsFor: nil, now: start)
        var now = start
        while !schedule.isDue(at: now), now < start + .seconds(60) {
            now += .milliseconds(700)
            schedule.ran(single, whole, waitsFor: nil, leavesFiguresOld: true, now: now)
        }
        #expect(now >= start + .seconds(30) && now < start + .seconds(32))
    }
}
