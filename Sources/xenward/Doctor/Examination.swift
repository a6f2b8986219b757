/// The whole examination: every check in turn, and what could not be looked at.
enum Examination {
    static func findings(of patient: Patient) -> [Finding] {
        let checks: [@Sendable (Patient) -> [Finding]] = [
            XenCheck.findings, ToolstackCheck.findings, UnitCheck.findings, XLDaemonCheck.findings,
            StartCheck.findings, StrangerCheck.findings, MemoryCheck.findings, RequirementCheck.findings,
            TrustCheck.findings, BootloaderCheck.findings, StateCheck.findings,
        ]
        return patient.troubles + checks.flatMap { $0(patient) }
    }
}
