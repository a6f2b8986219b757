import GuestModel

extension GuestConfiguration {
    /// Makes two guests that libxl treats alike compare alike.
    mutating func spellOutXendsDefaults() {
        memory.target = memory.target ?? memory.maximum
        memory.maximum = memory.maximum ?? memory.target
        vcpus.maximum = vcpus.maximum ?? 1
        if vcpus.online.isEmpty { vcpus.online = CPUSet(first: 1) }
        if !vcpus.hardAffinityByVCPU.isEmpty, vcpus.numaPlacement == false { vcpus.numaPlacement = nil }
        if scheduling.weight == 256 { scheduling.weight = nil }
        if scheduling.cap == 0 { scheduling.cap = nil }
        clock.localTime = clock.localTime ?? false
        features.nestedHVM = features.nestedHVM ?? false
        features.disableMigration = features.disableMigration ?? false
        // xl.conf puts these in again where the text is read for a host.
        creation.runHotplugScripts = creation.runHotplugScripts ?? true
        memory.claimMode = memory.claimMode ?? true
        creation.driverDomain = creation.driverDomain ?? false
        if deviceModel.version == .qemuXen { deviceModel.version = nil }
        // xend knew of no soft resets: who wrote for it did not mean to leave them out.
        if shutdownActions.onSoftReset == .destroy { shutdownActions.onSoftReset = .softReset }
        for index in disks.indices { disks[index].spellOutXendsDefaults() }
        for index in nics.indices {
            nics[index].type = nics[index].type ?? (type.kind == .hvm ? .vifIoemu : .vif)
            nics[index].devid = nics[index].devid ?? Int32(index)
        }
        for index in pciDevices.indices {
            pciDevices[index].functionMask = pciDevices[index].functionMask ?? 1
            pciDevices[index].rdmPolicy = pciDevices[index].rdmPolicy ?? .strict
        }
        for index in framebuffers.indices {
            framebuffers[index].vnc.spellOutXendsDefaults()
            framebuffers[index].sdl.enable = framebuffers[index].sdl.enable ?? false
            framebuffers[index].devid = framebuffers[index].devid ?? Int32(index)
        }
        for index in keyboards.indices { keyboards[index].devid = keyboards[index].devid ?? Int32(index) }
        for index in vtpms.indices { vtpms[index].devid = vtpms[index].devid ?? Int32(index) }
        switch type {
        case .hvm(var hvm):
            features.acpi = features.acpi ?? true
            features.apic = features.apic ?? true
            memory.video = memory.video ?? hvm.leastVideoMemory(under: deviceModel.version)
            hvm.spellOutXendsDefaults()
            type = .hvm(hvm)
        case .pv(var pv):
            if !pciDevices.isEmpty { pv.e820Host = pv.e820Host ?? true }
            type = .pv(pv)
        case .pvh: break
        }
    }
}

extension Disk {
    fileprivate mutating func spellOutXendsDefaults() {
        if specification == .xen { specification = nil }
        if cdrom {
            removable = true
            if path == nil { (format, backend) = (.empty, nil) }
        }
        format = format ?? .raw
        // libxl serves block devices itself, and leaves qcow images to QEMU.
        if backend == nil, format == .raw, path?.hasPrefix("/dev/") == true { backend = .phy }
        if backend == nil, format == .qcow || format == .qcow2 { backend = .qdisk }
    }
}

extension VNC {
    fileprivate mutating func spellOutXendsDefaults() {
        enable = enable ?? true
        findUnused = findUnused ?? true
    }
}

extension HVM {
    fileprivate mutating func spellOutXendsDefaults() {
        pae = pae ?? true
        if viridianEnable.isEmpty, viridianDisable.isEmpty { viridian = viridian ?? false }
        vga = vga ?? .cirrus
        bootOrder = bootOrder ?? "cda"
        noGraphics = noGraphics ?? false
        xenPlatformPCI = xenPlatformPCI ?? true
        alignVirtualTimers = alignVirtualTimers ?? true
        gfxPassthrough = gfxPassthrough ?? false
        vnc.spellOutXendsDefaults()
        sdl.enable = sdl.enable ?? false
        spice.enable = spice.enable ?? false
        if let usbDevice, usbDevices.isEmpty { (usbDevices, self.usbDevice) = ([usbDevice], nil) }
        usb = usb ?? !usbDevices.isEmpty
        if serialPorts.count == 1, serial == nil { (serial, serialPorts) = (serialPorts[0], []) }
        if serial == "none" { serial = nil }
        if firmware?.split(separator: "/").last == "hvmloader" { firmware = nil }
    }
}
