import Host

extension World {
    /// How far a guest is that was asked to shut down.
    enum ShutdownProgress: Sendable {
        case done
        case stillRunning
    }

    /// `libxl_domain_shutdown`, else the ACPI power button: asks a guest to shut down. A paused guest hears nothing.
    mutating func requestShutdown(_ reference: DomainReference) throws(HostError) -> ShutdownProgress {
        let index = try index(of: reference, .shutDown)
        if domains[index].state == .running {
            switch behaviours[domains[index].name] {
            case .ignoresShutdown, .hangs: break
            case .crashesAtShutdown: domains[index].state = .shutDown(.crash)
            case .crashesAtStart, .deviceModelHangs, nil: domains[index].state = .shutDown(.poweroff)
            }
        }
        return progress(of: domains[index])
    }

    /// How far the guest is by now; a domain that is gone has shut down, and somebody has cleaned up after it.
    func shutdownProgress(_ reference: DomainReference) -> ShutdownProgress {
        guard let domain = domain(reference.domid), domain.reference == reference else { return .done }
        return progress(of: domain)
    }

    private func progress(of domain: SimulatedDomain) -> ShutdownProgress {
        switch domain.state {
        case .running, .paused: .stillRunning
        case .shutDown, .dying: .done
        }
    }
}
