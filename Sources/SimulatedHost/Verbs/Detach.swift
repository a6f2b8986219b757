import GuestModel
import Host
import LibxlJSON

extension World {
    /// `libxl_device_…_remove`, and for disks `libxl_device_disk_safe_remove`: without force.
    ///
    /// - Throws: ``LibxlError/notFound`` when the guest has no such device; ``LibxlError/timedOut`` when it does not let go.
    mutating func detach(_ device: PluggableDevice, from reference: DomainReference) throws(HostError) {
        let index = try index(of: reference, .detach)
        let domain = domains[index]
        var verb = "remove"
        if case .disk = device { verb = "safe_remove" }
        let detaching = Attaching(kind: device.libxlKind, domain: domain.name, verb: verb)
        var guest = try detaching.stored(of: domain)
        var runtime = domain.runtime
        let isGone: Bool
        switch device {
        case .disk(let disk): isGone = guest.disks.removeFirst { $0.vdev == disk.vdev }
        case .nic(let nic):
            isGone = guest.nics.removeFirst { nic.devid == nil ? $0.mac == nic.mac : $0.devid == nic.devid }
        case .pci(let device): isGone = guest.pciDevices.removeFirst { $0.address == device.address }
        case .usbController(let controller):
            isGone = guest.usbControllers.removeFirst { $0.devid == controller.devid }
        case .usbDevice(let device): isGone = guest.usbDevices.removeFirst { $0.host == device.host }
        case .keyboard(let keyboard): isGone = runtime.keyboards.removeFirst { $0 == keyboard.devid ?? 0 }
        }
        guard isGone else { throw detaching.error(.notFound, "the guest has no such device") }
        if behaviours[domain.name] == .hangs { throw detaching.error(.timedOut, "the guest does not let go") }
        domains[index].stored = CanonicalConfiguration(guest)
        domains[index].runtime = runtime
    }
}

extension Array {
    /// Whether there was one to remove.
    fileprivate mutating func removeFirst(where isIt: (Element) -> Bool) -> Bool {
        guard let index = firstIndex(where: isIt) else { return false }
        remove(at: index)
        return true
    }
}
