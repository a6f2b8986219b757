import GuestModel
import Lives
import Observing
import Testing

@testable import xenward

@Suite("The domains that end while a run is under way")
struct EndingDomainTests {
    @Test(
        "are told once each, those of the run's own guests apart, until the run is over; then the bell has rung for others"
    )
    func told() async throws {
        let ward = Ward()
        for name in ["a", "b", "c"] { ward.define(Ward.guest(name)) }
        try await ward.apply()
        let domids = Dictionary(
            uniqueKeysWithValues: try await ward.host.observe().domains.map { ($0.name ?? "", $0.domid) })
        let (b, c) = (try #require(domids["b"]), try #require(domids["c"]))
        // This one has ended before.
        try await ward.host.guest("a", does: .reboots)
        let bell = Bell()
        let ending = EndingDomains(of: ward.host, since: try await ward.host.states(), bell, rest: .seconds(60))

        try await ward.host.guest("b", does: .reboots)
        try await ward.host.guest("c", does: .powersOff)
        bell.ring()
        #expect(await ending.next(besides: [c]) == [b])
        // What could not be done is told once more, although nothing rings.
        await ending.leave([b])
        #expect(await ending.next(besides: []) == [b])
        // What was of no account then is old by now.
        async let next = ending.next(besides: [])
        bell.ring()
        ending.end()
        #expect(await next == nil)
        await bell.wait(atMost: .seconds(600))
    }
}
