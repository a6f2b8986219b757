import Host

/// How a guest behaves when something is asked of it.
public enum GuestBehaviour: String, Sendable, Hashable, CaseIterable {
    /// It goes on running when it is asked to shut down.
    case ignoresShutdown = "ignores_shutdown"
    /// It crashes instead of shutting down.
    case crashesAtShutdown = "crashes_at_shutdown"
    /// It crashes as soon as it is started.
    case crashesAtStart = "crashes_at_start"
    /// It does nothing any more: no shutdown, no ballooning, no letting go of devices.
    case hangs
    /// Its device model does not answer, so that its configuration cannot be had.
    case deviceModelHangs = "device_model_hangs"
}

/// What a guest does by itself.
public enum GuestAct: Sendable, Hashable, CaseIterable {
    case powersOff
    case reboots
    case crashes
    case suspends
    /// Its watchdog finds that it hangs.
    case watchdogBarks
    /// It asks for a soft reset, as kexec does.
    case asksForSoftReset

    var reason: ShutdownReason {
        switch self {
        case .powersOff: .poweroff
        case .reboots: .reboot
        case .crashes: .crash
        case .suspends: .suspend
        case .watchdogBarks: .watchdog
        case .asksForSoftReset: .softReset
        }
    }
}

extension World {
    /// A guest writes a key below its own folder in xenstore.
    ///
    /// - Throws: ``LibxlError/domainNotFound`` unless it runs.
    public mutating func guest(_ name: String, publishes key: String, as text: String) throws(HostError) {
        guard let index = domains.firstIndex(where: { $0.name == name && $0.state == .running }) else {
            throw HostError("guest", .domainNotFound, domain: name, detail: "no guest of this name runs")
        }
        domains[index].published[key] = text
    }

    /// A guest does something by itself; its domain stays, shut down, until somebody acts.
    ///
    /// - Throws: ``LibxlError/domainNotFound`` unless it runs.
    public mutating func guest(_ name: String, does act: GuestAct) throws(HostError) {
        guard let index = domains.firstIndex(where: { $0.name == name && $0.state == .running }) else {
            throw HostError("guest", .domainNotFound, domain: name, detail: "no guest of this name runs")
        }
        domains[index].state = .shutDown(act.reason)
    }
}
