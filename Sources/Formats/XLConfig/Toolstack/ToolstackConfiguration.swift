/// xl.conf(5): what the administrator of a host decides for every guest on it.
///
/// It lives beside the reader of xl.cfg because both files have one grammar, one spelling of numbers and one of sets of
/// cpus, and because half of it is what guests are given that do not say otherwise.
///
/// As made here it is what xl does without the file, or with the one that Debian installs.
public struct ToolstackConfiguration: Sendable, Hashable {
    /// What a guest is given that does not say it itself.
    public var guestDefaults = HostDefaults()
    /// Whether dom0 gives up memory for guests.
    ///
    /// xl.conf(5): `autoballoon`. Default: auto.
    public var autoballoon = Autoballoon.auto
    /// The file that is locked while a guest is made, if dom0 may have to give up memory.
    ///
    /// xl.conf(5): `lockfile`. Default: `/var/lock/xl`.
    public var lockFile = "/var/lock/xl"
    /// Who numbers domains.
    ///
    /// xl.conf(5): `domid_policy`. Default: xen.
    public var domidPolicy = DomidPolicy.xen

    public init() {}

    /// Whether dom0 gives up memory for guests.
    public enum Autoballoon: Sendable, Hashable {
        case on
        case off
        /// Unless `dom0_mem=` stands on Xen's command line.
        case auto
    }

    /// Who numbers domains.
    public enum DomidPolicy: String, Sendable, Hashable, CaseIterable {
        /// Xen, which takes the next free number (`INVALID_DOMID` in `libxl_domain_create_info.domid`).
        case xen
        /// libxl, which takes any free number (`RANDOM_DOMID`).
        case random
    }
}
