import Definitions
import Glibc

/// Could somebody else have written what root acts on?
enum TrustCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        let files = patient.definitions.map { ("definitions", "\(patient.directory)/\($0.file)") }
        let others = [("policy", patient.policyPath), ("state", patient.statePath)].compactMap { subject, path in
            path.map { (subject, $0) }
        }
        var said: Set<String> = []
        let findings = (files + others).compactMap { subject, path -> Finding? in
            // One folder that is open speaks for all that is in it.
            guard access(path, F_OK) == 0, let reason = DefinitionSet.objection(to: path), said.insert(reason).inserted
            else { return nil }
            let advice = "chown root and chmod go-w what is named"
            return patient.isSystem
                ? .problem(subject, at: path, reason, advice: advice)
                : .warn(subject, at: path, "\(reason), which a real host does not accept", advice: advice)
        }
        return findings.isEmpty ? [.ok("trust", "nobody else can write definitions, policy or state")] : findings
    }
}
