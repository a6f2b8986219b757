import Glibc
import Host

/// A device model's own unit of systemd's. A child stays in the unit or the login session of the process that started it, and ends
/// when that is killed as a whole; a scope has an end of its own (systemd.scope(5)).
struct DeviceModelScope: Sendable, Hashable {
    let domid: Domid
    /// nil for a domain without a name.
    let guest: String?
    let process: pid_t

    var name: String { "xenward-qemu-dm-\(domid).scope" }

    /// What all of them are in, so that an administrator can look at them together, and limit them (systemd.resource-control(5)).
    static let slice = "xenward.slice"

    /// What busctl(1) has systemd do: `StartTransientUnit` of org.freedesktop.systemd1(5).
    ///
    /// On its way down the host ends the units in the reverse order of this one's starts: the guests first, then their device
    /// models, then the file systems that these have open.
    var busctlArguments: [String] {
        let systemd = ["org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager"]
        let properties = [
            ["PIDs", "au", "1", "\(process)"],
            ["Slice", "s", Self.slice],
            ["Description", "s", "Device model of Xen's domain \(domid)" + (guest.map { ", \($0)" } ?? "")],
            ["After", "as", "1", "remote-fs.target"],
            ["Before", "as", "2", "xenward-guests.service", "xendomains.service"],
            ["CollectMode", "s", "inactive-or-failed"],
        ]
        return ["--quiet", "--timeout=5", "call"] + systemd + ["StartTransientUnit", "ssa(sv)a(sa(sv))", name, "fail"]
            + ["\(properties.count)"] + properties.flatMap { $0 } + ["0"]
    }
}

extension LibxlWorker {
    /// Gives a domain's device model a scope of its own, where there is a device model and somebody who has scopes. The guest is well
    /// without one, so what goes wrong is only said.
    func setApartDeviceModel(of domid: Domid, _ guest: String?, _ serviceManager: ServiceManager?) {
        guard let serviceManager else { return }
        do throws(HostError) {
            let path = "/local/domain/\(domid)/image/device-model-pid"
            guard let process = try context.xenstore.read(path).flatMap({ pid_t($0) }) else { return }
            try serviceManager.start(DeviceModelScope(domid: domid, guest: guest, process: process))
        } catch {
            warn("its device model has no systemd unit of its own, and ends with this process's: \(error)", domid)
        }
    }
}
