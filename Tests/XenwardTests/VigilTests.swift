import Observing
import Testing

@testable import xenward

@Suite("A watcher acts when something calls for it, and only on what has called")
struct VigilTests {
    private let start = ContinuousClock.now
    private let calm = Sight(definitions: 1, domains: [1: .running, 2: .running])

    /// One that has looked at everything, and found nothing to do.
    private func settled() -> Vigil {
        var vigil = Vigil(interval: 600, now: start)
        vigil.note(calm, now: start)
        vigil.note(calm, now: start + .seconds(1))
        let call = vigil.beginRun(hasGuest: { _ in true }, now: start + .seconds(1))
        vigil.ran(call, .complete(""), waitsFor: nil, now: start + .seconds(1))
        return vigil
    }

    @Test("the first run is about everything, once the definitions have come to rest")
    func first() {
        var vigil = Vigil(interval: 600, now: start)
        vigil.note(calm, now: start)
        #expect(!vigil.callsForRun(now: start))
        #expect(vigil.untilNextLook(standsAside: false, isTold: true, now: start) == Stillness.least, "it is due")
        let soon = start + Stillness.least
        vigil.note(calm, now: soon)
        #expect(vigil.callsForRun(now: soon))
        let call = vigil.beginRun(hasGuest: { _ in false }, now: soon)
        #expect(call.attention == .everything && call.settled == 1 && call.hasDefinitions && !call.isForGuestThatEnded)
    }

    @Test("nothing new calls for nothing, and is looked at once a minute, or each second where nobody tells of changes")
    func calmness() {
        var vigil = settled()
        vigil.note(calm, now: start + .seconds(2))
        #expect(!vigil.callsForRun(now: start + .seconds(2)))
        #expect(vigil.untilNextLook(standsAside: false, isTold: true, now: start + .seconds(2)) == .seconds(60))
        #expect(vigil.untilNextLook(standsAside: false, isTold: false, now: start + .seconds(2)) == .seconds(1))
    }

    @Test("a guest that ends is looked at at once and alone, also while somebody writes definitions")
    func ended() {
        var vigil = settled()
        let seen = Sight(definitions: 7, domains: [1: .running, 2: .shutDown(.reboot)])
        vigil.note(seen, now: start + .seconds(2))
        #expect(vigil.callsForRun(now: start + .seconds(2)))
        vigil = settled()
        vigil.note(Sight(definitions: 1, domains: seen.domains), now: start + .seconds(2))
        let call = vigil.beginRun(hasGuest: { $0 == [2] }, now: start + .seconds(2))
        #expect(call.attention == .domains([2]) && call.isForGuestThatEnded)
    }

    @Test("definitions that change call for a look at everything, once they have come to rest")
    func written() {
        var vigil = settled()
        let edited = Sight(definitions: 7, domains: calm.domains)
        vigil.note(edited, now: start + .seconds(2))
        #expect(!vigil.callsForRun(now: start + .seconds(2)))
        #expect(vigil.untilNextLook(standsAside: false, isTold: true, now: start + .seconds(2)) == Stillness.least)
        vigil.note(edited, now: start + .seconds(3))
        #expect(vigil.callsForRun(now: start + .seconds(3)))
        #expect(vigil.beginRun(hasGuest: { _ in true }, now: start + .seconds(3)).attention == .everything)
    }

    @Test("what a run found unsettled is looked at again, although it looks the same by then")
    func unsettled() {
        var vigil = settled()
        let seen = Sight(definitions: 7, domains: [1: .running])
        vigil.note(seen, now: start + .seconds(2))
        let call = vigil.beginRun(hasGuest: { _ in true }, now: start + .seconds(2))
        #expect(call.settled == nil)
        vigil.ran(call, .complete(""), waitsFor: nil, now: start + .seconds(3))
        vigil.note(seen, now: start + .seconds(4))
        #expect(vigil.callsForRun(now: start + .seconds(4)))
    }

    @Test("a medium that is let out is looked at once; who asks has everything looked at once")
    func calls() {
        var vigil = settled()
        let now = start + .seconds(2)
        vigil.note(calm, ejecting: [1], now: now)
        #expect(vigil.callsForRun(now: now))
        var call = vigil.beginRun(hasGuest: { _ in true }, now: now)
        #expect(call.attention == .domains([1]))
        vigil.ran(call, .complete(""), waitsFor: nil, now: now)
        #expect(!vigil.callsForRun(now: now))
        vigil.note(calm, isAsked: true, now: now)
        vigil.note(calm, now: now)
        #expect(vigil.callsForRun(now: now), "not forgotten by another look")
        call = vigil.beginRun(hasGuest: { _ in true }, now: now)
        #expect(call.attention == .everything)
        vigil.ran(call, .complete(""), waitsFor: nil, now: now)
        #expect(!vigil.callsForRun(now: now))
    }

    @Test("what is due is put off by somebody who writes, but not for ever; while others act it waits for them")
    func due() {
        var vigil = settled()
        vigil.note(calm, now: start + .seconds(700))
        #expect(vigil.callsForRun(now: start + .seconds(700)))
        #expect(vigil.untilNextLook(standsAside: true, isTold: true, now: start + .seconds(700)) == Vigil.rest)
        vigil = settled()
        var now = start + .seconds(500)
        var version: UInt64 = 8
        repeat {
            now += .seconds(1)
            version += 1
            vigil.note(Sight(definitions: version, domains: calm.domains), now: now)
        } while !vigil.callsForRun(now: now) && now < start + .seconds(1000)
        #expect(now >= start + .seconds(551) && now <= start + .seconds(672), "ten seconds after it was due")
    }
}
