/// A paravirtual screen (vfb).
public struct VirtualFramebuffer: Device {
    /// VNC access to it.
    ///
    /// xl.cfg(5): `vfb vnc…` · libvirt: `devices/graphics type=vnc` · libxl: `vnc`
    public var vnc: VNC = VNC()
    /// A window for it.
    ///
    /// xl.cfg(5): `vfb sdl…` · libvirt: `devices/graphics type=sdl` · libxl: `sdl`
    public var sdl: SDL = SDL()
    /// Keyboard layout.
    ///
    /// xl.cfg(5): `vfb keymap` · libvirt: `devices/graphics keymap` · libxl: `keymap`
    public var keymap: String?
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

    public static let fields = FieldMap<VirtualFramebuffer>([
        .number("backend_domid", "backendDomid", \.backendDomid, unset: 0),
        .optional("backend_domname", "backendDomain", \.backendDomain),
        .number("devid", "devid", \.devid, unset: -1),
        .group("vnc", "vnc", \.vnc),
        .group("sdl", "sdl", \.sdl),
        .optional("keymap", "keymap", \.keymap),
    ])

    /// What tells it from the guest's other devices of its kind.
    public func identity(at index: Int) -> String { devid.map(String.init) ?? "#\(index)" }
}
