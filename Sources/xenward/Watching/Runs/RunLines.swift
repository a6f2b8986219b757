import Applying
import GuestModel
import Observing
import Planning
import Synchronization

/// One line an action, for a log: `guest=web1 domid=7 action=restart result=done seconds=1.2 reason="it asked for a reboot"`.
/// The domid is that of the guest's domain once the action has ended, else of the one that it found.
final class RunLines: Sendable {
    private let begun = Mutex<[String: ContinuousClock.Instant]>([:])

    func note(_ progress: ApplyProgress) {
        switch progress {
        case .begun(let action): begun.withLock { $0[action.guest] = .now }
        case .waits: break
        case .ended(let action, let result, let domid):
            let start = begun.withLock { $0.removeValue(forKey: action.guest) } ?? .now
            Console.write(Self.line(action, domid, result, took: start.duration(to: .now)) + "\n", to: 2)
        }
    }

    static func line(
        _ action: PlannedAction, _ domid: Domid?, _ result: ApplyReport.Result, took: Duration
    ) -> String {
        let tenths = took.components.seconds * 10 + took.components.attoseconds / 100_000_000_000_000_000
        var pairs = [("guest", action.guest)]
        if let domid { pairs.append(("domid", "\(domid)")) }
        pairs.append(("action", action.kind.rawValue))
        if let uuid = action.uuid { pairs.append(("uuid", uuid.description)) }
        pairs.append(("result", result.word))
        pairs.append(("seconds", "\(tenths / 10).\(tenths % 10)"))
        pairs.append(("reason", action.reason))
        if case .failed = result { pairs.append(("error", result.errors.joined(separator: "; "))) }
        return pairs.map { "\($0.0)=\(quoted($0.1))" }.joined(separator: " ")
    }

    /// A line is a line, and commands for terminals are none: names of files may hold anything.
    private static func escaped(_ letter: Unicode.Scalar) -> String {
        switch letter {
        case "\"", "\\": return "\\\(letter)"
        case "\n": return "\\n"
        case _ where letter.properties.generalCategory == .control:
            let digits = String(letter.value, radix: 16)
            return "\\x\(String(repeating: "0", count: 2 - digits.count))\(digits)"
        default: return String(letter)
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain =
            !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x3d && $0 != 0x5c }
        guard !isPlain else { return text }
        return "\"\(text.unicodeScalars.map(escaped).joined())\""
    }
}
