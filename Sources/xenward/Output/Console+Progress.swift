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
}
