/// What the toolstack does with a domain that has shut down. libxl only remembers these.
public struct ShutdownActions: Sendable, Hashable {
    /// After the guest powered itself off.
    ///
    /// Default: destroy. xl.cfg(5): `on_poweroff` · libvirt: `on_poweroff` · libxl: `on_poweroff`
    public var onPoweroff: ShutdownAction = .destroy
    /// After the guest asked for a reboot.
    ///
    /// libxl's default is destroy, xl's and libvirt's are restart and destroy. xl.cfg(5): `on_reboot` · libvirt:
    /// `on_reboot` · libxl: `on_reboot`
    public var onReboot: ShutdownAction = .destroy
    /// After Xen's watchdog barked.
    ///
    /// Default: destroy. xl.cfg(5): `on_watchdog` · libxl: `on_watchdog`
    public var onWatchdog: ShutdownAction = .destroy
    /// After a crash.
    ///
    /// Default: destroy. xl.cfg(5): `on_crash` · libvirt: `on_crash` · libxl: `on_crash`
    public var onCrash: ShutdownAction = .destroy
    /// After the guest asked for a soft reset (kexec).
    ///
    /// libxl's default is destroy, xl's soft_reset. xl.cfg(5): `on_soft_reset` · libxl: `on_soft_reset`
    public var onSoftReset: ShutdownAction = .destroy

    public init() {}
}

/// What the toolstack does with a domain that has shut down.
public enum ShutdownAction: String, LibxlEnumeration {
    /// The domain goes, and the guest stays off.
    case destroy
    /// The domain goes, and the guest is built anew.
    case restart
    /// The domain is kept under another name, and the guest is built anew.
    case restartRename = "restart_rename"
    /// The domain is kept as it is.
    case preserve
    /// As ``destroy``, once its core has been written below /var/lib/xen/dump.
    case coredumpDestroy = "coredump_destroy"
    /// As ``restart``, once its core has been written below /var/lib/xen/dump.
    case coredumpRestart = "coredump_restart"
    /// The domain begins again in its own memory; HVM only.
    case softReset = "soft_reset"

    /// As xl.cfg(5) and libvirt spell it, in which libxl's `restart_rename` is `rename-restart`.
    public var word: String {
        switch self {
        case .restartRename: "rename-restart"
        default: String(rawValue.map { $0 == "_" ? "-" : $0 })
        }
    }
}
