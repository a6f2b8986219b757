import GuestModel

/// Devices that are judged differently, each in a guest that has no other.
extension Situation {
    /// Nil for what is no device.
    static func devices(of group: FieldGroup) -> [(name: String?, guest: GuestConfiguration)]? {
        switch group {
        case .disks:
            [
                ("PV, PVH", having(disk("xvda"))), ("xvd* of HVM", having(disk("xvda"), .hvm(HVM()))),
                ("emulated", having(disk("hda"), .hvm(HVM()))),
                ("CD drive of HVM", having(disk("hdc", isDrive: true), .hvm(HVM()))),
                ("virtio", having(disk("xvda", .virtio))),
            ]
        case .nics:
            [
                ("PV, PVH", guest { $0.nics = [interface(.vif)] }),
                ("type=vif of HVM", guest(.hvm(HVM())) { $0.nics = [interface(.vif)] }),
                ("emulated", guest(.hvm(HVM())) { $0.nics = [interface(.vifIoemu)] }),
            ]
        case .pciDevices:
            [
                ("PV, HVM", guest { $0.pciDevices = [PCIDevice()] }),
                ("PVH", guest(.pvh(PVH())) { $0.pciDevices = [PCIDevice()] }),
            ]
        case .reservedDeviceMemory: [(nil, guest { $0.reservedDeviceMemory = [ReservedDeviceMemory()] })]
        case .deviceTreeDevices: [(nil, guest { $0.deviceTreeDevices = [DeviceTreeDevice()] })]
        case .framebuffers: [(nil, guest { $0.framebuffers = [VirtualFramebuffer()] })]
        case .keyboards: [(nil, guest { $0.keyboards = [VirtualKeyboard()] })]
        case .vtpms: [(nil, guest { $0.vtpms = [VirtualTPM()] })]
        case .p9Filesystems: [(nil, guest { $0.p9Filesystems = [P9Filesystem()] })]
        case .pvcallsInterfaces: [(nil, guest { $0.pvcallsInterfaces = [PVCallsInterface()] })]
        case .displays: [(nil, guest { $0.displays = [VirtualDisplay()] })]
        case .soundDevices: [(nil, guest { $0.soundDevices = [VirtualSound()] })]
        case .channels: [(nil, guest { $0.channels = [Channel()] })]
        case .usbControllers: [(nil, guest { $0.usbControllers = [USBController()] })]
        case .usbDevices: [(nil, guest { $0.usbDevices = [USBDevice()] })]
        case .creation, .securityLabels, .memory, .cpuPolicy, .virtualNodes, .boot, .clock, .features, .limits,
            .deviceModel, .hardware, .pv, .hvm, .pvh, .shutdownActions:
            nil
        }
    }

    private static func guest(
        _ type: GuestType = .pv(PV()), _ give: (inout GuestConfiguration) -> Void
    ) -> GuestConfiguration {
        var guest = GuestConfiguration(name: "g", type: type)
        give(&guest)
        return guest
    }

    private static func having(_ disk: Disk, _ type: GuestType = .pv(PV())) -> GuestConfiguration {
        guest(type) { $0.disks = [disk] }
    }

    private static func disk(
        _ vdev: String, _ specification: DiskSpecification? = nil, isDrive: Bool = false
    ) -> Disk {
        var disk = Disk()
        disk.vdev = vdev
        disk.path = "/dev/vg0/g"
        disk.specification = specification
        disk.cdrom = isDrive
        return disk
    }

    private static func interface(_ type: NICType) -> NetworkInterface {
        var interface = NetworkInterface()
        interface.type = type
        return interface
    }
}
