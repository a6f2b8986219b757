import GuestModel

/// A list of devices of libxl's JSON that libvirt's XML has words for, and what tells the devices in it apart.
enum DeviceKind: String {
    case disks, nics, pcidevs, usbdevs, channels, p9s, usbctrls, vfbs, vkbs

    /// The members that are a device's address or name; none where its place in the list is all there is.
    var keyMembers: [String] {
        switch self {
        case .disks: ["vdev"]
        case .nics: ["mac"]
        case .pcidevs: ["domain", "bus", "dev", "func"]
        case .usbdevs: ["type.hostdev"]
        case .channels: ["name"]
        case .p9s: ["tag"]
        case .usbctrls: ["devid"]
        case .vfbs, .vkbs: []
        }
    }

    /// What tells a device from the others of its kind; nil where nothing does.
    func key(of device: FieldValue) -> FieldValue? {
        if self == .pcidevs {
            // One that has a name is found by it, and libvirt's XML has none such.
            if device["name"] != nil { return nil }
            return .record(keyMembers.map { .init($0, device[$0] ?? .integer(0)) })
        }
        let members = keyMembers.compactMap { name in device[name].map { FieldValue.Member(name, $0.sorted) } }
        return members.isEmpty ? nil : .record(members)
    }

    /// The members by which a refinement names a device.
    func name(of device: FieldValue) -> [FieldValue.Member] {
        keyMembers.compactMap { name in
            // A bus is always said, so that there is something to know an address by.
            if let value = device[name] { .init(name, value) } else { name == "bus" ? .init(name, .integer(0)) : nil }
        }
    }

    /// Whether an element is a device, rather than what is to be said besides of one; for elements that do not say it.
    func isWhole(_ element: FieldValue) -> Bool {
        guard case .record(let members) = element else { return true }
        let signs: [String]? =
            switch self {
            case .disks: ["pdev_path"]
            case .pcidevs: ["name"]
            case .channels: ["connection.unknown", "connection.pty", "connection.socket"]
            case .p9s: ["path"]
            case .nics, .usbctrls, .usbdevs: []
            case .vfbs, .vkbs: nil
            }
        guard let signs else { return true }
        return members.contains { signs.contains($0.name) && !Refinement.isUnset($0) }
    }
}

/// Which device an element of a refinement's list is about.
enum DeviceReference: Sendable, Hashable {
    /// The member that says what the XML says of a device, where that is all to know it by; false where it says nothing.
    static let member = "xml"

    /// The one with that key.
    case key(FieldValue)
    /// The one without a key that stands in this element's place among those without, and of which the XML says this.
    case place(said: FieldValue)
    /// The one with this element's number in the list; what has been written does not say which it was.
    case number
    /// None of the XML's: it is the whole of a device that the XML has no words for.
    case none

    init(_ element: FieldValue, _ kind: DeviceKind) {
        guard case .record(let members) = element else {
            self = .none
            return
        }
        if let said = element[Self.member] {
            guard case .record = said else {
                self = .none
                return
            }
            self = kind.key(of: said).map(Self.key) ?? .place(said: said.sorted)
        } else if members.contains(where: { kind.keyMembers.contains($0.name) && !Refinement.isUnset($0) }),
            let key = kind.key(of: element)
        {
            self = .key(key)
        } else {
            self = .number
        }
    }
}
