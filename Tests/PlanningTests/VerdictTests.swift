import GuestModel
import LibxlJSON
import Planning
import Testing

@Suite("Every field has a verdict of its own")
struct VerdictTests {
    @Test("a field is judged by itself or by its group, and none is forgotten")
    func complete() {
        let unjudged = Field.all.filter { JudgedField($0) == nil && FieldGroup($0) == nil }
        #expect(unjudged.map(\.name) == [])
    }

    @Test("a name that is judged is a field's", arguments: JudgedField.allCases)
    func exists(field: JudgedField) {
        #expect(Field.all.contains { $0.name == field.rawValue })
    }

    @Test("a group that is judged has fields", arguments: FieldGroup.allCases)
    func hasFields(group: FieldGroup) {
        #expect(Field.all.contains { FieldGroup($0) == group })
    }

    @Test("values of the real-time scheduler that are taken out go back live")
    func rtds() {
        var guest = Situation.guest()
        guest.scheduling.period = 20_000
        guest.scheduling.budget = 5_000
        var situation = Situation.settled(guest)
        situation.edit {
            $0.scheduling.period = nil
            $0.scheduling.budget = nil
        }
        #expect(situation.plan.lines == ["~ web1 scheduling.period scheduling.budget"])
    }

    @Test("nodes that are taken out are chosen anew only by a restart")
    func nodes() {
        var guest = Situation.guest()
        guest.vcpus.nodeAffinity = [0]
        var situation = Situation.settled(guest)
        situation.edit { $0.vcpus.nodeAffinity = [1] }
        #expect(situation.plan.lines == ["~ web1 vcpus.nodeAffinity"])
        situation.edit { $0.vcpus.nodeAffinity = [] }
        #expect(situation.plan.lines == ["? web1 vcpus.nodeAffinity"])
    }

    @Test("a cpupool is left and entered live by its name; the number counts only without one")
    func cpupool() {
        var situation = Situation.settled()
        situation.edit { $0.cpupool.name = "fast" }
        #expect(situation.plan.lines == ["~ web1 cpupool.name"])
        situation.edit { $0.cpupool.id = 3 }
        #expect(situation.plan.lines == ["~ web1 cpupool.id cpupool.name"])
        situation.edit { $0.cpupool.name = nil }
        #expect(situation.plan.lines == ["? web1 cpupool.id"])
    }
}

@Suite("Devices come, go and change while the guest runs, where they can")
struct DeviceVerdictTests {
    private func situation(
        _ type: GuestType, _ change: (inout GuestConfiguration) -> Void = { _ in }
    ) -> Situation {
        var guest = Situation.guest()
        guest.type = type
        guest.disks.append(Self.disk("hda", "/dev/vg0/boot"))
        var drive = Self.disk("hdc", "/iso/a.iso")
        drive.cdrom = true
        guest.disks.append(drive)
        change(&guest)
        return .settled(guest)
    }

    private static func disk(_ vdev: String, _ path: String) -> Disk {
        var disk = Disk()
        disk.vdev = vdev
        disk.path = path
        return disk
    }

    private static func nic(_ type: NICType? = nil) -> NetworkInterface {
        var nic = NetworkInterface()
        nic.mac = MACAddress("00:16:3e:00:00:01")
        nic.type = type
        return nic
    }

    private static func pci(_ bus: UInt8) -> PCIDevice {
        var device = PCIDevice()
        device.bus = bus
        return device
    }

    private func verdict(_ situation: Situation) -> Verdict.Effect? {
        situation.plan.actions.first?.changes.first?.verdict.effect
    }

    @Test("devices in another order are no change")
    func order() {
        var situation = situation(.pv(PV()))
        situation.edit { $0.disks.reverse() }
        #expect(situation.plan.isEmpty)
    }

    @Test("a paravirtual disk that changes is detached and attached again", arguments: GuestType.Kind.allCases)
    func disk(kind: GuestType.Kind) {
        var situation = situation(kind.standard)
        situation.edit {
            $0.disks[0].path = "/dev/vg0/other"
            $0.disks[0].readWrite = false
        }
        #expect(situation.plan.lines == ["~ web1 disks[xvda].path disks[xvda].readWrite"])
        #expect(verdict(situation) == .live(.reattach))
    }

    @Test("what the device model emulates changes by a restart, and so does a virtio disk")
    func emulated() {
        var hvm = situation(.hvm(HVM()))
        hvm.edit { $0.disks[1].path = "/dev/vg0/other" }
        #expect(verdict(hvm) == .restart)
        hvm = situation(.hvm(HVM()))
        hvm.edit { $0.disks.removeLast() }
        #expect(verdict(hvm) == .restart, "a drive does not go")
        var virtio = situation(.pv(PV()))
        virtio.edit { $0.disks[0].specification = .virtio }
        #expect(verdict(virtio) == .restart)
    }

    @Test("the medium of an emulated drive changes live, goes and comes back, but with a stub domain")
    func medium() {
        for path in ["/iso/b.iso", nil] {
            var situation = situation(.hvm(HVM()))
            situation.edit {
                $0.disks[2].path = path
                $0.disks[2].format = path == nil ? .empty : .raw
            }
            #expect(situation.plan.actions[0].changes.allSatisfy { $0.verdict.effect == .live(.insertMedium) })
            #expect(situation.plan.actions[0].kind == .live)
        }
        var stub = situation(.hvm(HVM())) { $0.deviceModel.stubdomain = true }
        stub.edit { $0.disks[2].path = "/iso/b.iso" }
        #expect(verdict(stub) == .restart)
        var script = situation(.hvm(HVM()))
        script.edit { $0.disks[2].script = "block-iscsi" }
        #expect(verdict(script) == .restart)
        var pv = situation(.pv(PV()))
        pv.edit { $0.disks[2].path = "/iso/b.iso" }
        #expect(verdict(pv) == .live(.reattach), "a paravirtual drive is a disk")
    }

