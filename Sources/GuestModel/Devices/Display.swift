/// VNC access to a screen.
public struct VNC: FieldRecord {
    /// Whether there is any.
    ///
    /// Default: on for HVM with a graphics card, off for PV. xl.cfg(5): `vnc` · libvirt: `graphics type=vnc` ·
    /// libxl: `enable`
    public var enable: Bool?
    /// Address to listen on, with `:display` if wanted.
    ///
    /// Default: 127.0.0.1. xl.cfg(5): `vnclisten` · libvirt: `graphics listen` · libxl: `listen`
    public var listen: String?
    /// Password.
    ///
    /// Default: none. xl.cfg(5): `vncpasswd` · libvirt: `graphics passwd` · libxl: `passwd`
    public var password: String?
    /// Display number; the port is 5900 and this.
    ///
    /// Default: 0. xl.cfg(5): `vncdisplay` · libvirt: `graphics port` · libxl: `display`
    public var display: Int32?
    /// Take the next free display.
    ///
    /// Default: on. xl.cfg(5): `vncunused` · libvirt: `graphics autoport` · libxl: `findunused`
    public var findUnused: Bool?

    public init() {}

    public static let fields = FieldMap<VNC>([
        .defbool("enable", "enable", \.enable),
        .optional("listen", "listen", \.listen),
        .optional("passwd", "password", \.password, isSecret: true),
        .number("display", "display", \.display, unset: 0),
        .defbool("findunused", "findUnused", \.findUnused),
    ])
}

/// A window on dom0's own display.
public struct SDL: FieldRecord {
    /// Whether there is one.
    ///
    /// Default: off. xl.cfg(5): `sdl` · libvirt: `graphics type=sdl` · libxl: `enable`
    public var enable: Bool?
    /// Draw with OpenGL.
    ///
    /// Default: off. xl.cfg(5): `opengl` · libvirt: `graphics/gl` · libxl: `opengl`
    public var opengl: Bool?
    /// X display.
    ///
    /// xl.cfg(5): `display` · libvirt: `graphics display` · libxl: `display`
    public var display: String?
    /// X authority file.
    ///
    /// xl.cfg(5): `xauthority` · libvirt: `graphics xauth` · libxl: `xauthority`
    public var xauthority: String?

    public init() {}

    public static let fields = FieldMap<SDL>([
        .defbool("enable", "enable", \.enable),
        .defbool("opengl", "opengl", \.opengl),
        .optional("display", "display", \.display),
        .optional("xauthority", "xauthority", \.xauthority),
    ])
}

/// SPICE access to a screen.
public struct SPICE: FieldRecord {
    /// Whether there is any.
    ///
    /// Default: off. xl.cfg(5): `spice` · libvirt: `graphics type=spice` · libxl: `enable`
    public var enable: Bool?
    /// TCP port.
    ///
    /// xl.cfg(5): `spiceport` · libvirt: `graphics port` · libxl: `port`
    public var port: Int32?
    /// TCP port with TLS.
    ///
    /// xl.cfg(5): `spicetls_port` · libvirt: `graphics tlsPort` · libxl: `tls_port`
    public var tlsPort: Int32?
    /// Address to listen on.
    ///
    /// Default: any. xl.cfg(5): `spicehost` · libvirt: `graphics listen` · libxl: `host`
    public var host: String?
    /// Let clients in without a password.
    ///
    /// Default: off. xl.cfg(5): `spicedisable_ticketing` · libvirt: `graphics without passwd` · libxl:
    /// `disable_ticketing`
    public var disableTicketing: Bool?
    /// Password.
    ///
    /// xl.cfg(5): `spicepasswd` · libvirt: `graphics passwd` · libxl: `passwd`
    public var password: String?
    /// The agent in the guest moves the pointer.
    ///
    /// Default: on. xl.cfg(5): `spiceagent_mouse` · libvirt: `graphics/mouse mode` · libxl: `agent_mouse`
    public var agentMouse: Bool?
    /// Channel to the agent in the guest.
    ///
    /// Default: off. xl.cfg(5): `spicevdagent` · libvirt: `graphics/clipboard` · libxl: `vdagent`
    public var vdagent: Bool?
    /// Share the clipboard; needs `vdagent`.
    ///
    /// Default: off. xl.cfg(5): `spice_clipboard_sharing` · libvirt: `graphics/clipboard copypaste` · libxl:
    /// `clipboard_sharing`
    public var clipboardSharing: Bool?
    /// Channels for redirected USB devices: 1…4.
    ///
    /// Default: none. xl.cfg(5): `spiceusbredirection` · libvirt: `redirdev` · libxl: `usbredirection`
    public var usbRedirection: Int32?
    /// Image compression, in QEMU's words.
    ///
    /// xl.cfg(5): `spice_image_compression` · libvirt: `graphics/image compression` · libxl: `image_compression`
    public var imageCompression: String?
    /// Video stream detection, in QEMU's words.
    ///
    /// xl.cfg(5): `spice_streaming_video` · libvirt: `graphics/streaming mode` · libxl: `streaming_video`
    public var streamingVideo: String?

    public init() {}

    public static let fields = FieldMap<SPICE>([
        .defbool("enable", "enable", \.enable),
        .number("port", "port", \.port, unset: 0),
        .number("tls_port", "tlsPort", \.tlsPort, unset: 0),
        .optional("host", "host", \.host),
        .defbool("disable_ticketing", "disableTicketing", \.disableTicketing),
        .optional("passwd", "password", \.password, isSecret: true),
        .defbool("agent_mouse", "agentMouse", \.agentMouse),
        .defbool("vdagent", "vdagent", \.vdagent),
        .defbool("clipboard_sharing", "clipboardSharing", \.clipboardSharing),
        .number("usbredirection", "usbRedirection", \.usbRedirection, unset: 0),
        .optional("image_compression", "imageCompression", \.imageCompression),
        .optional("streaming_video", "streamingVideo", \.streamingVideo),
    ])
}
