import GuestModel
import Host
import Planning
import Policy

extension Plan {
    /// This plan with those creations put off whose guest needs another one that is not ready yet: for somebody who comes by again
    /// when it may be, and does not keep all others waiting meanwhile.
    public func postponingUnready(_ input: PlanInput, on host: any Host) async throws(HostError) -> Plan {
        var plan = self
        for index in actions.indices {
            guard case .create(let target) = actions[index].work else { continue }
            for dependency in target.policy.dependencies {
                guard let wait = try await wait(for: dependency, input, on: host) else { continue }
                plan.actions[index].postpone(dependency.unready, until: input.now + wait)
                break
            }
        }
        return plan
    }

    /// How long until it may be ready, in seconds; nil for one that is, or that is built in this plan and need only run.
    private func wait(
        for dependency: Dependency, _ input: PlanInput, on host: any Host
    ) async throws(HostError) -> Int64? {
        let record = input.recorded.guests.first { $0.name == dependency.guest }
        let domain = input.observation.domains.first { $0.name == dependency.guest && $0.state == .running }
        switch dependency.readiness {
        case .running(0): return nil
        case .running(let seconds):
            guard domain != nil else { return Dependency.rest(of: seconds, since: input.now, now: input.now) }
            guard let record else { return nil }
            return Dependency.rest(of: seconds, since: record.changed, now: input.now)
        case .xenstore(let key):
            guard let domain else { return Self.pace }
            return try await host.xenstoreValue(key, of: domain.reference) == nil ? Self.pace : nil
        }
    }

    /// How often a guest is looked at that says for itself when it is ready, in seconds.
    private static let pace: Int64 = 5
}
