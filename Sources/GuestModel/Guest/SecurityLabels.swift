/// FLASK labels of the domain and of its helpers.
public struct SecurityLabels: Sendable, Hashable {
    /// Security identifier of the running domain.
    ///
    /// xl.cfg(5): `seclabel` · libxl: `ssidref`
    public var ssidRef: UInt32?
    /// Label of the running domain.
    ///
    /// xl.cfg(5): `seclabel` · libvirt: `seclabel/label` · libxl: `ssid_label`
    public var label: String?
    /// Security identifier that the domain has once it has been built.
    ///
    /// xl.cfg(5): `seclabel with init_seclabel` · libxl: `exec_ssidref`
    public var initialSSIDRef: UInt32?
    /// Label that the domain has once it has been built, when it is built under another.
    ///
    /// xl.cfg(5): `seclabel with init_seclabel` · libxl: `exec_ssid_label`
    public var initialLabel: String?
    /// Security identifier of the stub domain.
    ///
    /// xl.cfg(5): `device_model_stubdomain_seclabel` · libxl: `device_model_ssidref`
    public var deviceModelSSIDRef: UInt32?
    /// Label of the stub domain.
    ///
    /// xl.cfg(5): `device_model_stubdomain_seclabel` · libxl: `device_model_ssid_label`
    public var deviceModelLabel: String?

    public init() {}
}
