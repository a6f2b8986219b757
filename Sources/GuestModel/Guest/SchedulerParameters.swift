/// The domain's share of processor time. Which of these count depends on the cpupool's scheduler.
public struct SchedulerParameters: Sendable, Hashable {
    /// The scheduler these parameters are meant for.
    ///
    /// Default: that of the cpupool. libxl: `sched_params.sched`
    public var scheduler: Scheduler?
    /// Share relative to other domains (credit, credit2).
    ///
    /// 1…65535. Default: 256. xl.cfg(5): `cpu_weight` · libvirt: `cputune/shares` · libxl: `sched_params.weight`
    public var weight: Int32?
    /// The most it may have, in percent of one cpu; 0 is no cap (credit, credit2).
    ///
    /// 0…100 times the vcpus. Default: 0. xl.cfg(5): `cap` · libxl: `sched_params.cap`
    public var cap: Int32?
    /// Period of the real-time scheduler, in microseconds (rtds).
    ///
    /// Default: 10000. xl.cfg(5): `period` · libxl: `sched_params.period`
    public var period: Int32?
    /// Time within each period, in microseconds (rtds).
    ///
    /// Default: 4000. xl.cfg(5): `budget` · libxl: `sched_params.budget`
    public var budget: Int32?
    /// Whether it may use time that nobody else wants (rtds): 0 or 1.
    ///
    /// Default: 1. xl.cfg(5): `extratime` · libxl: `sched_params.extratime`
    public var extratime: Int32?
    /// Slice of the sedf scheduler, which Xen no longer has.
    ///
    /// xl.cfg(5): `slice` · libxl: `sched_params.slice`
    public var slice: Int32?
    /// Latency of the sedf scheduler, which Xen no longer has.
    ///
    /// xl.cfg(5): `latency` · libxl: `sched_params.latency`
    public var latency: Int32?

    public init() {}
}

/// A scheduler of Xen's.
public enum Scheduler: String, LibxlEnumeration {
    /// Xen no longer has it; libxl still has the name.
    case sedf
    /// By weight and cap; Xen's default before credit2.
    case credit
    /// By weight and cap; Xen's default.
    case credit2
    /// By slots of time that the administrator lays out.
    case arinc653
    /// Real time: a budget within each period.
    case rtds
    /// A cpu of its own for each vcpu, and nothing to share.
    case null
}
