import GuestModel
import Observing

/// Which of the host's own devices are had by whom, while a plan is carried out.
private struct SoleUse {
    private var holders: [(device: SoleDevice, guest: GuestUUID?, words: String)] = []

    /// - Parameter domains: those that the plan leaves running.
    init(by domains: some Sequence<ObservedDomain>, remembering records: [GuestRecord]) {
        for domain in domains where domain.state.mayRunOn {
            guard let guest = domain.configuration(remembering: records) else { continue }
            add(guest, domain.uuid, domain.words)
        }
    }

    mutating func add(_ guest: GuestConfiguration, _ uuid: GuestUUID?, _ words: String) {
        holders += guest.soleDevices.map { ($0, uuid, words) }
    }

    /// Why this guest cannot have what it wants for itself; nil when it can.
    ///
    /// - Parameter uuid: the guest's; what its own domain has is no obstacle.
    func obstacle(to guest: GuestConfiguration, _ uuid: GuestUUID?) -> String? {
        let taken = guest.soleDevices.compactMap { device in
            holders.first { $0.device.collides(with: device) && (uuid == nil || $0.guest != uuid) }
                .map { "\(device.words) is used by \($0.words)" }
        }
        return taken.isEmpty ? nil : taken.joined(separator: "; ")
    }
}

extension Plan {
    /// This plan with those actions blocked that want a device of the host, or a VNC port, which a running domain keeps, or
    /// which an earlier action gives to another guest.
    func blockingSoleUse(_ input: PlanInput) -> Plan {
        guard actions.contains(where: \.wantsSoleUse) else { return self }
        return blockingAllThatFollows { $0.blocking($0.soleUse(input)) }
    }

    private func soleUse(_ input: PlanInput) -> SoleUse {
        let ending = Set(actions.flatMap { [$0.endsForGood, $0.endsForItsSuccessor] }.compactMap(\.self))
        return SoleUse(
            by: input.observation.domains.filter { !ending.contains($0.domid) },
            remembering: input.recorded.guests)
    }

    private func blocking(_ use: SoleUse) -> Plan {
        var use = use
        var plan = self
        for index in order {
            let action = plan.actions[index]
            if let target = action.builds {
                if let reason = use.obstacle(to: target.configuration, target.configuration.uuid) {
                    plan.actions[index].setBack(reason)
                } else {
                    use.add(
                        target.configuration, target.configuration.uuid, "\(action.guest), which is built before it")
                }
            }
            for arrival in action.arrivals {
                if let reason = use.obstacle(to: arrival.guest, action.uuid) {
                    plan.actions[index].forbid(arrival.changes, reason)
                } else {
                    use.add(arrival.guest, action.uuid, "\(action.guest), which gets it before")
                }
            }
        }
        return plan
    }
}

extension PlannedAction {
    fileprivate var wantsSoleUse: Bool {
        builds.map { !$0.configuration.soleDevices.isEmpty } ?? false
            || arrivals.contains { !$0.guest.soleDevices.isEmpty }
    }
}

extension SoleDevice {
    fileprivate var words: String {
        switch self {
        case .pci(let address): "PCI device \(address)"
        case .usb(let place): "USB device \(place.bus).\(place.address)"
        case .vnc(let address, let port): "VNC port \(address):\(port)"
        }
    }
}
