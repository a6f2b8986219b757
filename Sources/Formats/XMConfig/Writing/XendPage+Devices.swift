import GuestModel
import XLConfig

extension XendPage {
    mutating func addDevices(_ shared: Set<String>) {
        disks = guest.disks.compactMap { disk in
            let device = XendDisk.device(disk, isShared: shared.contains(disk.vdev ?? ""))
            return device.flatMap { XendPage.isRead($0) ? $0 : nil }
        }
        interfaces = guest.nics.map { XendSpecs.device($0, XendSpecs.interface) }
        if guest.type.kind != .hvm { framebuffers = guest.framebuffers.map(XendSpecs.device) }
        tpms = guest.vtpms.filter { $0.backendDomain != nil }.map { XendSpecs.device($0, XendSpecs.tpm) }
        // xend knows devices by their addresses alone.
        pciDevices = guest.pciDevices.filter { $0.name == nil }.map { device in
            var device = device
            (device.permissive, device.seize, device.rdmPolicy) = (false, false, nil)
            return PCISpec.text(of: device, common: PCIDevice())
        }
        page.add(.processors, "cpuid", specs: guest.cpuPolicy.leaves.map(GuestReading.text))
    }

    /// A disk that is refused would cost the whole file.
    private static func isRead(_ device: XendDevice) -> Bool {
        do throws(SpecError) {
            return try !XendDisk.read(device).isFloppy
        } catch {
            return false
        }
    }
}
