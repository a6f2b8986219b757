import Policy

/// Which guests need which others, as their policies have it (`after`).
public struct Dependencies {
    private let needs: [String: [Dependency]]

    /// - Parameter guests: all that a plan is made for.
    public init(_ guests: some Sequence<String>, _ policies: GuestPolicies) {
        var needs: [String: [Dependency]] = [:]
        guard policies.hasDependencies else {
            self.needs = needs
            return
        }
        for guest in guests {
            let dependencies = policies[guest].dependencies
            if !dependencies.isEmpty { needs[guest] = dependencies }
        }
        self.needs = needs
    }

    var isEmpty: Bool { needs.isEmpty }

    func of(_ guest: String) -> [Dependency] { needs[guest] ?? [] }

    /// How many guests come before this one, one after another: 0 for a guest that needs none. Nil when it needs itself by way
    /// of others.
    func level(of guest: String) -> Int? {
        guard !needs.isEmpty else { return 0 }
        var known: [String: Level] = [:]
        return level(of: guest, &known)
    }

    /// The guests by way of which this one needs itself, from it on; nil for one that does not.
    public func circle(of guest: String) -> [String]? {
        var seen: Set<String> = []
        func way(from other: String) -> [String]? {
            for dependency in of(other).map(\.guest) {
                if dependency == guest { return [other] }
                guard seen.insert(dependency).inserted, let rest = way(from: dependency) else { continue }
                return [other] + rest
            }
            return nil
        }
        return way(from: guest)
    }

    /// Why a guest can never be built that needs itself, or one that does.
    fileprivate func impasse(of guest: String) -> String {
        if let circle = circle(of: guest) { return "comes after itself: \(Self.words(circle))" }
        guard let next = of(guest).first(where: { level(of: $0.guest) == nil })?.guest else {
            return "comes after itself"
        }
        return "comes after \(next), which \(impasse(of: next))"
    }

    /// A circle in words: `a after b after a`.
    public static func words(_ circle: [String]) -> String {
        (circle + circle.prefix(1)).joined(separator: " after ")
    }

    private enum Level {
        case known(Int)
        case circular
        /// Being found out: who comes by here again needs itself.
        case open
    }

    private func level(of guest: String, _ known: inout [String: Level]) -> Int? {
        switch known[guest] {
        case .known(let level): return level
        case .circular, .open: return nil
        case nil: break
        }
        known[guest] = .open
        var level = 0
        for dependency in of(guest) {
            guard let below = self.level(of: dependency.guest, &known) else {
                known[guest] = .circular
                return nil
            }
            level = max(level, below + 1)
        }
        known[guest] = .known(level)
        return level
    }
}

extension PlannedAction {
    /// Whether it is one that waits for guests which come before it: who reboots waits for nobody.
    fileprivate var isCreation: Bool { if case .create = work { true } else { false } }
}

extension Plan {
    /// This plan in the order that the policies' `after` asks for, with those actions blocked that wait for a guest which will
    /// not run.
    func heeding(_ dependencies: Dependencies, _ input: PlanInput) -> Plan {
        guard !dependencies.isEmpty else { return self }
        var plan = self
        let running = Set(
            input.observation.domains.filter { $0.state == .running }.compactMap(\.name))
        for index in plan.actions.indices {
            let action = plan.actions[index]
            guard let level = dependencies.level(of: action.guest) else {
                if action.isCreation {
                    plan.actions[index].block("it \(dependencies.impasse(of: action.guest))")
                }
                continue
            }
            plan.actions[index].level = level
        }
        // One that is blocked blocks those that wait for it, in turn.
        var isSettled = false
        while !isSettled {
            isSettled = true
            for index in plan.actions.indices where plan.actions[index].isCreation {
                for dependency in dependencies.of(plan.actions[index].guest) {
                    guard let reason = plan.obstacle(to: dependency.guest, running) else { continue }
                    plan.actions[index].block("it comes after \(dependency.guest), which \(reason)")
                    isSettled = false
                    break
                }
            }
        }
        return plan
    }

    /// This plan with those actions blocked that wait for a guest which an earlier version of this plan was to see to, and this one
    /// is not.
    func blockingDependents(since earlier: Plan, _ dependencies: Dependencies, _ input: PlanInput) -> Plan {
        guard !dependencies.isEmpty else { return self }
        // Whoever was to run, and is blocked or stays off instead.
        let hopeful = Set(earlier.actions.filter { $0.work != .nothing && !$0.isEnd }.map(\.guest))
        let lost = hopeful.intersection(actions.filter { $0.work == .nothing || $0.isEnd }.map(\.guest))
            .subtracting(input.observation.domains.filter { $0.state == .running }.compactMap(\.name))
        var plan = self
        for index in plan.actions.indices where plan.actions[index].isCreation {
            guard let needed = dependencies.of(plan.actions[index].guest).first(where: { lost.contains($0.guest) })
            else { continue }
            let isBlocked = actions.contains { $0.guest == needed.guest && $0.work == .nothing }
            plan.actions[index].block("it comes after \(needed.guest), which \(isBlocked ? "is blocked" : "stays off")")
        }
        return plan
    }

    /// Why a guest will not run once the plan is carried out; nil when it will.
    private func obstacle(to guest: String, _ running: Set<String>) -> String? {
        guard let action = actions.first(where: { $0.guest == guest }) else {
            return running.contains(guest) ? nil : "does not run"
        }
        switch action.work {
        case .stop, .end, .remove: return "is to be stopped"
        case .forget: return "does not run"
        case .nothing: return running.contains(guest) ? nil : "is blocked"
        case .create, .adopt, .update, .replace, .resume, .softReset: return nil
        }
    }
}

extension PlannedAction {
    /// Whether a guest that has shut down stays off.
    fileprivate var isEnd: Bool { if case .end = work { true } else { false } }
}
