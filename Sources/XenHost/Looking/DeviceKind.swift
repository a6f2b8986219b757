import Host

/// What libxl calls a kind of device in xenstore (`libxl__device_kind`).
enum DeviceKind: String {
    case disk = "vbd"
    case nic = "vif"
    case usbController = "vusb"
    case keyboard = "vkbd"

    /// Where libxl keeps what it knows of a domain's devices, by kind.
    static func folder(of domid: Domid) -> String { "/libxl/\(domid)/device" }

    /// Where it keeps those of this kind, by number.
    func folder(of domid: Domid) -> String { "\(Self.folder(of: domid))/\(rawValue)" }
}

/// What tells a device from others of its kind.
enum DeviceIdentity: Sendable, Hashable {
    /// libxl's number.
    case devid(Int32)
    /// A disk's name in the guest.
    case vdev(String)
    /// An interface's address.
    case mac(String)
}

extension LibxlWorker {
    /// The number under which xenstore has a device; nil when it has none that is it.
    func device(
        _ kind: DeviceKind, of domid: Domid, _ identity: DeviceIdentity
    ) throws(HostError) -> String? {
        let folder = kind.folder(of: domid)
        for number in try context.xenstore.list(folder) {
            let isIt =
                switch identity {
                case .devid(let devid): number == "\(devid)"
                case .vdev(let vdev): try context.xenstore.read("\(folder)/\(number)/dev") == vdev
                case .mac(let mac): try context.xenstore.read("\(folder)/\(number)/mac")?.lowercased() == mac
                }
            if isIt { return number }
        }
        return nil
    }
}
