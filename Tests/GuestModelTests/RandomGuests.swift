import GuestModel

extension GuestConfiguration {
    /// A guest with some of everything.
    static func random(using generator: inout some RandomNumberGenerator) -> GuestConfiguration {
        var guest = GuestConfiguration(name: "g\(Int.random(in: 0..<5, using: &generator))", type: .pv(PV()))
        func maybe<T>(_ value: T) -> T? { Bool.random(using: &generator) ? value : nil }
        guest.memory.target = UInt64.random(in: 1...8, using: &generator) << 18
        guest.memory.maximum = maybe(8 << 18)
        guest.vcpus.maximum = maybe(4)
        guest.vcpus.online = CPUSet(first: .random(in: 1...4, using: &generator))
        guest.vcpus.hardAffinityByVCPU = maybe([[0, 1], [2]]) ?? []
        guest.boot.kernel = maybe("/boot/vmlinuz-\(Int.random(in: 0..<3, using: &generator))")
        guest.boot.commandLine = maybe("root=/dev/xvda1 \"quoted\" \\ ünïcode")
        guest.scheduling.weight = maybe(512)
        guest.features.acpi = maybe(false)
        guest.creation.xenstoreData = maybe([KeyValue("vm-data/role", "web")]) ?? []
        guest.shutdownActions.onReboot = maybe(.restart) ?? .destroy
        for (index, vdev) in ["xvda", "xvdb", "xvdc"].enumerated() where Bool.random(using: &generator) {
            var disk = Disk()
            disk.vdev = vdev
            disk.path = "/dev/vg0/disk\(Int.random(in: 0..<3, using: &generator))-\(index)"
            disk.readWrite = Bool.random(using: &generator)
            guest.disks.append(disk)
        }
        for octet in ["01", "02"] where Bool.random(using: &generator) {
            var nic = NetworkInterface()
            nic.mac = MACAddress("00:16:3e:00:00:\(octet)")
            nic.bridge = maybe("xenbr1")
            guest.nics.append(nic)
        }
        return guest
    }
}
