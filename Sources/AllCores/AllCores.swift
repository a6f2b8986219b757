import Dispatch
import Glibc
import Synchronization

extension Array where Element: Sendable {
    /// As `map`, on all cores where there are many elements, none of which depends on another one's outcome.
    ///
    /// - Parameter worthWhile: how many are many.
    package func mapOnAllCores<Result: Sendable>(
        from worthWhile: Int = 64, _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        guard cores > 1, count >= worthWhile else { return map(transform) }
        // More parts than cores, so that one with much to do keeps nobody waiting.
        let size = Swift.max(1, count / (cores * 4))
        let parts = Mutex<[Int: [Result]]>([:])
        DispatchQueue.concurrentPerform(iterations: (count + size - 1) / size) { part in
            let results = self[part * size..<Swift.min(count, (part + 1) * size)].map(transform)
            parts.withLock { $0[part] = results }
        }
        return parts.withLock { parts in parts.sorted { $0.key < $1.key }.flatMap(\.value) }
    }
}
