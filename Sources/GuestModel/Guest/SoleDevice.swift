/// Something of the host that one running guest has for itself. Several may be defined with it, as long as they do not run together.
public enum SoleDevice: Sendable, Hashable {
    /// A PCI device, by its address or its name.
    case pci(String)
    /// A USB device, by where it is plugged in.
    case usb(USBHostAddress)
    /// A port that a VNC server listens on, at an address.
    case vnc(address: String, port: Int)

    /// Whether the two cannot be had by two guests at the same time.
    public func collides(with other: SoleDevice) -> Bool {
        guard case .vnc(let address, let port) = self, case .vnc(let otherAddress, let otherPort) = other else {
            return self == other
        }
        return port == otherPort
            && (address == otherAddress || Self.isAnyAddress(address) || Self.isAnyAddress(otherAddress))
    }

    private static func isAnyAddress(_ address: String) -> Bool { ["0.0.0.0", "::", "[::]"].contains(address) }
}

extension GuestConfiguration {
    /// What of the host this guest has for itself while it runs. A VNC port counts where the guest wants that one and no other.
    public var soleDevices: [SoleDevice] {
        var screens = framebuffers.map(\.vnc).filter { $0.enable == true }
        if case .hvm(let hvm) = type, hvm.vnc.enable ?? true { screens.append(hvm.vnc) }
        return pciDevices.map { .pci($0.name ?? $0.address) } + usbDevices.compactMap { $0.host.map(SoleDevice.usb) }
            + screens.compactMap(\.port)
    }
}

extension VNC {
    /// Where it listens; nil when the next port that is free will do.
    fileprivate var port: SoleDevice? {
        guard findUnused == false else { return nil }
        let text = listen ?? "127.0.0.1"
        // "ADDRESS:DISPLAY" wins over the display's own key.
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if parts.count == 2, let display = Int(parts[1]) {
            return .vnc(address: String(parts[0]), port: 5900 + display)
        }
        return .vnc(address: text, port: 5900 + Int(display ?? 0))
    }
}
