/// Where a USB device is plugged into the host. It changes when the device is plugged in again.
///
/// xl.cfg(5): `hostbus` and `hostaddr` in `usbdev` · libvirt: `hostdev/source/address`.
public struct USBHostAddress: Sendable, Hashable {
    /// The host's number of the bus; 0 when nobody said it.
    ///
    /// xl.cfg(5): `usbdev hostbus` · libvirt: `hostdev/source/address bus` · libxl: `hostbus`
    public var bus: UInt8
    /// The device's number on that bus, `devnum`; 0 when nobody said it.
    ///
    /// xl.cfg(5): `usbdev hostaddr` · libvirt: `hostdev/source/address device` · libxl: `hostaddr`
    public var address: UInt8

    public init(bus: UInt8, address: UInt8) {
        self.bus = bus
        self.address = address
    }
}

extension FieldMap.Entry where Root == USBDevice {
    static func usbHost(_ name: String, _ path: WritableKeyPath<USBDevice, USBHostAddress?> & Sendable) -> Self {
        Self(
            encode: { root, members in
                guard let host = root[keyPath: path] else { return }
                let record = [("hostbus", host.bus), ("hostaddr", host.address)]
                    .filter { $0.1 != 0 }
                    .map { FieldValue.Member($0.0, $0.1.fieldValue) }
                members.append(.init("type.hostdev", .record(record)))
            },
            decode: { (member, root, place) throws(FieldValueError) in
                guard member.name == "type.hostdev" else { return false }
                guard case .record(let members) = member.value else {
                    throw FieldValueError(path: place, reason: "expected an object, found \(member.value.kind)")
                }
                var host = USBHostAddress(bus: 0, address: 0)
                for inner in members {
                    let innerPlace = place.appending(inner.name)
                    let number = try UInt8(fieldValue: inner.value, at: innerPlace)
                    switch inner.name {
                    case "hostbus": host.bus = number
                    case "hostaddr": host.address = number
                    default: throw FieldValueError(path: innerPlace, reason: "libxl 4.17 has no such member")
                    }
                }
                root[keyPath: path] = host
                return true
            },
            fields: {
                [
                    Field(name: join($0, "\(name).bus"), libxlPath: $1 + ["type.hostdev", "hostbus"]),
                    Field(name: join($0, "\(name).address"), libxlPath: $1 + ["type.hostdev", "hostaddr"]),
                ]
            }, isSame: same(path))
    }
}