    @Test("an interface that changes is attached again, but an emulated card stays as it booted")
    func nic() {
        func situation(_ guest: GuestType, _ type: NICType?) -> Situation {
            var situation = self.situation(guest) { $0.nics = [Self.nic(type)] }
            situation.edit { $0.nics[0].bridge = "xenbr1" }
            return situation
        }
        #expect(verdict(situation(.pv(PV()), nil)) == .live(.reattach))
        #expect(verdict(situation(.hvm(HVM()), .vif)) == .live(.reattach))
        #expect(verdict(situation(.hvm(HVM()), nil)) == .restart)
    }

    @Test("an interface with another MAC is another interface")
    func otherMAC() {
        var situation = situation(.pvh(PVH())) { $0.nics = [Self.nic()] }
        situation.edit { $0.nics[0].mac = MACAddress("00:16:3e:00:00:02") }
        #expect(situation.plan.lines == ["~ web1 nics[00:16:3e:00:00:01] nics[00:16:3e:00:00:02]"])
    }

    @Test("PCI devices come, go and change live, but not under PVH, without passthrough, or with reserved memory")
    func pci() {
        func added(_ guest: GuestType, _ passthrough: Passthrough? = .enabled) -> Verdict.Effect? {
            var situation = self.situation(guest) { $0.creation.passthrough = passthrough }
            situation.edit {
                $0.pciDevices = [Self.pci(3)]
                // What xl gives every device.
                $0.pciDevices[0].rdmPolicy = .strict
            }
            return verdict(situation)
        }
        #expect(added(.pv(PV())) == .live(.attach))
        #expect(added(.hvm(HVM())) == .live(.attach))
        #expect(added(.pvh(PVH())) == .restart)
        #expect(added(.pv(PV()), nil) == .restart)
        #expect(added(.hvm(HVM()), .disabled) == .restart)
        var reserving = HVM()
        reserving.rdmStrategy = .host
        #expect(added(.hvm(reserving)) == .restart)
        // Who was built with one can take another.
        var second = situation(.pv(PV())) { $0.pciDevices = [Self.pci(3)] }
        second.edit { $0.pciDevices.append(Self.pci(4)) }
        #expect(verdict(second) == .live(.attach))
        var permissive = situation(.hvm(HVM())) { $0.pciDevices = [Self.pci(3)] }
        permissive.edit { $0.pciDevices[0].permissive = true }
        #expect(verdict(permissive) == .live(.reattach))
    }

    @Test("a USB controller comes to a guest whose device model serves it, or to any from dom0's kernel")
    func usbController() {
        func added(_ guest: GuestType, _ type: USBControllerType, _ backend: DiskBackend?) -> Verdict.Effect? {
            var situation = self.situation(guest) {
                var disk = Disk()
                (disk.vdev, disk.path, disk.backend) = ("xvda", "/dev/vg0/a", backend)
                $0.disks = [disk]
            }
            situation.edit {
                $0.usbControllers = [USBController()]
                $0.usbControllers[0].type = type
            }
            return verdict(situation)
        }
        #expect(added(.pv(PV()), .auto, .phy) == .restart)
        #expect(added(.pvh(PVH()), .qusb, .phy) == .restart)
        #expect(added(.pv(PV()), .pv, .phy) == .live(.attach))
        #expect(added(.hvm(HVM()), .auto, .phy) == .live(.attach))
        #expect(added(.pv(PV()), .auto, .qdisk) == .live(.attach))
        // libxl may have chosen one.
        #expect(added(.pv(PV()), .auto, nil) == .live(.attach))
    }

    @Test("USB devices and controllers and keyboards come and go live")
    func usb() {
        var situation = situation(.hvm(HVM()))
        situation.edit {
            $0.usbControllers = [USBController()]
            var device = USBDevice()
            device.host = USBHostAddress(bus: 1, address: 4)
            $0.usbDevices = [device]
            $0.keyboards = [VirtualKeyboard()]
        }
        #expect(situation.plan.lines == ["~ web1 keyboards[#0] usbControllers[#0] usbDevices[1.4]"])
    }

    @Test("what libxl cannot plug needs a restart, and each kind says why")
    func unpluggable() {
        var reasons: [String] = []
        let changes: [(inout GuestConfiguration) -> Void] = [
            { $0.vtpms = [VirtualTPM()] }, { $0.p9Filesystems = [P9Filesystem()] }, { $0.channels = [Channel()] },
            { $0.framebuffers = [VirtualFramebuffer()] }, { $0.deviceTreeDevices = [DeviceTreeDevice()] },
        ]
        for change in changes {
            var situation = situation(.pv(PV()))
            situation.edit(change)
            #expect(verdict(situation) == .restart)
            reasons += situation.plan.actions[0].changes.map(\.verdict.reason)
        }
        #expect(Set(reasons).count == changes.count)
    }

    @Test("a device that its author changes and somebody took away is attached once, as it should be")
    func changedAndGone() throws {
        var situation = situation(.pv(PV()))
        situation.edit { $0.disks[0].path = "/dev/vg0/other" }
        try situation.drift { $0.disks.removeFirst() }
        #expect(situation.plan.lines == ["~ web1 disks[xvda].path"])
    }
}
