import GuestModel
import SeededNumbers

extension GuestConfiguration {
    /// Any of some guests that differ in what can be changed live, at the next boot and by a restart only.
    static func random(_ name: String, using generator: inout SeededNumbers) -> GuestConfiguration {
        var guest = Ward.guest(name, memory: UInt64.random(in: 1...4, using: &generator) * 64)
        if Bool.random(using: &generator) { guest.memory.maximum = 512 << 10 }
        if Bool.random(using: &generator) { guest.vcpus.online = [0, 1, 2] }
        if Bool.random(using: &generator) { guest.boot.kernel = "/boot/other" }
        if Bool.random(using: &generator) { guest.scheduling.weight = 512 }
        if Int.random(in: 0..<4, using: &generator) == 0 { guest.features.nestedHVM = true }
        if Int.random(in: 0..<6, using: &generator) == 0 { guest.type = .hvm(HVM()) }
        if Bool.random(using: &generator) { guest.nics = [] }
        if Int.random(in: 0..<3, using: &generator) == 0 {
            var drive = Disk()
            drive.vdev = "hdc"
            drive.path = "/iso/1.iso"
            drive.cdrom = true
            guest.disks.append(drive)
        }
        if Bool.random(using: &generator) {
            var disk = Disk()
            disk.vdev = "xvdb"
            disk.path = "/dev/vg0/\(name)-data"
            guest.disks.append(disk)
        }
        guest.shutdownActions.onCrash =
            [.destroy, .restart, .preserve, .restartRename, .coredumpRestart].randomElement(using: &generator)
            ?? .destroy
        guest.shutdownActions.onSoftReset = Bool.random(using: &generator) ? .softReset : .destroy
        return guest
    }
}
