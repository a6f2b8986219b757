import GuestModel

/// Devices that come, go or change while the domain runs. A changed one is detached and attached again.
extension Verdicts {
    func deviceVerdict(for change: FieldChange) -> Verdict {
        switch FieldGroup(change.field) {
        case .disks: disk(change)
        case .nics: nic(change)
        case .pciDevices: pci(change)
        case .usbControllers: usbController(change)
        case .usbDevices: plugged(change, "a USB device can be plugged and unplugged")
        case .keyboards: plugged(change, "a paravirtual keyboard can come and go")
        case .vtpms: Verdict(.restart, "a guest rarely bears its TPM to come or go")
        case .p9Filesystems, .pvcallsInterfaces: Verdict(.restart, "libxl 4.17 cannot add one to a running domain")
        case .channels: Verdict(.restart, "libxl cannot add or remove a channel of a running domain")
        case .framebuffers, .displays, .soundDevices:
            Verdict(.restart, "xenward leaves a running domain's screens and sound alone")
        default: Verdict(.restart, "it comes and goes with the domain")
        }
    }

    private func plugged(_ change: FieldChange, _ reason: String) -> Verdict {
        guard change.isWholeDevice else { return Verdict(.live(.reattach), "\(reason), and so be changed") }
        return Verdict(.live(change.new == nil ? .detach : .attach), reason)
    }

    // MARK: Disks

    private func disk(_ change: FieldChange) -> Verdict {
        // It has to go as it is and to come as it will be, so both must be of a kind that can.
        let (before, after) = (device(change, in: booted.disks), device(change, in: desired.disks))
        let involved = [change.isWholeDevice ? disk(of: change) : nil, before, after].compactMap { $0 }
        if isHVM, involved.contains(where: \.cdrom) { return drive(change) }
        if isHVM, !involved.allSatisfy({ $0.vdev?.hasPrefix("xvd") ?? false }) {
            return Verdict(.restart, "an emulated disk comes and goes with the domain")
        }
        if involved.contains(where: { $0.specification == .virtio }) {
            return Verdict(.restart, "libxl 4.17 cannot attach or detach virtio disks")
        }
        if change.isWholeDevice { return plugged(change, "a paravirtual disk can come and go") }
        return Verdict(.live(.reattach), "the disk is detached and attached again; a guest that uses it refuses")
    }

    /// An emulated CD drive: it stays, and its medium changes.
    private func drive(_ change: FieldChange) -> Verdict {
        let field = JudgedField(change.field)
        guard field == .diskPath || field == .diskFormat else {
            return Verdict(.restart, "an emulated drive comes and goes with the domain")
        }
        if booted.deviceModel.stubdomain == true {
            return Verdict(.restart, "libxl cannot change the medium of a guest with a stub domain")
        }
        return Verdict(.live(.insertMedium), "a CD drive takes another medium at any time")
    }

    // MARK: Others

    private func nic(_ change: FieldChange) -> Verdict {
        let isEmulated =
            isHVM
            && [device(change, in: booted.nics), device(change, in: desired.nics)].contains {
                $0.map { $0.type != .vif } ?? false
            }
        if change.isWholeDevice {
            return plugged(
                change,
                isEmulated
                    ? "its paravirtual half can come and go; an emulated card stays as it booted"
                    : "a paravirtual network interface can come and go")
        }
        return isEmulated
            ? Verdict(.restart, "the emulated card stays as it booted")
            : Verdict(.live(.reattach), "the interface is detached and attached again")
    }

    private func pci(_ change: FieldChange) -> Verdict {
        switch booted.type {
        case .pvh: return Verdict(.restart, "a PVH guest takes no PCI device while it runs")
        case .hvm(let hvm) where hvm.rdmStrategy != .ignore || hvm.rdmPolicy != nil:
            return Verdict(.restart, "reserved device memory is laid out when the domain is built")
        case .hvm, .pv:
            guard change.new == nil || canTakePCIDevices else {
                return Verdict(
                    .restart,
                    "the domain was built without passthrough; with passthrough = \"enabled\" it can take PCI devices later"
                )
            }
            return plugged(change, "a PCI device can be plugged and unplugged")
        }
    }

    /// libxl builds a domain for passthrough where that, or a device, is asked for.
    private var canTakePCIDevices: Bool {
        booted.creation.passthrough.map { $0 != .disabled } ?? !booted.pciDevices.isEmpty
    }

    private func usbController(_ change: FieldChange) -> Verdict {
        guard change.isWholeDevice else {
            return Verdict(.restart, "a USB controller cannot change without its devices")
        }
        if let controller = device(change, in: desired.usbControllers), controller.type != .pv, !mayHaveDeviceModel {
            return Verdict(
                .restart, "the domain runs without a device model, which serves controllers of all types but pv")
        }
        return plugged(change, "a USB controller can come and go")
    }

    /// libxl starts one for a paravirtual guest only with the domain, and only for what needs it (`libxl__need_xenpv_qemu`). What serves a
    /// disk that does not say so, libxl finds out.
    private var mayHaveDeviceModel: Bool {
        isHVM || !booted.framebuffers.isEmpty || !booted.channels.isEmpty || !booted.keyboards.isEmpty
            || booted.usbControllers.contains { $0.type != .pv }
            || booted.disks.contains { $0.backend.map { $0 == .qdisk } ?? true }
    }

    // MARK: What a change is about

    private var isHVM: Bool { if case .hvm = booted.type { true } else { false } }

    private func device<D: Device>(_ change: FieldChange, in devices: [D]) -> D? {
        guard let identity = change.device else { return nil }
        return devices.enumerated().first { $1.identity(at: $0) == identity }?.element
    }

    /// A disk that the host has and no definition, when somebody attached it.
    private func disk(of change: FieldChange) -> Disk? {
        guard let value = change.new ?? change.old else { return nil }
        var disk = Disk()
        guard (try? Disk.fields.decode(value, into: &disk, at: FieldPath())) != nil else { return nil }
        return disk
    }
}
