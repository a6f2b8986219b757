import GuestModel
import Planning

/// A plan as a person reads it.
struct PlanText {
    let palette: Palette

    /// One line an action, its changes below, then remarks and a line that counts.
    func render(_ plan: Plan) -> String {
        var lines: [String] = []
        let width = plan.actions.map(\.guest.count).max() ?? 0
        for action in plan.actions {
            lines.append(line(for: action, width: width))
            lines += action.changes.map { line(for: $0) }
        }
        if !plan.remarks.isEmpty {
            if !lines.isEmpty { lines.append("") }
            lines += plan.remarks.map { palette.paint("  \($0.guest): \($0.text)", .faint) }
        }
        if !lines.isEmpty { lines.append("") }
        lines.append(summary(plan))
        if let refusal = plan.refusal { lines.append(palette.paint("Refused: \(refusal).", .red)) }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The line that counts.
    func summary(_ plan: Plan) -> String {
        let counts = plan.actions.counted(both: "to change live and at next boot", \.verb)
        let unchanged =
            plan.unchanged == 1 ? "1 guest is as it should be" : "\(plan.unchanged) guests are as they should be"
        guard !counts.isEmpty else { return plan.unchanged > 0 ? "No changes: \(unchanged)." : "No changes." }
        return "Plan: \(counts.joined(separator: ", "))" + (plan.unchanged > 0 ? "; \(unchanged)." : ".")
    }

    private func line(for action: PlannedAction, width: Int) -> String {
        let mark = String(repeating: " ", count: max(0, 3 - action.kind.mark.count)) + action.kind.mark
        let name = action.guest + String(repeating: " ", count: width - action.guest.count)
        let word = action.changesNowAndAtNextBoot ? "change live and at next boot" : action.kind.word
        return "\(palette.paint(mark, action.kind.hue)) \(palette.paint(name, .bold))  \(word): \(action.reason)"
    }

    private func line(for planned: PlannedChange) -> String {
        let mark = planned.isMade ? planned.verdict.kind.mark : "?"
        let cause = planned.cause == .drift ? " (drift)" : ""
        let reason = planned.isMade && planned.verdict.kind == .live ? "" : "  (\(planned.verdict.reason))"
        return "      \(mark) \(planned.change)\(cause)\(palette.paint(reason, .faint))"
    }
}

extension [PlannedAction] {
    /// How many there are of each kind, as far as there are any.
    ///
    /// - Parameters:
    ///   - both: what stands behind the number of those that change something now and something at the next boot, who are counted
    ///     apart.
    ///   - words: what stands behind the number of a kind.
    func counted(both: String, _ words: (PlannedAction.Kind) -> String) -> [String] {
        let apart = count(where: \.changesNowAndAtNextBoot)
        return PlannedAction.Kind.allCases.flatMap { kind -> [(Int, String)] in
            let count = count { $0.kind == kind }
            return switch kind {
            case .live: [(count, words(kind)), (apart, both)]
            case .nextBoot: [(count - apart, words(kind))]
            default: [(count, words(kind))]
            }
        }
        .filter { $0.0 > 0 }.map { "\($0) \($1)" }
    }
}

extension PlannedAction.Kind {
    /// What it says behind a guest's name.
    var word: String {
        switch self {
        case .adopt: "adopt"
        case .create: "create"
        case .live: "change live"
        case .nextBoot: "at next boot"
        case .restart: "restart"
        case .recreate: "recreate"
        case .stop: "stop"
        case .destroy: "destroy"
        case .forget: "forget"
        case .blocked: "blocked"
        }
    }

    /// What it says behind a number.
    var verb: String {
        switch self {
        case .adopt: "to adopt"
        case .create: "to create"
        case .live: "to change live"
        case .nextBoot: "at next boot"
        case .restart: "to restart"
        case .recreate: "to recreate"
        case .stop: "to stop"
        case .destroy: "to destroy"
        case .forget: "to forget"
        case .blocked: "blocked"
        }
    }

    var hue: Palette.Hue {
        switch self {
        case .adopt, .create: .green
        case .live, .nextBoot: .cyan
        case .restart, .recreate: .yellow
        case .stop, .destroy, .forget: .red
        case .blocked: .magenta
        }
    }
}
