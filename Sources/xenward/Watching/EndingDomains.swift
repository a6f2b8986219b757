import GuestModel
import Host
import Observing
import Synchronization

/// The domains that shut down while a run is under way.
actor EndingDomains {
    private let host: any Host
    private let bell: Bell
    /// The longest time without a look.
    private let rest: Duration
    private var seen: [Domid: DomainState]
    /// Of whom more may come soon although nothing changes, and when they are told again.
    private var left: Set<Domid> = []
    private var againAt = ContinuousClock.now
    private let isOver = Mutex(false)

    /// How soon those are told again that were left.
    private static let again: Duration = .seconds(5)

    /// - Parameters:
    ///   - seen: how the domains were when the run set out.
    ///   - bell: rings when domains may have changed. Nobody else waits for it while the run is under way.
    ///   - rest: the longest time without a look.
    init(of host: any Host, since seen: [Domid: DomainState], _ bell: Bell, rest: Duration) {
        self.host = host
        self.bell = bell
        self.rest = rest
        self.seen = seen
    }

    /// Waits until some have shut down since they were last asked for, or were left then.
    ///
    /// - Parameter others: domains that are of no account.
    /// - Returns: nil once the run is over.
    func next(besides others: Set<Domid>) async -> Set<Domid>? {
        while true {
            await bell.wait(atMost: left.isEmpty ? rest : min(rest, Self.again))
            if isOver.withLock(\.self) {
                // What it rang for is for whoever waits next.
                bell.ring()
                return nil
            }
            guard let domains = try? await host.states() else { continue }
            let areDue = .now >= againAt
            let ended = domains.filter { domid, state in
                state.isShutDown && !others.contains(domid) && (seen[domid] != state || areDue && left.contains(domid))
            }
            seen = domains
            left.subtract(ended.keys)
            if !ended.isEmpty { return Set(ended.keys) }
        }
    }

    /// Nothing could be done for these just now: they are told once more.
    func leave(_ domids: Set<Domid>) {
        guard !domids.isEmpty else { return }
        left.formUnion(domids)
        againAt = .now + Self.again
    }

    /// The run is over.
    nonisolated func end() {
        isOver.withLock { $0 = true }
        bell.ring()
    }
}
