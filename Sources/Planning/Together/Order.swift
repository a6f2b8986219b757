extension Plan {
    /// The actions in the order in which they are carried out: what gives memory back, or lets go of a device, comes before what takes
    /// it.
    public var inOrder: [PlannedAction] { order.map { actions[$0] } }

    /// The same, cut where a turn has to wait for all of the one before it. Within a turn the order is of no account.
    public var turns: [[PlannedAction]] {
        var turns: [[PlannedAction]] = []
        for action in inOrder {
            if turns.last?.last?.turn == action.turn {
                turns[turns.count - 1].append(action)
            } else {
                turns.append([action])
            }
        }
        return turns
    }

    /// The places of ``actions`` in that order.
    var order: [Int] {
        let turns = actions.map(\.turn)
        return actions.indices.sorted { (turns[$0], actions[$0].guest) < (turns[$1], actions[$1].guest) }
    }
}

extension PlannedAction {
    /// Guests that are needed by others are built before them, and stopped after them.
    fileprivate var turn: Turn {
        switch work {
        case .end, .stop, .remove: Turn(phase: phase, level: -level)
        case .create: Turn(phase: phase, level: level)
        case .replace, .resume, .softReset: Turn(phase: phase, handover: handover, level: level)
        // It waits for a guest that is built anew.
        case .update where handover > 0: Turn(phase: 3, handover: handover, level: level)
        case .adopt, .update, .forget, .nothing: Turn(phase: phase, level: 0)
        }
    }

    private var phase: Int {
        switch work {
        case .end, .stop, .remove, .forget: 0
        case .adopt: 0
        // What one guest lets go of may be what another one waits for.
        case .update: changes.contains(where: \.takesMemory) || !arrivals.isEmpty ? 2 : 1
        case .replace, .resume, .softReset: 3
        case .create: 4
        case .nothing: 5
        }
    }
}

/// When an action's time comes.
private struct Turn: Hashable, Comparable {
    var phase: Int
    var handover = 0
    var level: Int

    static func < (a: Self, b: Self) -> Bool { (a.phase, a.handover, a.level) < (b.phase, b.handover, b.level) }
}

extension PlannedChange {
    fileprivate var takesMemory: Bool {
        guard JudgedField(change.field) == .memoryTarget, case .integer(let new) = change.new else { return false }
        guard case .integer(let old) = change.old else { return true }
        return new > old
    }
}
