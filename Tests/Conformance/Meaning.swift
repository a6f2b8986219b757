import GuestModel

extension GuestConfiguration {
    /// This guest with what xl and libxl do by themselves spelt out, so that two that are the same guest to them compare
    /// equal, however much of it each file says.
    var asBuilt: GuestConfiguration {
        var guest = self
        guest.clock.localTime = clock.localTime ?? false
        guest.deviceModel.version = deviceModel.version ?? .qemuXen
        guest.features.nestedHVM = features.nestedHVM ?? false
        guest.memory.maximum = memory.maximum ?? memory.target
        guest.creation.runHotplugScripts = nil
        guest.memory.claimMode = nil
        if !vcpus.hardAffinityByVCPU.isEmpty { guest.vcpus.numaPlacement = false }
        for index in disks.indices {
            guest.disks[index].format = disks[index].format ?? .raw
            guest.disks[index].specification = disks[index].specification ?? .xen
            if disks[index].cdrom { guest.disks[index].removable = true }
        }
        for index in nics.indices {
            let standard: NICType = type.kind == .hvm ? .vifIoemu : .vif
            guest.nics[index].type = nics[index].type ?? standard
            guest.nics[index].devid = nics[index].devid ?? Int32(index)
        }
        for index in framebuffers.indices {
            guest.framebuffers[index].devid = framebuffers[index].devid ?? Int32(index)
            guest.framebuffers[index].vnc.spellOut(enabled: framebuffers[index].sdl.enable != true)
            guest.framebuffers[index].sdl.enable = framebuffers[index].sdl.enable ?? false
        }
        for index in keyboards.indices { guest.keyboards[index].devid = keyboards[index].devid ?? Int32(index) }
        for index in channels.indices { guest.channels[index].devid = channels[index].devid ?? Int32(index) }
        for index in usbControllers.indices {
            guest.usbControllers[index].devid = usbControllers[index].devid ?? Int32(index)
        }
        if case .hvm(let hvm) = type { guest.spellOut(hvm) }
        return guest
    }

    private mutating func spellOut(_ original: HVM) {
        var hvm = original
        features.acpi = features.acpi ?? true
        features.apic = features.apic ?? true
        hvm.pae = hvm.pae ?? true
        hvm.viridian = hvm.viridian ?? false
        hvm.bootOrder = hvm.bootOrder ?? "cda"
        hvm.vga = hvm.vga ?? .cirrus
        hvm.noGraphics = hvm.noGraphics ?? (hvm.vga == VGACard.none)
        hvm.vnc.spellOut(enabled: hvm.vga != VGACard.none)
        hvm.sdl.enable = hvm.sdl.enable ?? false
        hvm.spice.enable = hvm.spice.enable ?? false
        if hvm.spice.enable == true {
            hvm.spice.clipboardSharing = hvm.spice.clipboardSharing ?? false
            hvm.spice.vdagent = hvm.spice.vdagent ?? hvm.spice.clipboardSharing
            hvm.spice.agentMouse = hvm.spice.agentMouse ?? true
        }
        if hvm.serial == "none" { hvm.serial = nil }
        if hvm.serialPorts.count == 1 { (hvm.serial, hvm.serialPorts) = (hvm.serialPorts[0], []) }
        if let device = hvm.usbDevice { (hvm.usbDevices, hvm.usbDevice) = ([device], nil) }
        if !hvm.usbDevices.isEmpty { hvm.usb = true }
        hvm.usb = hvm.usb ?? false
        let cards: [VGACard: UInt64] = [.cirrus: 8192, .std: 16384, .qxl: 131_072]
        memory.video = memory.video ?? hvm.vga.flatMap { cards[$0] }
        type = .hvm(hvm)
    }
}

extension VNC {
    fileprivate mutating func spellOut(enabled: Bool) {
        enable = enable ?? enabled
        if enable == true {
            listen = listen ?? "127.0.0.1"
            findUnused = findUnused ?? true
            display = display ?? 0
        }
    }
}
