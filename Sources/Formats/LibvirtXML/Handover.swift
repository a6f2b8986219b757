import GuestModel

/// How literally a reader takes what libvirt's driver for libxl does.
package enum Handover: Sendable, Hashable {
    /// Each thing in its one place in the model, as the readers of other formats have it. For keeping guests.
    case plain
    /// Member for member what libvirt 9.0 hands to libxl, for comparing with it.
    ///
    /// The differences: libvirt calls every disk removable and numbers interfaces; rounds memory up to MiB; gives an HVM
    /// guest a paravirtual screen beside its emulated one; puts a PV guest's kernel where libxl 4.3 looked for it; takes a
    /// VNC port from a pool of its own in place of libxl's `findunused`; detaches PCI devices itself; resets softly without
    /// telling libxl of it; and does not look at performance counters, host nodes and shared directories.
    case libvirt
}

extension GuestConfiguration {
    /// This guest as libvirt would hand it to libxl.
    var handedOver: GuestConfiguration {
        var guest = self
        guest.shutdownActions.onSoftReset = .destroy
        guest.vcpus.nodeAffinity = CPUSet()
        guest.features.vpmu = nil
        guest.p9Filesystems = []
        // libvirt's tests have no host, which is one without NUMA nodes.
        for index in guest.virtualNodes.indices { guest.virtualNodes[index].physicalNode = 0 }
        if !virtualNodes.isEmpty, vcpus.hardAffinityByVCPU.isEmpty { guest.vcpus.numaPlacement = nil }
        guest.memory.maximum = memory.maximum.map(roundedToMiB)
        guest.memory.target = memory.target.map(roundedToMiB)
        for index in guest.disks.indices { guest.disks[index].removable = true }
        for index in guest.nics.indices { guest.nics[index].hand(over: type.kind, at: index) }
        for index in guest.pciDevices.indices { guest.pciDevices[index].seize = false }
        for index in guest.framebuffers.indices where framebuffers[index].vnc.enable == true {
            guest.framebuffers[index].vnc.findUnused = false
        }
        switch type {
        case .pv(var pv):
            pv.takeOver(&guest.boot)
            guest.type = .pv(pv)
            guest.deviceModel.path = nil
        case .hvm(var hvm):
            hvm.firmware = nil
            guest.type = .hvm(hvm)
            guest.addFramebuffers(hvm)
        case .pvh: guest.deviceModel.path = nil
        }
        if !usbDevices.isEmpty, usbControllers.isEmpty {
            guest.usbControllers = (0..<(usbDevices.count + 7) / 8).map { number in
                var controller = USBController()
                controller.type = .qusb
                controller.version = 2
                controller.ports = 8
                controller.devid = Int32(number)
                return controller
            }
        }
        return guest
    }

    /// A screen for each way to the emulated one, of which SPICE leaves the others out.
    private mutating func addFramebuffers(_ original: HVM) {
        var hvm = original
        if hvm.vnc.enable == true { hvm.vnc.findUnused = false }
        if hvm.sdl.enable == true { hvm.sdl.opengl = false }
        for (vnc, sdl, isThere) in [
            (VNC(), SDL(), hvm.spice.enable == true), (hvm.vnc, SDL(), hvm.vnc.enable == true),
            (VNC(), hvm.sdl, hvm.sdl.enable == true),
        ] where isThere {
            var framebuffer = VirtualFramebuffer()
            framebuffer.vnc = vnc
            framebuffer.sdl = sdl
            framebuffer.vnc.enable = vnc.enable ?? false
            framebuffer.sdl.enable = sdl.enable ?? false
            if vnc.enable == true { framebuffer.keymap = hvm.keymap }
            framebuffers.append(framebuffer)
            keyboards.append(VirtualKeyboard())
        }
        if hvm.spice.enable == true {
            hvm.vnc = VNC()
            hvm.vnc.enable = false
        }
        type = .hvm(hvm)
    }
}

extension NetworkInterface {
    fileprivate mutating func hand(over kind: GuestType.Kind, at index: Int) {
        devid = devid ?? Int32(index)
        if type == .vif { model = "netfront" }
        type = type ?? (kind == .hvm ? .vifIoemu : .vif)
    }
}

extension PV {
    /// Takes what the guest boots from out of the place that libxl has had for it since 4.4.
    fileprivate mutating func takeOver(_ boot: inout Boot) {
        legacyKernel = boot.kernel
        legacyRamdisk = boot.ramdisk
        legacyCommandLine = boot.commandLine
        legacyBootloader = boot.bootloader
        legacyBootloaderArguments = boot.bootloaderArguments
        let deviceTree = boot.deviceTree
        boot = Boot()
        boot.deviceTree = deviceTree
    }
}

private func roundedToMiB(_ kibibytes: UInt64) -> UInt64 { (kibibytes / 1024 + (kibibytes % 1024 == 0 ? 0 : 1)) * 1024 }
