import CXen
import GuestModel
import Host

extension XenHost {
    public func attach(_ device: PluggableDevice, to domain: DomainReference) async throws(HostError) {
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, "libxl_device_add")
            switch device {
            case .disk(let disk):
                if let vdev = disk.vdev {
                    try worker.clear(.disk, .vdev(vdev), of: found, .disk, libxl_device_disk_destroy) {
                        libxl_vdev_to_device_disk($0, found.domid, vdev, $1)
                    }
                }
                try worker.add(
                    disk.json, .disk, "libxl_device_disk_add", to: found, libxl_device_disk_add,
                    clearing: .disk, { _ in .vdev(disk.vdev ?? "") }, libxl_device_disk_destroy)
            case .nic(let nic):
                if let mac = nic.mac?.description {
                    try worker.clear(.nic, .mac(mac), of: found, .nic, libxl_device_nic_destroy) {
                        libxl_mac_to_device_nic($0, found.domid, mac, $1)
                    }
                }
                try worker.add(
                    nic.json, .nic, "libxl_device_nic_add", to: found, libxl_device_nic_add,
                    clearing: .nic, { .devid($0.devid) }, libxl_device_nic_destroy)
            case .pci(let pci):
                try worker.add(pci.json, .pci, "libxl_device_pci_add", to: found, libxl_device_pci_add)
            case .usbController(let controller):
                try worker.add(
                    controller.json, .usbController, "libxl_device_usbctrl_add", to: found, libxl_device_usbctrl_add,
                    clearing: .usbController, { .devid($0.devid) }, libxl_device_usbctrl_destroy)
            case .usbDevice(let device):
                try worker.add(
                    device.json, .usbDevice, "libxl_device_usbdev_add", to: found, libxl_device_usbdev_add)
            case .keyboard(let keyboard):
                try worker.add(
                    keyboard.json, .keyboard, "libxl_device_vkb_add", to: found, libxl_device_vkb_add,
                    clearing: .keyboard, { .devid($0.devid) }, libxl_device_vkb_destroy)
            }
        }
    }
}

/// A function of libxl that does something with a device, and returns when it is done where it is given no `how`.
typealias DeviceOperation<Device> = (
    OpaquePointer?, UInt32, UnsafeMutablePointer<Device>?, UnsafePointer<libxl_asyncop_how>?
) -> Int32

extension LibxlWorker {
    /// Takes away what is left of a device whose detaching was cut short: it would be in the way of the one that is to come.
    fileprivate func clear<Device>(
        _ kind: DeviceKind, _ identity: DeviceIdentity, of domain: DomainInformation, _ type: LibxlType<Device>,
        _ destroy: DeviceOperation<Device>, find: (OpaquePointer, UnsafeMutablePointer<Device>) -> Int32
    ) throws(HostError) {
        guard let number = try device(kind, of: domain.domid, identity), isLeaving(kind, number, of: domain.domid)
        else { return }
        let found = LibxlValue(type)
        let pointer = found.pointer
        guard find(context.handle, pointer) == 0 else { return }
        try call("libxl_device_destroy", domain.subject, attempt: "what is left of it could not be taken away") {
            destroy($0, domain.domid, pointer, nil)
        }
    }

    func add<Device>(
        _ json: String, _ type: LibxlType<Device>, _ function: String, to domain: DomainInformation,
        _ add: DeviceOperation<Device>
    ) throws(HostError) {
        let device = try LibxlValue(type, json: json, context)
        try call(function, domain.subject, attempt: "the device could not be attached") {
            add($0, domain.domid, device.pointer, nil)
        }
    }

    /// The same for a device that has a backend: libxl leaves it there when its hotplug script fails, where it would be taken
    /// for attached, and be in the way of the next one.
    ///
    /// - Parameters:
    ///   - identity: what tells it from others of its kind, once libxl has numbered it.
    ///   - destroy: takes the device away without asking the guest.
    fileprivate func add<Device>(
        _ json: String, _ type: LibxlType<Device>, _ function: String, to domain: DomainInformation,
        _ add: DeviceOperation<Device>, clearing kind: DeviceKind, _ identity: (Device) -> DeviceIdentity,
        _ destroy: DeviceOperation<Device>
    ) throws(HostError) {
        let before = Set(try context.xenstore.list(kind.folder(of: domain.domid)))
        let device = try LibxlValue(type, json: json, context)
        let pointer = device.pointer
        do throws(HostError) {
            try call(function, domain.subject, attempt: "the device could not be attached") {
                add($0, domain.domid, pointer, nil)
            }
        } catch {
            // What was there before, or comes from somebody else at the same moment, is left alone.
            guard error.code != .deviceExists,
                let left = try self.device(kind, of: domain.domid, identity(pointer.pointee)), !before.contains(left)
            else { throw error }
            var failure = error
            let folder = "\(kind.folder(of: domain.domid))/\(left)"
            if let backend = try? context.xenstore.read("\(folder)/backend"),
                let reason = try? context.xenstore.read("\(backend)/hotplug-error")
            {
                failure.detail += ": \(reason.inOneLine)"
            }
            do throws(HostError) {
                try call(function, domain.subject, attempt: "what is left of it could not be taken away") {
                    destroy($0, domain.domid, pointer, nil)
                }
            } catch {
                failure.detail += "; \(error.detail)"
            }
            throw failure
        }
    }
}
