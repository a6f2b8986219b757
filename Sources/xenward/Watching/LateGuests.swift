import Applying
import Host
import Observing
import Planning

/// Guests that end while others are seen to, one of whom may take long to shut down. Whoever acts has them come back meanwhile: the
/// watcher, and a command for which it stands aside. What cannot be done for them at once is left to the run after.
struct LateGuests: Sendable {
    let ending: EndingDomains
    let console: Console
    /// What there is to do for the guests of these domains.
    let plan: @Sendable (Set<Domid>) async throws -> Plan

    /// - Parameter other: the plan that is under way.
    /// - Returns: nil where nothing is under way that anybody could be late for.
    func latecomers(besides other: Plan) -> Latecomers? {
        guard other.hasWork else { return nil }
        let domids = Set(other.actions.compactMap(\.domid))
        return Latecomers(
            next: {
                while let ended = await ending.next(besides: domids) {
                    let late: Plan
                    do {
                        late = try await plan(ended).meanwhile(for: ended, besides: other)
                    } catch {
                        console.error("\(error)")
                        await ending.leave(ended)
                        continue
                    }
                    await ending.leave(ended.subtracting(late.actions.compactMap(\.domid)))
                    if !late.actions.isEmpty || !late.bookkeeping.isEmpty { return late }
                }
                return nil
            }, end: ending.end)
    }
}

extension LateGuests {
    /// Those of a command in the watcher's stead, which looks for them each second.
    ///
    /// - Parameters:
    ///   - right: the command's to act.
    ///   - open: a session of its own, of which some domains are of account.
    /// - Returns: nil where there is no watcher that would have seen to them.
    init?(
        by right: borrowing RightToAct, on host: any Host, _ console: Console,
        _ open: @escaping @Sendable (Attention) async throws -> Session
    ) {
        guard right.isInWatchersStead else { return nil }
        // Whoever has ended before this began was left by the watcher when it stood aside.
        self.init(ending: EndingDomains(of: host, since: [:], Bell(), rest: Vigil.pace), console: console) { ended in
            let session = try await open(.domains(ended))
            let input = session.input()
            var options = PlanOptions()
            options.removesNothing = true
            // Those of others are in nobody's way who ends.
            for domid in ended { options.targets.formUnion(input.guests(of: [domid]) ?? []) }
            guard !options.targets.isEmpty else { return Plan() }
            return try await session.postponingUnready(session.plan(options))
        }
    }
}
