import Applying
import Planning

extension Console {
    /// Tells a person who watches a terminal what is begun, and everybody what is waited for: it may take minutes.
    func tell(_ progress: ApplyProgress) {
        switch progress {
        case .begun(let action): if showsProgress { note("\(action.guest): \(action.kind.word) …") }
        case .waits(let guest, let reason): note("\(guest): waits; \(reason)")
        case .ended: break
        }
    }

    /// Tells what became of guests that were seen to besides, and what went wrong.
    func tell(_ report: ApplyReport) {
        let text = ApplyText(palette: palette)
        for line in text.meanwhile(report) { note(line) }
        for failure in text.failures(report.meanwhile) { warning(failure) }
        for failure in text.failures(report.outcomes) { error(failure) }
    }
}
