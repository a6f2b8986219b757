import FormatSupport
import GuestModel

/// The specification of a network interface, an element of `vif`. xl-network-configuration(5).
package enum NetworkSpec {
    package static let table = SpecTable<NetworkInterface>(
        keys: plainKeys + coloKeys,
        words: [
            .init(name: "trusted", set: { $0.trusted = true }, holds: { $0.trusted == true }),
            .init(name: "untrusted", set: { $0.trusted = false }, holds: { $0.trusted == false }),
        ])

    private static let plainKeys: [SpecTable<NetworkInterface>.Key] = [
        .init(name: "mac") { (text, nic) throws(SpecError) in
            // xl takes any character between the groups.
            let word = text.utf8.drop(while: \.isSpace).prefix { !$0.isSpace }
            let colons = word.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: ":") : $0 }
            guard let mac = MACAddress(String(decoding: colons, as: UTF8.self)) else {
                throw SpecError("mac must be six bytes such as 00:16:3e:01:02:03, not \(quoted(text))")
            }
            nic.mac = mac.isZero ? nil : mac
        } write: {
            $0.mac?.description
        },
        .text("bridge", \.bridge),
        .text("gatewaydev", \.gatewayDevice),
        .init(name: "netdev") { (text, nic) throws(SpecError) in
            nic.gatewayDevice = text
        } write: { _ in
            nil
        },
        .text("script", \.script),
        .text("ip", \.ip),
        .text("vifname", \.interfaceName),
        .choice("type", \.type, Choice(words: [("ioemu", .vifIoemu), ("vif", .vif)], ignoresCase: false)),
        .text("model", \.model),
        .number("mtu", \.mtu),
        .init(name: "rate") { (text, nic) throws(SpecError) in
            let rate = try NetworkRate(text)
            nic.rateBytesPerInterval = rate.bytesPerInterval == 0 ? nil : rate.bytesPerInterval
            nic.rateInterval = rate.interval
        } write: {
            NetworkRate(bytesPerInterval: $0.rateBytesPerInterval ?? 0, interval: $0.rateInterval ?? 0)?.text
        },
        .text("backend", \.backendDomain),
        .number("devid", \.devid, unset: nil),
    ]

    /// COLO's keys bear libxl's own names, but for the first.
    private static let coloKeys: [SpecTable<NetworkInterface>.Key] = COLOKey.allCases.map { key in
        let name = key == .coloftForwarddev ? "forwarddev" : key.rawValue
        return .init(name: name) { (text, nic) throws(SpecError) in
            nic.colo[key] = text
        } write: {
            $0.colo[key]
        }
    }
}
