import Planning
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

/// Numbers that are the same in every run.
package final class Randomness: Sendable {
    private let state: Mutex<UInt64>

    /// The seed is mixed: one seed's numbers must not be another's, a few further on.
    package init(_ seed: UInt64) { state = Mutex(Self.mixed(seed &+ 0x6a09_e667_f3bc_c909)) }

    @Sendable package func next() -> UInt64 {
        state.withLock {
            $0 &+= 0x9e37_79b9_7f4a_7c15
            return Self.mixed($0)
        }
    }

    /// SplitMix64's.
    private static func mixed(_ number: UInt64) -> UInt64 {
        var bits = number
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }
}

package struct SeededGenerator: RandomNumberGenerator {
    private let source: Randomness

    package init(seed: UInt64) { source = Randomness(seed) }

    package mutating func next() -> UInt64 { source.next() }
}
