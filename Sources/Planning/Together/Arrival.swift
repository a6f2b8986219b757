import GuestModel
import Observing

/// A disk, an interface, or a device of the host that comes to a running domain, and needs something of the host as if its guest were built.
public struct Arrival {
    /// The places, in the action's changes, of those that bring it.
    var changes: [Int]
    /// A guest that has nothing but this device.
    public var guest: GuestConfiguration
}

extension PlannedAction {
    /// What this action attaches to a running domain.
    public var arrivals: [Arrival] {
        // Most bring none, and a guest is large.
        guard changes.contains(where: { $0.isMade && $0.bringsDevice }), case .update(_, let target) = work else {
            return []
        }
        var arrivals: [Arrival] = []
        var known: [String: Int] = [:]
        for (index, planned) in changes.enumerated() where planned.isMade && planned.bringsDevice {
            guard let guest = target.configuration.having(onlyWhatComesBy: planned.change),
                let place = planned.change.wholePlace
            else { continue }
            if let arrival = known[place] {
                arrivals[arrival].changes.append(index)
            } else {
                known[place] = arrivals.count
                arrivals.append(Arrival(changes: [index], guest: guest))
            }
        }
        return arrivals
    }

    /// What this action attaches to a running domain, of which no second domain may have any.
    public var takes: Set<Possession> {
        let arrivals = arrivals
        guard !arrivals.isEmpty, case .update(_, let target) = work else { return [] }
        return Set(arrivals.flatMap { $0.guest.soleClaims(sharing: target.shareableDisks) })
    }

    /// Whether this action takes any disk or interface from a running domain, for good or for another one in its place.
    public var letsGoOfDevices: Bool { changes.contains { $0.takesAway(.disks) || $0.takesAway(.nics) } }

    /// Whether this action takes one device from a running domain.
    ///
    /// - Parameters:
    ///   - group: of what kind the device is.
    ///   - device: its identity, by which changes name it.
    public func letsGo(of group: FieldGroup, _ device: String) -> Bool {
        changes.contains { $0.takesAway(group) && $0.change.device == device }
    }

    /// Leaves changes out that cannot be made, and the others as they are; but where a disk or an interface cannot come, none
    /// goes: it may be what was to come instead.
    mutating func forbid(_ places: [Int], _ reason: String) {
        guard let first = places.first else { return }
        for place in places {
            changes[place].verdict = Verdict(.forbidden, reason)
            changes[place].isMade = false
        }
        let groups = Set(
            places.filter { changes[$0].change.isArrival }.compactMap { FieldGroup(changes[$0].change.field) })
        for index in changes.indices where changes[index].isMade && changes[index].change.isDeparture(among: groups) {
            changes[index].verdict = Verdict(.forbidden, "it stays until \(changes[first].change.place) can come")
            changes[index].isMade = false
        }
        kind = .blocked
        self.reason = "\(changes[first].change.place) cannot be changed: \(reason)"
        if !changes.contains(where: \.isMade) { work = .nothing }
    }
}

extension PlannedAction.Target {
    /// What the guest has that no second one may have.
    public var soleClaims: Set<Possession> { configuration.soleClaims(sharing: shareableDisks) }
}

extension GuestConfiguration {
    fileprivate func soleClaims(sharing vdevs: Set<String>) -> Set<Possession> {
        Set(possessions(sharing: vdevs).filter { !$0.isShared }.map(\.possession))
    }
}

extension FieldChange {
    /// A disk or an interface that there was not comes.
    fileprivate var isArrival: Bool { isWholeDevice && new != nil }

    /// Whether a disk or an interface goes for good.
    ///
    /// - Parameter groups: the kinds of device that are asked about.
    public func isDeparture(among groups: Set<FieldGroup>) -> Bool {
        guard isWholeDevice, new == nil, let group = FieldGroup(field), groups.contains(group) else { return false }
        return group == .disks || group == .nics
    }
}

extension PlannedChange {
    fileprivate func takesAway(_ group: FieldGroup) -> Bool {
        guard isMade, FieldGroup(change.field) == group else { return false }
        return switch verdict.effect {
        case .live(.detach), .live(.reattach): true
        default: false
        }
    }

    fileprivate var bringsDevice: Bool {
        switch verdict.effect {
        case .live(.attach), .live(.reattach), .live(.insertMedium): true
        default: false
        }
    }
}

extension GuestConfiguration {
    /// A guest with the one device that a change towards this guest brings; nil for those that need nothing of the host.
    public func having(onlyWhatComesBy change: FieldChange) -> GuestConfiguration? {
        let bare = GuestConfiguration(name: name, type: .pv(PV()))
        var guest = bare
        switch FieldGroup(change.field) {
        case _ where change.isWholeDevice: guest = (try? bare.applying([change])) ?? bare
        case .disks: guest.disks = disks.enumerated().filter { $1.identity(at: $0) == change.device }.map(\.element)
        case .nics: guest.nics = nics.enumerated().filter { $1.identity(at: $0) == change.device }.map(\.element)
        default: break
        }
        let needsHost =
            !guest.disks.isEmpty || !guest.nics.isEmpty || !guest.pciDevices.isEmpty || !guest.usbDevices.isEmpty
        return needsHost ? guest : nil
    }
}
