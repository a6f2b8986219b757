import Testing

@testable import xenward

@Suite("Definitions are believed once nothing has moved for a while")
struct StillnessTests {
    private let start = ContinuousClock.now

    /// What is believed of so many looks, each at a fingerprint after so many milliseconds.
    private func believed(_ looks: [(at: Int, UInt64?)]) -> [Bool] {
        var stillness = Stillness(now: start)
        return looks.map { stillness.lasts($0.1, now: start + .milliseconds($0.at)) }
    }

    @Test("what has just changed is not, however often it is looked at")
    func changing() {
        #expect(believed([(0, 1), (10, 1), (300, 1)]) == [false, false, true])
        #expect(
            believed([(0, 1), (300, 1), (310, 2), (450, 1), (740, 1), (750, 1)])
                == [false, true, false, false, false, true], "back again is a change, too")
    }

    @Test("nor is what cannot be seen")
    func unseen() { #expect(believed([(5000, nil), (9000, nil), (9001, 1)]) == [false, false, false]) }

    @Test("who waits for it does so for ten seconds")
    func patience() {
        let stillness = Stillness(now: start)
        #expect(!stillness.isInVain(now: start + .seconds(9)))
        #expect(stillness.isInVain(now: start + .seconds(10)))
    }
}
