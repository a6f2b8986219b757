import Dispatch
import Glibc
import Synchronization

extension Array where Element: Sendable {
    /// As `map`, on all cores where there are many elements, none of which depends on another one's outcome.
    ///
    /// - Parameter worthWhile: how many are many.
    /// - Throws: what `transform` throws for the first element for which it does.
    package func mapOnAllCores<Result: Sendable, Failure: Error>(
        from worthWhile: Int = 64, _ transform: @Sendable (Element) throws(Failure) -> Result
    ) throws(Failure) -> [Result] {
        let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        guard cores > 1, count >= worthWhile else { return try map(transform) }
        // More parts than cores, so that one with much to do keeps nobody waiting.
        let size = Swift.max(1, count / (cores * 4))
        let parts = stride(from: 0, to: count, by: size).map { $0..<Swift.min(count, $0 + size) }
        let failures = Mutex<[Int: Failure]>([:])
        let results = [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
            // Each part writes to places that are its own.
            nonisolated(unsafe) let places = buffer
            DispatchQueue.concurrentPerform(iterations: parts.count) { part in
                LargePages.preferInThisThread()
                for index in parts[part] {
                    do throws(Failure) {
                        places.initializeElement(at: index, to: try transform(self[index]))
                    } catch {
                        places.extracting(parts[part].lowerBound..<index).deinitialize()
                        failures.withLock { $0[part] = error }
                        return
                    }
                }
            }
            let failed = failures.withLock { Set($0.keys) }
            if failed.isEmpty {
                initialized = count
            } else {
                for part in parts.indices where !failed.contains(part) { buffer.extracting(parts[part]).deinitialize() }
            }
        }
        if let first = failures.withLock({ $0.min { $0.key < $1.key } }) { throw first.value }
        return results
    }
}
