import Planning
import SeededNumbers
import Synchronization

/// Time that passes when a test says so.
package final class SharedClock: Sendable {
    private let seconds = Mutex<Int64>(1_700_000_000)

    package init() {}

    package var now: Int64 { seconds.withLock { $0 } }
    package func advance(_ by: Int64) { seconds.withLock { $0 += by } }
}

/// What was saved, and a disk that may be full.
package final class Saves: Sendable {
    private let states = Mutex<[RecordedState]>([])
    private let room: Int

    /// - Parameter room: how many states the disk takes.
    package init(room: Int) { self.room = room }

    package func add(_ state: RecordedState) throws {
        try states.withLock { states in
            guard states.count < room else { throw DiskFull() }
            states.append(state)
        }
    }

    package var last: RecordedState? { states.withLock { $0.last } }
    package var lastButOne: RecordedState? { states.withLock { $0.dropLast().last } }
    package var count: Int { states.withLock { $0.count } }
}

package struct DiskFull: Error, CustomStringConvertible {
    package var description: String { "No space left on device" }
}

/// Numbers that are the same in every run, for several at once.
package final class Randomness: Sendable {
    private let numbers: Mutex<SeededNumbers>

    package init(_ seed: UInt64) { numbers = Mutex(SeededNumbers(seed: seed)) }

    @Sendable package func next() -> UInt64 { numbers.withLock { $0.next() } }
}
