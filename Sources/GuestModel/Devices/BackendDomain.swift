/// A device that another domain than dom0 may serve.
public protocol BackedDevice {
    /// By its number; nil where that is not said.
    var backendDomid: UInt32? { get }
    /// By its name, or its number in words; nil where that is not said.
    var backendDomain: String? { get }
}

extension BackedDevice {
    /// The domain that serves it, by its name or its number; nil for dom0, however that is said. As for libxl, the name wins.
    public var servingDomain: String? {
        if let backendDomain, !backendDomain.isEmpty {
            return ["0", "Domain-0"].contains(backendDomain) ? nil : backendDomain
        }
        return backendDomid.flatMap { $0 == 0 ? nil : String($0) }
    }
}

extension Disk: BackedDevice {}
extension NetworkInterface: BackedDevice {}
