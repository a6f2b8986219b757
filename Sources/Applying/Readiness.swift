import Host
import Planning
import Policy

extension GuestWork {
    /// Waits until the guests that this one needs are ready.
    func awaitDependencies(of target: PlannedAction.Target) async throws(WorkError) {
        for dependency in target.policy.dependencies { try await awaitReadiness(dependency) }
    }

    private func awaitReadiness(_ dependency: Dependency) async throws(WorkError) {
        let begin = now()
        let end = begin + Self.patience + dependency.readiness.seconds
        while true {
            guard let (domain, since) = try await running(dependency.guest, seenAt: begin) else {
                throw .unmet("it comes after \(dependency.guest), which does not run")
            }
            switch dependency.readiness {
            // A time that is ahead was told by a clock that was wrong.
            case .running(let seconds): if now() >= since + seconds || since > now() { return }
            case .xenstore(let key):
                do throws(HostError) {
                    if try await host.xenstoreValue(key, of: domain) != nil { return }
                } catch {
                    throw .host(error)
                }
            }
            if surroundings.isInterrupted() { throw .interrupted }
            guard now() < end else {
                throw .unmet(dependency.unready)
            }
            await surroundings.wait(.seconds(1))
        }
    }

    /// The domain of a guest that runs, and since when it does at the latest; nil when it does not run.
    ///
    /// - Parameter begin: when a domain of somebody else's was first seen, of which nobody remembers more.
    private func running(
        _ guest: String, seenAt begin: Timestamp
    ) async throws(WorkError) -> (domain: DomainReference, since: Timestamp)? {
        if let record = await notebook.guest(named: guest) {
            guard let known = record.domain, let seen = try await observed(known.domid), seen.uuid == record.uuid,
                seen.state == .running
            else { return nil }
            // It was started no later than something was last done to it.
            return (seen.reference, record.changed)
        }
        do throws(HostError) {
            let domains = try await host.observe(.domains([])).domains
            return domains.first { $0.name == guest && $0.state == .running }.map { ($0.reference, begin) }
        } catch {
            throw .host(error)
        }
    }

    /// How long to wait for one guest to be ready, in seconds, besides the time that it has to run.
    private static let patience: UInt32 = 300
}

extension Dependency {
    /// Why a guest that needs this one has to wait.
    var unready: String { "it comes after \(guest), which is not ready (\(readiness.words))" }
}

extension Dependency.Readiness {
    /// How long the guest has to run.
    fileprivate var seconds: UInt32 { if case .running(let seconds) = self { seconds } else { 0 } }

    fileprivate var words: String {
        switch self {
        case .running(let seconds): "running for \(seconds) s"
        case .xenstore(let key): "\(key) in xenstore"
        }
    }
}
