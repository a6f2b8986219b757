/// What only a PVH guest has.
public struct PVH: FieldRecord {
    /// Run a PV guest inside a small Xen that itself is PVH.
    ///
    /// Default: off. xl.cfg(5): `pvshim` · libxl: `pvshim`
    public var pvshim: Bool?
    /// Path of the shim.
    ///
    /// Default: xen-shim. xl.cfg(5): `pvshim_path` · libxl: `pvshim_path`
    public var pvshimPath: String?
    /// The shim's command line.
    ///
    /// Default: libxl's own. xl.cfg(5): `pvshim_cmdline` · libxl: `pvshim_cmdline`
    public var pvshimCommandLine: String?
    /// Further options for the shim.
    ///
    /// xl.cfg(5): `pvshim_extra` · libxl: `pvshim_extra`
    public var pvshimExtra: String?

    public init() {}

    public static let fields = FieldMap<PVH>([
        .defbool("pvshim", "pvshim", \.pvshim),
        .optional("pvshim_path", "pvshimPath", \.pvshimPath),
        .optional("pvshim_cmdline", "pvshimCommandLine", \.pvshimCommandLine),
        .optional("pvshim_extra", "pvshimExtra", \.pvshimExtra),
    ])
}
