/// Has the host what the definitions ask for: bridges, disks, kernels, cpus?
enum RequirementCheck {
    @Sendable static func findings(of patient: Patient) -> [Finding] {
        guard let unmet = patient.unmet else { return [] }
        let running = Set(patient.domains.compactMap(\.name))
        let findings =
            unmet.sorted { $0.key < $1.key }.flatMap { name, reasons in
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
            + tooLarge(patient)
        guard findings.isEmpty, !patient.definitions.isEmpty else { return findings }
        return [.ok("requirements", "the host has what the definitions ask for (\(patient.definitions.count))")]
    }

    /// Guests that have no room even on a host where nothing else runs.
    private static func tooLarge(_ patient: Patient) -> [Finding] {
        guard let memory = patient.memory else { return [] }
        return patient.definitions.compactMap { definition in
            guard let wanted = definition.document?.configuration.memory, let target = wanted.target ?? wanted.maximum,
                target > memory
            else { return nil }
            return .problem(
                "requirements", at: definition.name,
                "it asks for \(target >> 10) MiB of memory, and the host has \(memory >> 10) MiB",
                advice: "change the definition")
        }
    }
}
