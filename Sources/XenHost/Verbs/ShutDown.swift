import CXen
import Host
import Synchronization

extension XenHost {
    public func shutDown(_ domain: DomainReference, within deadline: Duration) async throws(HostError) {
        let function = "libxl_domain_shutdown"
        var end = ContinuousClock.now + deadline
        let found = try await pool.use { worker throws(HostError) in try worker.check(domain, function) }
        let request = ShutdownRequest()
        switch found.state {
        case .running, .paused: request.begin(of: domain, in: pool)
        case .shutDown, .dying: return
        }
        defer { request.end() }
        while true {
            let now = try await pool.use { worker throws(HostError) in try worker.information(domain.domid) }
            // Whoever watches it may have destroyed it already.
            guard let now, now.uuid == domain.uuid else { return }
            switch now.state {
            case .shutDown, .dying: return
            case .running, .paused: break
            }
            if let failure = request.failure { throw failure }
            if !request.hasBegun {
                // The guest's time runs from when it is asked; all workers may be busy.
                end = .now + deadline
            } else if .now >= end {
                let why = now.state == .paused ? "it is paused, and cannot shut down" : "the guest still runs"
                throw HostError(
                    function, .guestTimedOut, domain: found.subject.words, detail: "\(why) after \(deadline)",
                    logs: found.subject.logs(touchedSince: 0))
            }
            try? await Task.sleep(for: timing.pace)
        }
    }
}

/// Asks a guest to shut down, beside whoever waits for it: libxl returns only when the guest has acknowledged, and takes
/// the request back when it has not within a minute; then it is asked again.
private final class ShutdownRequest: Sendable {
    private struct State {
        var hasBegun = false
        var failure: HostError?
        var isOver = false
    }

    private let state = Mutex(State())

    var hasBegun: Bool { state.withLock(\.hasBegun) }

    /// What keeps the guest from being asked at all.
    var failure: HostError? { state.withLock(\.failure) }

    func begin(of domain: DomainReference, in pool: LibxlPool) {
        Task {
            while !state.withLock(\.isOver) {
                do throws(HostError) {
                    try await pool.use { worker throws(HostError) in
                        let found = try worker.check(domain, "libxl_domain_shutdown")
                        self.state.withLock { $0.hasBegun = true }
                        try worker.requestShutdown(found)
                    }
                    return
                } catch {
                    guard error.code != .timedOut else { continue }
                    return state.withLock { $0.failure = error }
                }
            }
        }
    }

    /// Nobody waits any more.
    func end() { state.withLock { $0.isOver = true } }
}

extension LibxlWorker {
    /// Asks a guest to shut down: by its drivers, else by the power button that only an HVM guest has.
    fileprivate func requestShutdown(_ domain: DomainInformation) throws(HostError) {
        do throws(HostError) {
            try call("libxl_domain_shutdown", domain.subject, attempt: "the guest could not be asked") {
                libxl_domain_shutdown($0, domain.domid, nil)
            }
        } catch {
            guard error.code == .noParavirt else { throw error }
            try call("libxl_send_trigger", domain.subject, attempt: "the power button could not be pressed") {
                libxl_send_trigger($0, domain.domid, LIBXL_TRIGGER_POWER, 0, nil)
            }
        }
    }
}
