import Host
import Logging

/// A few libxl workers, made when they are first wanted: as many operations go on at once.
actor LibxlPool {
    private let limit: Int
    private let logger: Logger
    private var idle: [LibxlWorker] = []
    private var count = 0
    private var waiting: [CheckedContinuation<LibxlWorker, Never>] = []

    /// - Parameter first: a worker that is there already.
    init(limit: Int, logger: Logger, first: LibxlWorker) {
        self.limit = limit
        self.logger = logger
        idle = [first]
        count = 1
    }

    /// Has a worker do something, once one is free.
    nonisolated func use<Answer: Sendable>(
        _ body: @Sendable (isolated LibxlWorker) throws(HostError) -> Answer
    ) async throws(HostError) -> Answer {
        let worker = try await take()
        let result = await Result.of { () throws(HostError) in try await body(worker) }
        await giveBack(worker)
        return try result.get()
    }

    private func take() async throws(HostError) -> LibxlWorker {
        if let worker = idle.popLast() { return worker }
        if count < limit {
            do throws(HostError) {
                let worker = try LibxlWorker(logger: logger)
                count += 1
                return worker
            } catch {
                // No descriptors or no memory for one more: those that there are will do.
                if count == 0 { throw error }
            }
        }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func giveBack(_ worker: LibxlWorker) {
        if waiting.isEmpty { idle.append(worker) } else { waiting.removeFirst().resume(returning: worker) }
    }
}
