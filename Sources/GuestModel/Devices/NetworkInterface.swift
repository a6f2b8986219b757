/// A network interface (vif).
public struct NetworkInterface: Device {
    /// Hardware address.
    ///
    /// Default: random, with Xen's prefix 00:16:3e. xl.cfg(5): `vif mac` · libvirt: `interface/mac address` ·
    /// libxl: `mac`
    public var mac: MACAddress?
    /// Bridge in the backend domain.
    ///
    /// Default: xl.conf(5) vif.default.bridge, else xenbr0. xl.cfg(5): `vif bridge` · libvirt: `interface/source
    /// bridge` · libxl: `bridge`
    public var bridge: String?
    /// Hotplug script.
    ///
    /// Default: xl.conf(5) vif.default.script, else vif-bridge. xl.cfg(5): `vif script` · libvirt:
    /// `interface/script path` · libxl: `script`
    public var script: String?
    /// Addresses the guest may use, parted by blanks.
    ///
    /// xl.cfg(5): `vif ip` · libvirt: `interface/ip address` · libxl: `ip`
    public var ip: String?
    /// Interface that routes for it.
    ///
    /// Default: xl.conf(5) vif.default.gatewaydev. xl.cfg(5): `vif gatewaydev` · libxl: `gatewaydev`
    public var gatewayDevice: String?
    /// Name of the interface in the backend domain.
    ///
    /// Default: vifDOMID.DEVID. xl.cfg(5): `vif vifname` · libvirt: `interface/target dev` · libxl: `ifname`
    public var interfaceName: String?
    /// Paravirtual only, or emulated too.
    ///
    /// Default: vif_ioemu for HVM, vif otherwise. xl.cfg(5): `vif type` · libvirt: `interface/model type` · libxl:
    /// `nictype`
    public var type: NICType?
    /// The emulated card, in QEMU's words.
    ///
    /// Default: rtl8139. xl.cfg(5): `vif model` · libvirt: `interface/model type` · libxl: `model`
    public var model: String?
    /// Largest packet, in bytes.
    ///
    /// Default: 1492. libvirt: `interface/mtu size` · libxl: `mtu`
    public var mtu: Int32?
    /// Bytes the guest may send in each interval.
    ///
    /// Default: no limit. xl.cfg(5): `vif rate` · libvirt: `interface/bandwidth/outbound average` · libxl:
    /// `rate_bytes_per_interval`
    public var rateBytesPerInterval: UInt64?
    /// Length of that interval, in microseconds.
    ///
    /// Default: 50000. xl.cfg(5): `vif rate` · libxl: `rate_interval_usecs`
    public var rateInterval: UInt32?
    /// The guest may trust the backend.
    ///
    /// Default: on. xl.cfg(5): `vif trusted, untrusted` · libxl: `trusted`
    public var trusted: Bool?
    /// What COLO needs to know of it, by libxl's own names.
    ///
    /// xl.cfg(5): `vif forwarddev, sock_…, filter_…, compare_…`
    public var colo: [COLOKey: String] = [:]
    /// The device's number.
    ///
    /// Default: the next one free. libxl: `devid`
    public var devid: Int32?
    /// Domain that serves the backend, by domid.
    ///
    /// Default: dom0. libxl: `backend_domid`
    public var backendDomid: UInt32?
    /// Domain that serves the backend, by name; it wins over the domid.
    ///
    /// Default: dom0. xl.cfg(5): `backend` · libvirt: `backenddomain name` · libxl: `backend_domname`
    public var backendDomain: String?

    public init() {}

    public static let fields = FieldMap<NetworkInterface>([
        .number("backend_domid", "backendDomid", \.backendDomid, unset: 0),
        .optional("backend_domname", "backendDomain", \.backendDomain),
        .number("devid", "devid", \.devid, unset: -1),
        .number("mtu", "mtu", \.mtu, unset: 0, unit: .bytes),
        .optional("model", "model", \.model),
        .optional("mac", "mac", \.mac),
        .optional("ip", "ip", \.ip),
        .optional("bridge", "bridge", \.bridge),
        .optional("ifname", "interfaceName", \.interfaceName),
        .optional("script", "script", \.script),
        .choice("nictype", "type", \.type),
        .number("rate_bytes_per_interval", "rateBytesPerInterval", \.rateBytesPerInterval, unset: 0),
        .number("rate_interval_usecs", "rateInterval", \.rateInterval, unset: 0, unit: .microseconds),
        .optional("gatewaydev", "gatewayDevice", \.gatewayDevice),
        .colo("colo", \.colo),
        .defbool("trusted", "trusted", \.trusted),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { mac?.description ?? devid.map(String.init) ?? "#\(index)" }
}

/// Whether a network interface is emulated too.
public enum NICType: String, LibxlEnumeration {
    /// A paravirtual one, and a card that QEMU emulates for a guest without the driver. xl.cfg(5): `type=ioemu`.
    case vifIoemu = "vif_ioemu"
    /// A paravirtual one alone.
    case vif
}
