import Glibc
import Synchronization

/// Lets so many domains be built at once as half of dom0's processors: what builds a domain maps its memory, which threads of
/// one process do against each other. What comes after, waiting for hotplug scripts and device models, needs no processor,
/// and goes on side by side.
final class BuildGate: Sendable {
    private struct Waiting {
        var permits: Int
        var queue: [CheckedContinuation<Void, Never>] = []
    }

    private let waiting: Mutex<Waiting>

    /// - Parameter processors: that dom0 has.
    init(processors: Int = sysconf(Int32(_SC_NPROCESSORS_ONLN))) {
        waiting = Mutex(Waiting(permits: max(1, processors / 2)))
    }

    /// Waits for its turn. Each permit is given back once.
    func enter() async -> Permit {
        await withCheckedContinuation { continuation in
            let isFree = waiting.withLock { waiting in
                guard waiting.permits > 0 else {
                    waiting.queue.append(continuation)
                    return false
                }
                waiting.permits -= 1
                return true
            }
            if isFree { continuation.resume() }
        }
        return Permit(gate: self)
    }

    fileprivate func leave() {
        let next = waiting.withLock { waiting -> CheckedContinuation<Void, Never>? in
            guard !waiting.queue.isEmpty else {
                waiting.permits += 1
                return nil
            }
            return waiting.queue.removeFirst()
        }
        next?.resume()
    }

    /// The right to build a domain.
    final class Permit: Sendable {
        private let gate: BuildGate
        private let isGivenBack = Mutex(false)

        fileprivate init(gate: BuildGate) { self.gate = gate }

        /// Gives it back; once is enough, more do no harm.
        func giveBack() {
            let isFirst = isGivenBack.withLock { isGivenBack -> Bool in
                defer { isGivenBack = true }
                return !isGivenBack
            }
            if isFirst { gate.leave() }
        }

        deinit { giveBack() }
    }
}
