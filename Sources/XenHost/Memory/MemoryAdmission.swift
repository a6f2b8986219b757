import Host
import XLConfig

/// Lets creates begin one by one, each when there is memory for it beside those that are under way.
///
/// With autoballoon, dom0 gives up what is missing, and xl's lock is held from the first admission to the end of the
/// last create; it is never held while waiting for a guest. Without, free memory and what is promised to creates under
/// way decide, and Xen itself when somebody else was quicker.
actor MemoryAdmission {
    private let pool: LibxlPool
    private let toolstack: ToolstackConfiguration
    private let patience: Duration
    /// How often dom0 is asked for one guest: where it has given and nothing came free, more asking only shrinks it.
    private static let mostRequests = 3
    private let turns = Turnstile()
    /// What was promised to creates that have not returned, by a number of their own, in KiB.
    private var promised: [Int: UInt64] = [:]
    private var last = 0
    private var lock: ToolstackLock?
    private var isReserving = false
    private var isBallooning: Bool?

    init(pool: LibxlPool, toolstack: ToolstackConfiguration, patience: Duration) {
        self.pool = pool
        self.toolstack = toolstack
        self.patience = patience
    }

    /// Does something that takes memory, once the memory is there.
    ///
    /// - Parameters:
    ///   - need: in KiB.
    ///   - name: the guest's.
    /// - Throws: ``LibxlError/noMemory``, with both numbers, when it does not come.
    nonisolated func with<Answer: Sendable>(
        _ need: UInt64, for name: String, _ body: @Sendable () async throws(HostError) -> Answer
    ) async throws(HostError) -> Answer {
        let ticket = try await admit(need, name)
        let result = await Result.of(body)
        await giveBack(ticket)
        return try result.get()
    }

    /// What dom0 would give up for new guests, in KiB.
    func spareMemory() async throws(HostError) -> UInt64 {
        guard try await balloons() else { return 0 }
        return try await pool.use { worker throws(HostError) in try worker.dom0Spare() }
    }

    private func admit(_ need: UInt64, _ name: String) async throws(HostError) -> Int {
        await turns.enter()
        isReserving = true
        let result = await Result.of { () throws(HostError) in try await self.reserve(need, name) }
        isReserving = false
        dropLockIfIdle()
        await turns.leave()
        return try result.get()
    }

    private func reserve(_ need: UInt64, _ name: String) async throws(HostError) -> Int {
        let balloons = try await balloons()
        if balloons, lock == nil {
            lock = try await ToolstackLock.take(toolstack.lockFile, within: .seconds(600))
        }
        var end = ContinuousClock.now + patience
        var asked = 0
        while true {
            let free = try await pool.use { worker throws(HostError) in try worker.freeMemory() }
            let others = promised.values.reduce(0, +)
            if free >= need + others {
                last += 1
                promised[last] = need
                return last
            }
            if others > 0 {
                // Some of what was promised to them is taken already, and counted twice; when they have returned, it is clear.
                end = .now + patience
            } else if .now >= end {
                throw shortage(name, need: need, free: free)
            } else if balloons, asked < Self.mostRequests {
                asked += 1
                try await pool.use { worker throws(HostError) in worker.askDom0(for: need - free) }
            } else if !balloons, !(try await isGrowing(from: free)) {
                throw shortage(name, need: need, free: free)
            }
            try? await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Whether memory comes free by itself: a guest that shrinks, a domain that is being taken down.
    private func isGrowing(from free: UInt64) async throws(HostError) -> Bool {
        for _ in 0..<10 {
            try? await Task.sleep(for: .milliseconds(200))
            let now = try await pool.use { worker throws(HostError) in try worker.freeMemory() }
            if now > free { return true }
        }
        return false
    }

    private func giveBack(_ ticket: Int) {
        promised[ticket] = nil
        dropLockIfIdle()
    }

    private func dropLockIfIdle() { if promised.isEmpty, !isReserving { lock = nil } }

    /// Whether dom0 gives up memory for guests.
    func balloons() async throws(HostError) -> Bool {
        if let isBallooning { return isBallooning }
        let commandLine = try await pool.use { worker throws(HostError) in worker.xenCommandLine }
        let answer = toolstack.autoballoon.isOn(xenCommandLine: commandLine ?? "")
        isBallooning = answer
        return answer
    }

    private func shortage(_ name: String, need: UInt64, free: UInt64) -> HostError {
        HostError(
            "libxl_get_free_memory", .noMemory, domain: name,
            detail: "not enough memory: it needs \(need) KiB, and \(free) KiB are free")
    }
}
