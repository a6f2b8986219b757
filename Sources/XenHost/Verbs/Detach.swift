import CXen
import GuestModel
import Host

extension XenHost {
    /// A device that is not there (any more) is as wanted.
    public func detach(_ device: PluggableDevice, from domain: DomainReference) async throws(HostError) {
        try await pool.use { worker throws(HostError) in
            let found = try worker.check(domain, "libxl_device_remove")
            switch device {
            case .disk(let disk): try worker.remove(disk, from: found)
            case .nic(let nic): try worker.remove(nic, from: found)
            case .pci(let pci):
                let device = try LibxlValue(.pci, json: pci.json, worker.context)
                try worker.remove(device, "libxl_device_pci_remove", from: found, libxl_device_pci_remove)
            case .usbController(let controller): try worker.remove(controller, from: found)
            case .usbDevice(let device):
                let device = try LibxlValue(.usbDevice, json: device.json, worker.context)
                try worker.remove(device, "libxl_device_usbdev_remove", from: found, libxl_device_usbdev_remove)
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
        let found = LibxlValue(.disk)
        guard let vdev = disk.vdev,
            libxl_vdev_to_device_disk(context.handle, domain.domid, vdev, found.pointer) == 0
        else { return }
        try remove(found, "libxl_device_disk_safe_remove", from: domain, libxl_device_disk_safe_remove)
    }

    fileprivate func remove(_ nic: NetworkInterface, from domain: DomainInformation) throws(HostError) {
        let found = LibxlValue(.nic)
        let code =
            if let mac = nic.mac {
                libxl_mac_to_device_nic(context.handle, domain.domid, mac.description, found.pointer)
            } else if let devid = nic.devid {
                libxl_devid_to_device_nic(context.handle, domain.domid, devid, found.pointer)
            } else {
                ERROR_NOTFOUND.rawValue
            }
        guard code == 0 else { return }
        try remove(found, "libxl_device_nic_remove", from: domain, libxl_device_nic_remove)
    }

    fileprivate func remove(_ controller: USBController, from domain: DomainInformation) throws(HostError) {
        let found = LibxlValue(.usbController)
        guard let devid = controller.devid,
            libxl_devid_to_device_usbctrl(context.handle, domain.domid, devid, found.pointer) == 0
        else { return }
        try remove(found, "libxl_device_usbctrl_remove", from: domain, libxl_device_usbctrl_remove)
    }

    fileprivate func remove(_ keyboard: VirtualKeyboard, from domain: DomainInformation) throws(HostError) {
        let found = LibxlValue(.keyboard)
        // One that was given no number has the first.
        guard libxl_devid_to_device_vkb(context.handle, domain.domid, keyboard.devid ?? 0, found.pointer) == 0
        else { return }
        try remove(found, "libxl_device_vkb_remove", from: domain, libxl_device_vkb_remove)
    }
}
