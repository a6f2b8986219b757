import Host
import Planning
import Policy

extension GuestWork {
    /// Waits until the guests that this one needs are ready.
    func awaitDependencies(of target: PlannedAction.Target) async throws(WorkError) {
        for dependency in target.policy.dependencies { try await awaitReadiness(dependency) }
    }

    private func awaitReadiness(_ dependency: Dependency) async throws(WorkError) {
        let end = now() + Self.patience
        while true {
            guard let record = await notebook.guest(named: dependency.guest), let known = record.domain else {
                throw .unmet("it comes after \(dependency.guest), which does not run")
            }
            guard let seen = try await observed(known.domid), seen.uuid == record.uuid, seen.state == .running else {
                throw .unmet("it comes after \(dependency.guest), which does not run")
            }
            switch dependency.readiness {
            // It was started no later than something was last done to it.
            case .running(let seconds): if now() >= record.changed + seconds { return }
            case .xenstore(let key):
                do throws(HostError) {
                    if try await host.xenstoreValue(key, of: seen.reference) != nil { return }
                } catch {
                    throw .host(error)
                }
            }
            guard now() < end, !surroundings.isInterrupted() else {
                throw .unmet("it comes after \(dependency.guest), which is not ready (\(dependency.readiness.words))")
            }
            await surroundings.wait(.seconds(1))
        }
    }

    /// How long to wait for one guest to be ready, in seconds.
    private static let patience: Int64 = 300
}

extension Dependency.Readiness {
    fileprivate var words: String {
        switch self {
        case .running(let seconds): "running for \(seconds) s"
        case .xenstore(let key): "\(key) in xenstore"
        }
    }
}
