/// Something of which there is one, so that two guests can use it together only when both are made for that.
public enum Possession: Sendable, Hashable {
    /// A disk that the guest writes: its path, without doubled slashes, in the backend domain; nil for dom0.
    case disk(path: String, backend: String?)
    /// The address of one of the guest's interfaces.
    case mac(MACAddress)
}

extension GuestConfiguration {
    /// The disks that the guest writes, CD-ROMs apart, and its MAC addresses.
    ///
    /// - Parameter vdevs: of the disks that the guest shares with others.
    public func possessions(sharing vdevs: Set<String> = []) -> [(possession: Possession, isShared: Bool)] {
        var found: [(possession: Possession, isShared: Bool)] = nics.compactMap { nic in
            nic.mac.map { (.mac($0), false) }
        }
        for disk in disks where disk.readWrite && !disk.cdrom {
            guard let path = disk.path else { continue }
            found.append(
                (.disk(path: Self.normal(path), backend: disk.servingDomain), vdevs.contains(disk.vdev ?? "")))
        }
        return found
    }

    /// Two spellings of one path are one path. One that begins anywhere is below /dev (xl-disk-configuration(5)); one of a network is no
    /// path.
    private static func normal(_ path: String) -> String {
        guard path.hasPrefix("/") || !path.contains(":") else { return path }
        let whole = path.hasPrefix("/") ? path : "/dev/\(path)"
        // Almost every path is as it should be, and there may be thousands.
        let isOdd = zip(path.utf8, path.utf8.dropFirst())
            .contains { $0 == UInt8(ascii: "/") && ($1 == UInt8(ascii: "/") || $1 == UInt8(ascii: ".")) }
        guard path != whole || isOdd else { return path }
        return "/" + whole.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    }
}
