import AllCores
import Synchronization
import Testing

private struct Odd: Error, Equatable {
    var number: Int
}

/// Counts itself, so that a result that is forgotten, or freed twice, is found.
private final class Counted: Sendable {
    let number: Int
    private let count: Counter

    init(_ number: Int, _ count: Counter) {
        self.number = number
        self.count = count
        count.add(1)
    }

    deinit { count.add(-1) }
}

private final class Counter: Sendable {
    private let sum = Mutex(0)
    var value: Int { sum.withLock { $0 } }
    func add(_ number: Int) { sum.withLock { $0 += number } }
}

@Suite("A map over all cores is a map")
struct MapOnAllCoresTests {
    @Test(
        "results are in the order of the elements, however many there are",
        arguments: [0, 1, 2, 63, 64, 65, 1000, 4097])
    func order(count: Int) {
        #expect(Array(0..<count).mapOnAllCores { "\($0)" } == (0..<count).map { "\($0)" })
    }

    @Test("what is thrown is thrown for the first element", arguments: [0, 1, 500, 998, 999])
    func first(failing: Int) {
        #expect(throws: Odd(number: failing)) {
            try Array(0..<1000).mapOnAllCores { number throws(Odd) -> Int in
                if number >= failing { throw Odd(number: number) }
                return number
            }
        }
    }

    @Test("no result is left behind or freed twice, whether or not one fails", arguments: [nil, 0, 77, 999])
    func owners(failing: Int?) {
        let count = Counter()
        do {
            let results = try? Array(0..<1000).mapOnAllCores { number throws(Odd) -> Counted in
                if number == failing { throw Odd(number: number) }
                return Counted(number, count)
            }
            #expect(results.map { $0.map(\.number) } == (failing == nil ? Array(0..<1000) : nil))
            #expect(count.value == (failing == nil ? 1000 : 0))
        }
        #expect(count.value == 0)
    }
}
