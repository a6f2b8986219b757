import Applying
import Glibc
import Host
import Planning
import StateStore

extension Session {
    /// Carries a plan out, and saves the state after every step.
    func carryOut(
        _ plan: Plan, parallelism: Int = 1, progress: @escaping @Sendable (ApplyProgress) -> Void = { _ in }
    ) async -> ApplyReport {
        let store = store
        let surroundings = Surroundings(
            save: { state in try store?.save(state) },
            now: { Timestamp(seconds: Int64(time(nil))) }, parallelism: parallelism)
        return await Application(host: host, surroundings: surroundings)
            .carryOut(plan, state: recorded, on: observation.host, from: directory, progress: progress)
    }

    /// The same directory, with the state as a run has left it and the host as it is now.
    func afterwards(_ report: ApplyReport) async throws -> Session {
        let observation: HostObservation
        do throws(HostError) {
            observation = try await host.observe()
        } catch {
            throw CommandError(message: "the host cannot be looked at: \(error)")
        }
        return Session(
            host: host, store: store, recorded: report.state ?? recorded, definitions: definitions,
            observation: observation, directory: directory)
    }
}
