import FormatSupport
import GuestModel

extension InterfaceElement {
    static func write(_ guest: GuestConfiguration, to output: inout XMLOutput) {
        for nic in guest.nics { write(nic, to: &output) }
    }

    private static func write(_ nic: NetworkInterface, to output: inout XMLOutput) {
        let bridge = SwitchedBridge(nic)
        output.element("interface", ["type": nic.bridge == nil ? "ethernet" : "bridge"]) { output in
            if let mac = nic.mac { output.element("mac", ["address": mac.description]) }
            if let bridge {
                output.element("source", ["bridge": bridge.name])
                bridge.writeTags(to: &output)
                output.element("virtualport", ["type": "openvswitch"])
            } else if let bridge = nic.bridge {
                output.element("source", ["bridge": bridge])
            }
            if let average = average(of: nic) {
                output.element("bandwidth") { $0.element("outbound", ["average": "\(average)"]) }
            }
            for address in (nic.ip ?? "").split(separator: " ") {
                output.element(
                    "ip", ["address": String(address), "family": address.contains(":") ? "ipv6" : "ipv4"])
            }
            if let script = nic.script { output.element("script", ["path": script]) }
            if let domain = nic.backendDomain { output.element("backenddomain", ["name": domain]) }
            if let name = nic.interfaceName { output.element("target", ["dev": name]) }
            if nic.type == .vif {
                output.element("model", ["type": "netfront"])
            } else if let model = nic.model {
                output.element("model", ["type": model])
            }
            if let size = nic.mtu, sizes.contains(size) { output.element("mtu", ["size": "\(size)"]) }
        }
    }

    /// xl's KB are of 1000 bytes, libvirt's of 1024; libvirt takes the one for the other when it reads an xl.cfg.
    private static func average(of nic: NetworkInterface) -> UInt64? {
        guard let bytes = nic.rateBytesPerInterval, let interval = nic.rateInterval, interval > 0 else { return nil }
        let (total, overflow) = bytes.multipliedReportingOverflow(by: 1_000_000)
        let rate = total / UInt64(interval)
        let average = rate % 1000 == 0 ? rate / 1000 : (rate + 512) / 1024
        return overflow || average == 0 ? nil : average
    }
}

/// A bridge of Open vSwitch: its name, with a tag behind a dot or the tags of a trunk behind colons.
private struct SwitchedBridge {
    var name: String
    private var tags: [String]
    private var isTrunk: Bool

    /// Nil unless the hotplug script is that of Open vSwitch.
    init?(_ nic: NetworkInterface) {
        guard let bridge = nic.bridge, nic.script?.split(separator: "/").last == "vif-openvswitch" else { return nil }
        if bridge.contains(":") {
            let parts = bridge.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            (name, tags, isTrunk) = (parts[0], Array(parts.dropFirst()), true)
        } else if let dot = bridge.lastIndex(of: "."), UInt32(bridge[bridge.index(after: dot)...]) != nil {
            (name, tags, isTrunk) = (String(bridge[..<dot]), [String(bridge[bridge.index(after: dot)...])], false)
        } else {
            (name, tags, isTrunk) = (bridge, [], false)
        }
    }

    func writeTags(to output: inout XMLOutput) {
        guard !tags.isEmpty else { return }
        output.element("vlan", ["trunk": isTrunk ? "yes" : nil]) { output in
            for tag in tags { output.element("tag", ["id": tag]) }
        }
    }
}
