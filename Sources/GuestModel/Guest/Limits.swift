/// Bounds on what the guest may ask of the hypervisor.
public struct Limits: Sendable, Hashable {
    /// Grant table frames.
    ///
    /// Default: xl.conf(5) max_grant_frames, else Xen's. xl.cfg(5): `max_grant_frames` · libvirt: `controller
    /// type=xenbus maxGrantFrames` · libxl: `max_grant_frames`
    public var grantFrames: UInt32?
    /// Maptrack frames.
    ///
    /// Default: xl.conf(5) max_maptrack_frames, else Xen's. xl.cfg(5): `max_maptrack_frames` · libxl:
    /// `max_maptrack_frames`
    public var maptrackFrames: UInt32?
    /// Newest grant table version: 1 or 2; 0 for no grant table.
    ///
    /// Default: xl.conf(5) max_grant_version, else what the host can. xl.cfg(5): `max_grant_version` · libxl:
    /// `max_grant_version`
    public var grantVersion: Int32?
    /// Event channels.
    ///
    /// Default: 1023. xl.cfg(5): `max_event_channels` · libvirt: `controller type=xenbus maxEventChannels` · libxl:
    /// `event_channels`
    public var eventChannels: UInt32?

    public init() {}
}
