import CXen
import Host

extension XenHost {
    public func shutDown(_ domain: DomainReference, within deadline: Duration) async throws(HostError) {
        let function = "libxl_domain_shutdown"
        let end = ContinuousClock.now + deadline
        let found = try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, function)
            if case .running = found.state { try worker.requestShutdown(found) }
            if case .paused = found.state { try worker.requestShutdown(found) }
            return found
        }
        while true {
            let now = try await pool.use { worker throws(HostError) in try worker.information(domain.domid) }
            // Whoever watches it may have destroyed it already.
            guard let now, now.uuid == domain.uuid else { return }
            switch now.state {
            case .shutDown, .dying: return
            case .running, .paused: break
            }
            if .now >= end {
                let why = now.state == .paused ? "it is paused, and cannot shut down" : "the guest still runs"
                throw HostError(
                    function, .guestTimedOut, domain: found.subject.words, detail: "\(why) after \(deadline)",
                    logs: found.subject.logs(touchedSince: 0))
            }
            try? await Task.sleep(for: timing.pace)
        }
    }
}

extension LibxlWorker {
    /// Asks a guest to shut down: by its drivers, else by the power button that only an HVM guest has.
    func requestShutdown(_ domain: DomainInformation) throws(HostError) {
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
