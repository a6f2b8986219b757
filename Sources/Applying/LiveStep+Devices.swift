import GuestModel
import Host
import Planning

extension LiveStep {
    /// A guest that has nothing but the disk or interface that comes; nil when none does.
    var arrival: GuestConfiguration? {
        guard operation != .detach, let change = changes.first, change.device != nil else { return nil }
        return aim.desired.having(onlyWhatComesBy: change)
    }

    /// Attaches, detaches or changes the one device that the step is about.
    func carryOutDevice(on domain: DomainReference, of host: any Host) async throws(HostError) {
        guard let change = changes.first else { return }
        switch FieldGroup(change.field) {
        case .disks:
            let pair = pair(change, \.disks) { _, _ in }
            if operation == .insertMedium {
                if let drive = pair.new { try await host.insertMedium(drive, in: domain) }
            } else {
                try await exchange(pair, PluggableDevice.disk, on: domain, of: host)
            }
        case .nics:
            let pair = pair(change, \.nics) { $0.devid = $0.devid ?? $1.devid }
            try await exchange(pair, PluggableDevice.nic, on: domain, of: host)
        case .pciDevices:
            try await exchange(pair(change, \.pciDevices) { _, _ in }, PluggableDevice.pci, on: domain, of: host)
        case .usbControllers:
            let pair = numbered(pair(change, \.usbControllers) { $0.devid = $0.devid ?? $1.devid }, change, \.devid)
            try await exchange(pair, PluggableDevice.usbController, on: domain, of: host)
        case .usbDevices:
            let pair = pair(change, \.usbDevices) {
                $0.controller = $0.controller ?? $1.controller
                $0.port = $0.port ?? $1.port
            }
            try await exchange(pair, PluggableDevice.usbDevice, on: domain, of: host)
        case .keyboards:
            let pair = numbered(pair(change, \.keyboards) { $0.devid = $0.devid ?? $1.devid }, change, \.devid)
            try await exchange(pair, PluggableDevice.keyboard, on: domain, of: host)
        default: break
        }
    }

    /// A device as it is, and as it should be; nil where it is not, or should not be.
    private struct Pair<D> {
        var old: D?
        var new: D?
    }

    /// - Parameter pin: gives a device what the one that is attached has been given by libxl.
    private func pair<D: Device>(
        _ change: FieldChange, _ list: KeyPath<GuestConfiguration, [D]>, pin: (inout D, D) -> Void
    ) -> Pair<D> {
        let seen = aim.seen.flatMap { find(change, in: $0[keyPath: list]) }
        var pair = Pair<D>()
        if change.isWholeDevice {
            pair = Pair(old: decoded(change.old), new: decoded(change.new))
        } else if let wanted = find(change, in: aim.desired[keyPath: list]) {
            // A device that is gone already need only come.
            pair = Pair(old: aim.seen == nil ? wanted : seen, new: wanted)
        }
        if let seen {
            if var old = pair.old {
                pin(&old, seen)
                pair.old = old
            }
            if var new = pair.new, !change.isWholeDevice {
                pin(&new, seen)
                pair.new = new
            }
        }
        return pair
    }

    /// libxl numbers devices without a devid by their places when it builds the domain.
    private func numbered<D: Device>(
        _ pair: Pair<D>, _ change: FieldChange, _ devid: WritableKeyPath<D, Int32?>
    ) -> Pair<D> {
        var pair = pair
        guard let place = change.device?.split(separator: "#").first.flatMap({ Int32($0) }) else { return pair }
        if pair.old?[keyPath: devid] == nil { pair.old?[keyPath: devid] = place }
        return pair
    }

    private func find<D: Device>(_ change: FieldChange, in devices: [D]) -> D? {
        devices.enumerated().first { $1.identity(at: $0) == change.device }?.element
    }

    private func decoded<D: Device>(_ value: FieldValue?) -> D? {
        guard let value else { return nil }
        var device = D()
        return (try? D.fields.decode(value, into: &device, at: FieldPath())).map { device }
    }

    private func exchange<D>(
        _ pair: Pair<D>, _ device: (D) -> PluggableDevice, on domain: DomainReference, of host: any Host
    ) async throws(HostError) {
        if let old = pair.old { try await host.detach(device(old), from: domain) }
        guard let new = pair.new else { return }
        do throws(HostError) {
            try await host.attach(device(new), to: domain)
        } catch {
            guard let old = pair.old, aim.seen != nil else { throw error }
            var failure = error
            do throws(HostError) {
                try await host.attach(device(old), to: domain)
                failure.detail += "; it has its old one again"
            } catch {
                failure.detail += "; nor can it have its old one again: \(error.detail)"
            }
            throw failure
        }
    }
}
