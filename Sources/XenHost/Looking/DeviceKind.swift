import Host

/// What libxl calls a kind of device in xenstore (`libxl__device_kind`).
enum DeviceKind: String {
    case disk = "vbd"
    case nic = "vif"
    case usbController = "vusb"
    case keyboard = "vkbd"

    /// Where libxl keeps what it knows of a domain's devices of this kind, by number.
    func folder(of domid: Domid) -> String { "/libxl/\(domid)/device/\(rawValue)" }
}
