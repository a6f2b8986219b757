/// Has the host what the definitions ask for: bridges, disks, kernels, cpus?
enum RequirementCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        guard let unmet = patient.unmet else { return [] }
        let running = Set(patient.domains.compactMap(\.name))
        let findings = unmet.sorted { $0.key < $1.key }.flatMap { name, reasons in
            reasons.map { reason -> Finding in
                running.contains(name)
                    ? .warn(
                        "requirements", at: name, "\(reason); it runs, and could not be started again",
                        advice: "make it, or change the definition")
                    : .problem(
                        "requirements", at: name, "\(reason), so that it cannot be started",
                        advice: "make it, or change the definition")
            }
        }
        guard findings.isEmpty, !patient.definitions.isEmpty else { return findings }
        return [.ok("requirements", "the host has what the definitions ask for (\(patient.definitions.count))")]
    }
}
