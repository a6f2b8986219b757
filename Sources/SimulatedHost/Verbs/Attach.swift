import GuestModel
import Host
import LibxlJSON

extension World {
    /// `libxl_device_…_add`
    ///
    /// - Throws: ``LibxlError/deviceExists`` when the vdev or devid is taken.
    mutating func attach(_ device: PluggableDevice, to reference: DomainReference) throws(HostError) {
        let index = try index(of: reference, .attach)
        let attaching = Attaching(kind: device.libxlKind, domain: domains[index].name)
        var guest = try attaching.stored(of: domains[index])
        switch device {
        case .disk(let disk): try attach(disk, to: &guest, attaching)
        case .nic(let nic): try attach(nic, to: &guest, attaching)
        case .pci(let device): try attach(device, to: &guest, attaching)
        case .usbController(var controller):
            let taken = guest.usbControllers.enumerated().map { $1.devid ?? Int32($0) }
            controller.devid = try attaching.devid(controller.devid, taken: taken)
            guest.usbControllers.append(controller)
        case .usbDevice(let device):
            if guest.usbDevices.contains(where: { $0.host == device.host }) {
                throw attaching.error(.invalid, "the usb device is attached already")
            }
            guest.usbDevices.append(device)
        case .keyboard(let keyboard):
            // libxl does not tell its userdata: the keyboard is there, and stays invisible.
            let devid = try attaching.devid(keyboard.devid, taken: domains[index].runtime.keyboards)
            domains[index].runtime.keyboards.append(devid)
        }
        domains[index].stored = CanonicalConfiguration(guest)
    }

    private func attach(
        _ disk: Disk, to guest: inout GuestConfiguration, _ attaching: Attaching
    ) throws(HostError) {
        guard let vdev = disk.vdev else { throw attaching.error(.invalid, "the disk has no vdev") }
        if disk.specification == .virtio {
            throw attaching.error(.fail, "a virtio disk cannot be attached to a running guest")
        }
        if guest.disks.contains(where: { $0.vdev == vdev }) { throw attaching.exists(vdev) }
        if let path = disk.path, machine.missing.contains(path) {
            throw attaching.error(.fail, "\(path): No such file or directory")
        }
        guest.disks.append(disk)
    }

    private mutating func attach(
        _ nic: NetworkInterface, to guest: inout GuestConfiguration, _ attaching: Attaching
    ) throws(HostError) {
        var nic = nic
        nic.devid = try attaching.devid(nic.devid, taken: guest.nics.compactMap(\.devid))
        if let bridge = nic.bridge, machine.missing.contains(bridge) {
            throw attaching.error(.fail, "bridge \(bridge): No such device")
        }
        if nic.mac == nil { nic.mac = .random(using: &random) }
        guest.nics.append(nic)
    }

    private func attach(
        _ device: PCIDevice, to guest: inout GuestConfiguration, _ attaching: Attaching
    ) throws(HostError) {
        if guest.type.kind == .pvh { throw attaching.error(.invalid, "a PVH guest takes no PCI device") }
        for domain in domains where domain.state != .dying {
            let devices = try attaching.stored(of: domain).pciDevices
            if devices.contains(where: { $0.address == device.address }) {
                throw attaching.error(.fail, "\(device.address) is attached to \(domain.name) already")
            }
        }
        guest.pciDevices.append(device)
    }
}

/// An attachment or detachment under way: what its errors are about.
struct Attaching {
    var kind: String
    var domain: String
    var verb = "add"

    func error(_ code: LibxlError, _ detail: String) -> HostError {
        HostError("libxl_device_\(kind)_\(verb)", code, domain: domain, detail: detail)
    }

    func exists(_ device: String) -> HostError { error(.deviceExists, "the guest has a \(kind) \(device) already") }

    /// The devid asked for, or the next one.
    func devid(_ wanted: Int32?, taken: [Int32]) throws(HostError) -> Int32 {
        guard let wanted else { return (taken.max() ?? -1) + 1 }
        if taken.contains(wanted) { throw exists("with devid \(wanted)") }
        return wanted
    }

    func stored(of domain: SimulatedDomain) throws(HostError) -> GuestConfiguration {
        do throws(ConfigurationTextError) {
            return try domain.stored.decoded()
        } catch {
            throw self.error(.fail, "\(domain.name): \(error)")
        }
    }
}
