import GuestModel

extension GuestPage {
    /// The lists of devices, one device a line.
    mutating func writeDevices() {
        page.add(
            .devices, "disk",
            specs: guest.disks.map(DiskSpec.text).filter { text in
                isRead { () throws(SpecError) in _ = try DiskSpec.read(text) }
            })
        page.add(
            .devices, "vif",
            specs: guest.nics.enumerated().map { index, nic in
                var nic = nic
                // xl numbers them in their order.
                if nic.devid == Int32(index) { nic.devid = nil }
                return NetworkSpec.table.text(of: nic)
            })
        page.add(.devices, "pci", specs: guest.pciDevices.map { PCISpec.text(of: $0, common: commonPCIOptions) })
        page.add(.devices, "usbctrl", specs: guest.usbControllers.map(DeviceSpecs.usbController.text))
        page.add(.devices, "usbdev", specs: guest.usbDevices.map(DeviceSpecs.usbDevice.text))
        page.add(
            .devices, "channel",
            specs: guest.channels.map { ChannelSpec($0) }
                .filter { spec in isRead { () throws(SpecError) in _ = try spec.finished() } }
                .map(ChannelSpec.table.text))
        page.add(.devices, "vtpm", specs: guest.vtpms.filter { $0.backendDomain != nil }.map(DeviceSpecs.tpm.text))
        page.add(.devices, "p9", specs: guest.p9Filesystems.map(DeviceSpecs.p9.text))
        page.add(.devices, "pvcalls", specs: guest.pvcallsInterfaces.map(DeviceSpecs.pvcalls.text))
        page.add(.devices, "vdispl", specs: guest.displays.map(DisplaySpec.table.text))
        let sounds = guest.soundDevices.map(SoundSpec.texts)
            .filter { texts in isRead { () throws(SpecError) in _ = try SoundSpec.read(texts) } }
        if !sounds.isEmpty {
            page.add(.devices, "vsnd", .lines(sounds.map { .list($0.map(Literal.text)) }))
        }
        page.add(.devices, "dtdev", specs: guest.deviceTreeDevices.compactMap(\.path))
        writeHardware()
    }

    /// Whether the reader takes a specification: one that it refuses would cost the whole file.
    private func isRead(_ read: () throws(SpecError) -> Void) -> Bool {
        do throws(SpecError) {
            try read()
            return true
        } catch {
            return false
        }
    }

    /// What xl says of every PCI device of such a guest.
    private var commonPCIOptions: PCIDevice {
        var common = PCIDevice()
        common.rdmPolicy = guest.type.kind == .hvm ? guest.hvm.rdmPolicy : .strict
        return common
    }

    private mutating func writeHardware() {
        func hexadecimal(_ number: some BinaryInteger) -> String { String(number, radix: 16) }
        let ports = guest.hardware.ioports.map { range in
            range.count == 1
                ? hexadecimal(range.first)
                : hexadecimal(range.first) + "-" + hexadecimal(UInt64(range.first) + UInt64(range.count) - 1)
        }
        page.add(.devices, "ioports", ports.isEmpty ? nil : .list(ports.map(Literal.text)))
        let irqs = guest.hardware.irqs
        page.add(.devices, "irqs", irqs.isEmpty ? nil : .list(irqs.map { .number(Int($0)) }))
        let pages = guest.hardware.iomem.map { range in
            hexadecimal(range.start) + "," + hexadecimal(range.count)
                + (range.guestFrame.map { "@" + hexadecimal($0) } ?? "")
        }
        page.add(.devices, "iomem", pages.isEmpty ? nil : .list(pages.map(Literal.text)))
    }

    /// Paravirtual screens, and those keyboards that do not come with them.
    mutating func writeScreens() {
        page.add(.display, "vfb", specs: guest.framebuffers.map(DeviceSpecs.framebuffer.text))
        let implied = guest.keyboards.prefix(guest.framebuffers.count).prefix { keyboard in
            var plain = VirtualKeyboard()
            plain.devid = keyboard.devid
            return keyboard == plain
        }
        // A keyboard without a backend type cannot be asked for.
        let others = guest.keyboards.dropFirst(implied.count).filter { $0.backend != nil }
        page.add(.display, "vkb", specs: others.map(DeviceSpecs.keyboard.text))
    }
}
