import FormatSupport
import GuestModel

/// `interface`: reading.
enum InterfaceElement {
    /// Those that a packet can have, in bytes.
    static let sizes: ClosedRange<Int32> = 68...65535

    static func read(_ devices: Element, into draft: inout DomainDraft) {
        var addresses: Set<MACAddress> = []
        for element in devices.children("interface") {
            guard let type = element.attribute("type") else {
                element.lacks("a type: bridge, network, ethernet or hostdev")
                continue
            }
            BootOrder.read(element, "n", into: &draft)
            switch type.text {
            case "bridge", "network", "ethernet":
                let nic = nic(element, type.text, draft.kind)
                if let mac = nic.mac, !addresses.insert(mac).inserted {
                    element.reading.remember(.nics, at: element.place)
                }
                draft.guest.nics.append(nic)
            case "hostdev": readPassthrough(element, into: &draft)
            case "user", "direct", "vhostuser", "server", "client", "mcast", "udp", "internal", "vdpa", "null", "vds":
                type.note(
                    .error, .unsupported,
                    "an interface of type '\(type.text)' is beyond libxl: use 'bridge' or 'ethernet'")
            default: type.refuse("'bridge', 'network', 'ethernet' or 'hostdev'")
            }
        }
    }

    private static func nic(_ element: Element, _ type: String, _ kind: GuestType.Kind) -> NetworkInterface {
        var nic = NetworkInterface()
        nic.mac = address(element)
        nic.script = element.child("script")?.attribute("path")?.text
        if type == "bridge" { readBridge(element, into: &nic) }
        if type == "network" { readNetwork(element, into: &nic) }
        readTarget(element, into: &nic)
        let addresses = element.children("ip").compactMap { ip -> String? in
            _ = ip.attribute("family")
            return ip.attribute("address")?.trimmed
        }
        if !addresses.isEmpty { nic.ip = addresses.joined(separator: " ") }
        if let model = element.child("model")?.attribute("type") {
            if model.text == "netfront" {
                nic.type = .vif
            } else {
                nic.model = model.text
                if kind != .hvm {
                    // It is kept, for libvirt's own files say so, too.
                    model.note(
                        .note, .meaningless,
                        "a \(kind.rawValue) guest has no emulated cards on Xen: '\(model.text)' has no effect, 'netfront' has"
                    )
                }
            }
        }
        if let average = element.child("bandwidth")?.child("outbound")?.attribute("average"),
            let rate = average.number(in: UInt64(1)...UInt64(1 << 40))
        {
            // KiB a second, granted every 50 ms.
            nic.rateBytesPerInterval = rate * 1024 / 20
            nic.rateInterval = 50_000
        }
        nic.mtu = element.child("mtu")?.attribute("size")?.number(in: sizes)
        nic.backendDomain = element.child("backenddomain")?.attribute("name")?.text
        return nic
    }

    private static func address(_ element: Element) -> MACAddress? {
        guard let value = element.child("mac")?.attribute("address") else { return nil }
        guard let mac = MACAddress(value.trimmed) else {
            value.refuse("six numbers of two hexadecimal digits, parted by colons")
            return nil
        }
        if mac.isZero {
            value.note(.note, .meaningless, "all zeros ask for an address of libxl's choice")
            return nil
        }
        if mac.isMulticast { value.refuse("the address of one interface, and this is of a group") }
        return mac
    }

    /// The bridge of a network, as libvirt's own file of it names it.
    private static func readNetwork(_ element: Element, into nic: inout NetworkInterface) {
        guard let name = element.child("source")?.attribute("network") else {
            return element.lacks("a <source> with a network")
        }
        let instead = "use type 'bridge' and name the network's bridge"
        do throws(Network.Problem) {
            let network = try Network(name.text, in: element.reading.networkFile)
            put(&nic, onto: network.bridge, isSwitched: network.isSwitched, element)
        } catch {
            switch error {
            case .unknown:
                name.note(.error, .unsupported, "libvirt keeps no network '\(name.text)' here: \(instead)")
            case .unreadable:
                name.note(.error, .unsupported, "libvirt's file of network '\(name.text)' is none: \(instead)")
            case .noBridge(let mode):
                name.note(
                    .error, .unsupported,
                    "network '\(name.text)' (\(mode ?? "without <forward>")) names no bridge: \(instead)")
            }
        }
    }

    /// Open vSwitch's tags are written behind the bridge's name, as its hotplug script expects them.
    private static func readBridge(_ element: Element, into nic: inout NetworkInterface) {
        guard let bridge = element.child("source")?.attribute("bridge") else {
            return element.lacks("a <source> with a bridge")
        }
        put(&nic, onto: bridge.text, isSwitched: false, element)
    }

    private static func put(
        _ nic: inout NetworkInterface, onto bridge: String, isSwitched: Bool, _ element: Element
    ) {
        nic.bridge = bridge
        let type = element.child("virtualport")?.attribute("type")
        if let type, type.text != "openvswitch" {
            return type.note(
                .warning, .unsupported, "a virtualport of type '\(type.text)' is beyond libxl: 'openvswitch' is not")
        }
        guard type != nil || isSwitched else { return }
        if nic.script == nil { nic.script = "vif-openvswitch" }
        guard let vlan = element.child("vlan") else { return }
        let tags = vlan.children("tag").compactMap { $0.attribute("id")?.number(in: UInt32(0)...UInt32(4095)) }
        let isTrunk = vlan.attribute("trunk")?.yesNo == true
        if tags.count > 1 || isTrunk {
            nic.bridge = bridge + tags.map { ":\($0)" }.joined()
        } else if let tag = tags.first {
            nic.bridge = "\(bridge).\(tag)"
        }
    }

    private static func readTarget(_ element: Element, into nic: inout NetworkInterface) {
        guard let name = element.child("target")?.attribute("dev") else { return }
        if name.text.hasPrefix("vif") {
            name.note(.note, .meaningless, "'\(name.text)' is a name that Xen gives anew at each start: it is not kept")
        } else {
            nic.interfaceName = name.text
        }
    }

    /// An interface that is a PCI device passed through.
    private static func readPassthrough(_ element: Element, into draft: inout DomainDraft) {
        guard let address = element.child("source")?.child("address") else {
            return element.lacks("a <source> with the <address> of a PCI device")
        }
        _ = address.attribute("type")
        if let mac = element.child("mac")?.attribute("address") {
            mac.note(.warning, .meaningless, "libxl does not set the MAC address of a device that is passed through")
        }
        if let driver = element.child("driver")?.attribute("name"), driver.text != "xen" { driver.refuse("'xen'") }
        guard var device = PCIDevice(address) else { return }
        device.seize = element.attribute("managed")?.yesNo ?? false
        draft.guest.pciDevices.append(device)
    }
}
