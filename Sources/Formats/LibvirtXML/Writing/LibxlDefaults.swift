import GuestModel

extension GuestConfiguration {
    /// Writes out what libxl does when it is told nothing, where libvirt's XML means something else by silence; and moves
    /// what stands where older callers of libxl put it to its one place.
    mutating func spellOutDefaults() {
        memory.maximum = memory.maximum ?? memory.target
        memory.target = memory.target ?? memory.maximum
        vcpus.maximum = vcpus.maximum ?? 1
        if vcpus.online.isEmpty { vcpus.online = [0] }
        if vcpus.hardAffinityByVCPU.isEmpty, !vcpus.hardAffinity.isEmpty {
            let count = min(vcpus.maximum ?? 1, 512)
            vcpus.hardAffinityByVCPU = Array(repeating: vcpus.hardAffinity, count: Int(count))
            vcpus.hardAffinity = CPUSet()
        }
        leaveOldPlaces()
        takeOverArguments()
        for index in disks.indices where disks[index].format == nil { disks[index].format = .raw }
        switch type {
        case .hvm(var hvm):
            features.acpi = features.acpi ?? true
            features.apic = features.apic ?? true
            if let path = deviceModel.path {
                deviceModel.version = deviceModel.version ?? Emulator.version(ofPath: path)
            }
            hvm.spellOutDefaults()
            spellOutScreen(&hvm)
            type = .hvm(hvm)
        case .pv, .pvh: break
        }
        for index in framebuffers.indices {
            framebuffers[index].vnc.spellOutDefaults(enabled: framebuffers[index].sdl.enable != true)
            framebuffers[index].sdl.enable = framebuffers[index].sdl.enable ?? false
        }
    }

    /// libxl hands the device model what is for every type, then what is for this one.
    private mutating func takeOverArguments() {
        switch type.kind {
        case .pv:
            deviceModel.arguments += deviceModel.argumentsPV
            deviceModel.argumentsPV = []
        case .hvm:
            deviceModel.arguments += deviceModel.argumentsHVM
            deviceModel.argumentsHVM = []
        case .pvh: break
        }
    }

    /// An emulated screen, and its paravirtual doubles, which libvirt makes of the same element.
    private mutating func spellOutScreen(_ hvm: inout HVM) {
        let card = hvm.vga ?? (hvm.noGraphics == true ? VGACard.none : .cirrus)
        if card == .none {
            hvm.noGraphics = true
        } else {
            memory.video = memory.video ?? card.leastMemory(under: deviceModel.version)
        }
        hvm.vga = card
        let screens = framebuffers.filter { $0.vnc == hvm.vnc || $0.sdl == hvm.sdl }.count
        if screens > 0, screens == framebuffers.count, keyboards == Array(repeating: VirtualKeyboard(), count: screens)
        {
            framebuffers = []
            keyboards = []
        }
    }
}

extension HVM {
    fileprivate mutating func spellOutDefaults() {
        pae = pae ?? true
        bootOrder = bootOrder ?? "cda"
        vnc.spellOutDefaults(enabled: noGraphics != true)
        sdl.enable = sdl.enable ?? false
        if spice.enable == false { spice.enable = nil }
        if viridian == false { viridian = nil }
        if noGraphics == false { noGraphics = nil }
        if serial == "none" { serial = nil }
        if serialPorts.count == 1 {
            serial = serial ?? serialPorts[0]
            serialPorts = []
        }
        if let device = usbDevice, usbDevices.isEmpty {
            usbDevices = [device]
            usbDevice = nil
        }
        // libxl turns the bus on by itself when there are devices for it.
        if !usbDevices.isEmpty, usb == true { usb = nil }
        if usb == false { usb = nil }
    }
}

extension VNC {
    fileprivate mutating func spellOutDefaults(enabled: Bool) {
        enable = enable ?? enabled
        if enable == true {
            findUnused = findUnused ?? true
            if findUnused == false { display = display ?? 0 }
        }
    }
}
