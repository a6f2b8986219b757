/// The cpupool the domain's vcpus run in.
public struct CPUPool: Sendable, Hashable {
    /// The pool's number; ignored by libxl when a name is given.
    ///
    /// Default: Pool-0. xl.cfg(5): `pool` · libxl: `poolid`
    public var id: UInt32?
    /// The pool's name.
    ///
    /// Default: Pool-0. xl.cfg(5): `pool` · libxl: `pool_name`
    public var name: String?

    public init() {}
}
