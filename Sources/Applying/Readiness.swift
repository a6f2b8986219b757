import Host
import Planning
import Policy

extension GuestWork {
    /// Waits until the guests that this one needs are ready.
    func awaitDependencies(of target: PlannedAction.Target) async throws(WorkError) {
        for dependency in target.policy.dependencies {
            try await awaitReadiness(of: dependency, for: target.configuration.name)
        }
    }

    private func awaitReadiness(of dependency: Dependency, for guest: String) async throws(WorkError) {
        let begin = now()
        var isTold = false
        let end = begin + Self.patience + dependency.readiness.seconds
        while true {
            guard let (domain, since) = try await running(dependency.guest, seenAt: begin) else {
                throw .unmet("it comes after \(dependency.guest), which does not run")
            }
            switch dependency.readiness {
            case .running(let seconds): if Dependency.rest(of: seconds, since: since, now: now()) == nil { return }
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
            if !isTold { progress(.waits(guest: guest, reason: dependency.unready)) }
            isTold = true
            await surroundings.wait(.seconds(1))
        }
    }

    /// The domain of a guest that runs, and since when it does at the latest; nil when it does not run.
    ///
    /// - Parameter begin: when a domain of somebody else's was first seen, of which nobody remembers more.
    private func running(
        _ guest: String, seenAt begin: Timestamp
    ) async throws(WorkError) -> (domain: DomainReference, since: Timestamp)? {
        if let record = await notebook.guest(named: guest), let known = record.domain,
            let seen = try await observed(known.domid), seen.uuid == record.uuid
        {
            // It was started no later than something was last done to it.
            return seen.state == .running ? (seen.reference, record.changed) : nil
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
    /// How long a guest that runs since then has to go on until it has surely run for so long, in seconds; nil when it has.
    static func rest(of seconds: UInt32, since: Timestamp, now: Timestamp) -> Int64? {
        guard seconds > 0 else { return nil }
        // The second in which it began may have been nearly over.
        let end = since + seconds + 1
        // A time that is ahead was told by a clock that was wrong.
        guard since <= now, now < end else { return nil }
        return end.seconds - now.seconds
    }

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
