import FormatSupport
import GuestModel
import XLConfig

extension XendReading {
    mutating func readDevices(into reading: inout GuestReading) {
        for device in guest.disks { readDisk(device, into: &reading) }
        for device in guest.interfaces {
            var nic = NetworkInterface()
            nic.devid = Int32(reading.configuration.nics.count)
            nic.script = reading.host.vifScript
            nic.bridge = reading.host.vifBridge
            nic.gatewayDevice = reading.host.vifGatewayDevice
            nic.backendDomain = reading.host.vifBackend
            if read(device, "vif", XendSpecs.interface, into: &nic, &reading) { reading.configuration.nics.append(nic) }
        }
        for device in guest.tpms { readTPM(device, into: &reading) }
        var screens: [VirtualFramebuffer] = []
        for device in guest.framebuffers {
            var screen = VirtualFramebuffer()
            if read(device, "vfb", XendSpecs.framebuffer, into: &screen, &reading) { screens.append(screen) }
        }
        if case .hvm = reading.configuration.type {
            reading.readScreen()
            if let screen = screens.first { join(screen, into: &reading) }
        } else {
            for screen in screens { reading.add(screen) }
            reading.readScreen()
        }
    }

    private mutating func readDisk(_ device: XendDevice, into reading: inout GuestReading) {
        do throws(SpecError) {
            let disk = try XendDisk.read(device)
            if disk.isFloppy {
                return reading.warn(
                    .unsupported, at: device.position, "disk: libxl has no floppy drives, and this one is left out")
            }
            reading.configuration.disks.append(disk.disk)
            if disk.isShared, let vdev = disk.disk.vdev { extras.shareableDisks.insert(vdev) }
        } catch {
            reading.refuse("disk", at: device.position, "disk: \(error.message)")
        }
        let known = ["uname", "dev", "mode", "backend", "protocol"]
        for part in device.parts where part.key == "protocol" && !part.value.isEmpty || !known.contains(part.key) {
            remark(on: part, of: "disk", known, &reading)
        }
    }

    private mutating func readTPM(_ device: XendDevice, into reading: inout GuestReading) {
        var tpm = VirtualTPM()
        tpm.devid = Int32(reading.configuration.vtpms.count)
        guard read(device, "vtpm", XendSpecs.tpm, into: &tpm, &reading) else { return }
        guard tpm.backendDomain != nil, tpm.backendDomain != "0" else {
            return reading.warn(
                .unsupported, at: device.position,
                "vtpm: libxl has vtpms in a domain of their own only, and this one is left out; name it with backend=…")
        }
        reading.configuration.vtpms.append(tpm)
    }

    /// Sets in a device what xend is told of it; false, with an error, where that is wrong.
    private mutating func read<Device>(
        _ device: XendDevice, _ kind: String, _ keys: [SpecTable<Device>.Key], into made: inout Device,
        _ reading: inout GuestReading
    ) -> Bool {
        var isRead = true
        for part in device.parts where !part.value.isEmpty {
            guard let key = keys.first(where: { $0.name == part.key }) else {
                remark(on: part, of: kind, keys.map(\.name), &reading)
                continue
            }
            do throws(SpecError) {
                try key.read(part.value, &made)
            } catch {
                reading.refuse(kind, at: part.position, "\(kind): \(error.message)")
                isRead = false
            }
        }
        return isRead
    }

    private mutating func remark(
        on part: XendDevice.Part, of kind: String, _ known: [String], _ reading: inout GuestReading
    ) {
        if let reason = XendSpecs.dismissed[part.key] {
            return reading.warn(.meaningless, at: part.position, "\(kind): \(part.key) has no effect: \(reason)")
        }
        let near = suggestion(for: part.key, known)
        reading.warn(.unknown, at: part.position, "\(kind) has no \(quoted(part.key))\(near)")
    }

    /// The screen of an HVM guest is its emulated one, whichever way xend is told of it.
    private func join(_ screen: VirtualFramebuffer, into reading: inout GuestReading) {
        guard case .hvm(var hvm) = reading.configuration.type else { return }
        hvm.vnc.enable = hvm.vnc.enable ?? screen.vnc.enable
        hvm.vnc.listen = hvm.vnc.listen ?? screen.vnc.listen
        hvm.vnc.password = hvm.vnc.password ?? screen.vnc.password
        hvm.vnc.display = hvm.vnc.display ?? screen.vnc.display
        hvm.vnc.findUnused = hvm.vnc.findUnused ?? screen.vnc.findUnused
        hvm.sdl.enable = hvm.sdl.enable ?? screen.sdl.enable
        hvm.sdl.opengl = hvm.sdl.opengl ?? screen.sdl.opengl
        hvm.sdl.display = hvm.sdl.display ?? screen.sdl.display
        hvm.sdl.xauthority = hvm.sdl.xauthority ?? screen.sdl.xauthority
        hvm.keymap = hvm.keymap ?? screen.keymap
        reading.configuration.type = .hvm(hvm)
    }
}
