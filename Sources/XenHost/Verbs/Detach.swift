import CXen
import GuestModel
import Host

extension XenHost {
    /// A device that is not there (any more) is as wanted; of PCI and USB devices libxl says what it finds.
    public func detach(_ device: PluggableDevice, from domain: DomainReference) async throws(HostError) {
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, "libxl_device_remove")
            switch device {
            case .disk(let disk): try worker.remove(disk, from: found)
            case .nic(let nic): try worker.remove(nic, from: found)
            case .pci(let pci): try worker.remove(pci, from: found)
            case .usbController(let controller): try worker.remove(controller, from: found)
            case .usbDevice(let device): try worker.remove(device, from: found)
            case .keyboard(let keyboard): try worker.remove(keyboard, from: found)
            }
        }
    }
}

extension LibxlWorker {
    fileprivate func remove<Device>(
        _ device: borrowing LibxlValue<Device>, _ function: String, from domain: DomainInformation,
        _ remove: DeviceOperation<Device>
    ) throws(HostError) {
        let pointer = device.pointer
        try call(function, domain.subject, attempt: "the device could not be detached") {
            remove($0, domain.domid, pointer, nil)
        }
    }

    /// `libxl_device_disk_remove` would pull out what the guest does not let go of; this one fails then.
    fileprivate func remove(_ disk: Disk, from domain: DomainInformation) throws(HostError) {
        guard let vdev = disk.vdev else { return }
        try remove(
            .disk, .disk, .vdev(vdev), "libxl_device_disk_safe_remove", from: domain, libxl_device_disk_safe_remove
        ) { libxl_vdev_to_device_disk($0, domain.domid, vdev, $1) }
    }

    fileprivate func remove(_ nic: NetworkInterface, from domain: DomainInformation) throws(HostError) {
        if let mac = nic.mac?.description {
            try remove(
                .nic, .nic, .mac(mac), "libxl_device_nic_remove", from: domain, libxl_device_nic_remove
            ) { libxl_mac_to_device_nic($0, domain.domid, mac, $1) }
        } else if let devid = nic.devid {
            try remove(
                .nic, .nic, .devid(devid), "libxl_device_nic_remove", from: domain, libxl_device_nic_remove
            ) { libxl_devid_to_device_nic($0, domain.domid, devid, $1) }
        }
    }

    fileprivate func remove(_ pci: PCIDevice, from domain: DomainInformation) throws(HostError) {
        let device = try LibxlValue(.pci, json: pci.json, context)
        try remove(device, "libxl_device_pci_remove", from: domain, libxl_device_pci_remove)
    }

    /// libxl takes away whatever is at a controller's port, and has chosen that itself where nobody else has. So it is looked up where the
    /// device is; one that is nowhere is at the place that is known of it, unless another one is there.
    fileprivate func remove(_ device: USBDevice, from domain: DomainInformation) throws(HostError) {
        var device = device
        var count: Int32 = 0
        let list = libxl_device_usbdev_list(context.handle, domain.domid, &count)
        defer { libxl_device_usbdev_list_free(list, count) }
        let attached = UnsafeBufferPointer(start: list, count: Int(count))
        let found = attached.first {
            $0.u.hostdev.hostbus == device.host?.bus && $0.u.hostdev.hostaddr == device.host?.address
        }
        if let found {
            (device.controller, device.port) = (found.ctrl, found.port)
        } else if let other = attached.first(where: { $0.ctrl == device.controller && $0.port == device.port }) {
            let (bus, address) = (other.u.hostdev.hostbus, other.u.hostdev.hostaddr)
            throw HostError(
                "libxl_device_usbdev_remove", .notFound, domain: domain.subject.words,
                detail: "the host's device \(bus).\(address) is at its port")
        }
        let value = try LibxlValue(.usbDevice, json: device.json, context)
        try remove(value, "libxl_device_usbdev_remove", from: domain, libxl_device_usbdev_remove)
    }

    fileprivate func remove(_ controller: USBController, from domain: DomainInformation) throws(HostError) {
        guard let devid = controller.devid else { return }
        try remove(
            .usbController, .usbController, .devid(devid), "libxl_device_usbctrl_remove", from: domain,
            libxl_device_usbctrl_remove
        ) { libxl_devid_to_device_usbctrl($0, domain.domid, devid, $1) }
    }

    fileprivate func remove(_ keyboard: VirtualKeyboard, from domain: DomainInformation) throws(HostError) {
        // One that was given no number has the first.
        let devid = keyboard.devid ?? 0
        try remove(
            .keyboard, .keyboard, .devid(devid), "libxl_device_vkb_remove", from: domain, libxl_device_vkb_remove
        ) { libxl_devid_to_device_vkb($0, domain.domid, devid, $1) }
    }

    /// Removes a device once it is found.
    ///
    /// - Throws: also when it is there, and libxl does not find it: it must not be taken for gone.
    private func remove<Device>(
        _ type: LibxlType<Device>, _ kind: DeviceKind, _ identity: DeviceIdentity, _ function: String,
        from domain: DomainInformation, _ remove: DeviceOperation<Device>,
        find: (OpaquePointer, UnsafeMutablePointer<Device>) -> Int32
    ) throws(HostError) {
        let found = LibxlValue(type)
        let pointer = found.pointer
        do throws(HostError) {
            try call(function, domain.subject, attempt: "libxl does not find the device") { find($0, pointer) }
        } catch {
            guard try device(kind, of: domain.domid, identity) == nil else { throw error }
            return
        }
        try self.remove(found, function, from: domain, remove)
    }
}
