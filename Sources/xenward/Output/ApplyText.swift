import Applying
import GuestModel
import Planning

/// What became of a plan, as a person reads it.
struct ApplyText {
    let palette: Palette

    /// A line that counts; nil when there was nothing to do.
    func render(_ report: ApplyReport) -> String? {
        guard !report.outcomes.isEmpty else { return nil }
        let done = report.outcomes.filter { $0.result == .done }.map(\.action)
        var counts = done.counted(both: "changed live and recorded for the next boot", \.done)
        let failed = report.outcomes.count { if case .failed = $0.result { true } else { false } }
        if failed > 0 { counts.append("\(failed) failed") }
        let blocked = report.outcomes.count { $0.result == .blocked }
        if blocked > 0 { counts.append("\(blocked) still blocked") }
        let notReached = report.outcomes.count { $0.result == .notReached }
        if notReached > 0 { counts.append("\(notReached) not reached") }
        return "Applied: \(counts.joined(separator: ", ")).\n"
    }

    /// A sentence for each guest that was seen to besides.
    func meanwhile(_ report: ApplyReport) -> [String] {
        report.meanwhile.filter { $0.result == .done }.map {
            "\($0.action.guest): \($0.action.kind.done) meanwhile: \($0.action.reason)"
        }
    }

    /// A sentence for each thing that went wrong.
    func failures(_ outcomes: [ApplyReport.Outcome]) -> [String] {
        outcomes.flatMap { outcome -> [String] in
            guard case .failed(let reasons, _) = outcome.result else { return [] }
            // What some of is blocked may have failed with the rest.
            let what = outcome.action.kind == .blocked ? "change" : outcome.action.kind.word
            return reasons.map { "\(outcome.action.guest): \(what) failed: \($0)" }
        }
    }
}

extension PlannedAction.Kind {
    fileprivate var done: String {
        switch self {
        case .adopt: "adopted"
        case .create: "created"
        case .live: "changed live"
        case .nextBoot: "recorded for the next boot"
        case .restart: "restarted"
        case .recreate: "recreated"
        case .stop: "stopped"
        case .destroy: "destroyed"
        case .forget: "forgotten"
        case .blocked: "changed in part"
        }
    }
}

extension ApplyReport.Outcome {
    var document: FieldValue {
        var members: [FieldValue.Member] = [
            .init("guest", .string(action.guest)), .init("action", .string(action.kind.rawValue)),
            .init("result", .string(result.word)),
        ]
        if case .failed = result { members.append(.init("errors", .list(result.errors.map { .string($0) }))) }
        return .record(members)
    }
}
