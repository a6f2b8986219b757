import Host
import Planning

extension Plan {
    /// This plan with what the host says to its requirements, and to those of what is done instead where one is not met.
    ///
    /// - Parameter input: what it was made from.
    /// - Throws: ``HostError`` when the host cannot be asked.
    public func answered(by host: any Host, _ input: PlanInput) async throws(HostError) -> Plan {
        let plan = try await answered(by: host, input, since: nil)
        // Where a guest comes back as it was, that is what it needs now; there is no third way.
        let fellBack = zip(actions, plan.actions).contains { $0.work != $1.work && $1.builds != nil }
        return fellBack ? try await plan.answered(by: host, input, since: self) : plan
    }

    private func answered(
        by host: any Host, _ input: PlanInput, since earlier: Plan?
    ) async throws(HostError) -> Plan {
        let requirements = requirements
        guard !requirements.isEmpty else { return self }
        return blocking(unmet: try await host.answer(requirements), input, since: earlier)
    }
}
