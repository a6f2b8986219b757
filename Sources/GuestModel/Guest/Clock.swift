/// How the guest sees time.
public struct Clock: Sendable, Hashable {
    /// Offset of the guest's clock from UTC, in seconds.
    ///
    /// Default: 0. xl.cfg(5): `rtc_timeoffset` · libvirt: `clock adjustment` · libxl: `rtc_timeoffset`
    public var rtcTimeOffset: UInt32?
    /// The guest's clock starts at dom0's local time.
    ///
    /// Default: UTC. xl.cfg(5): `localtime` · libvirt: `clock offset=localtime` · libxl: `localtime`
    public var localTime: Bool?
    /// How the time stamp counter is offered.
    ///
    /// Default: default. xl.cfg(5): `tsc_mode` · libvirt: `clock/timer name=tsc` · libxl: `tsc_mode`
    public var tscMode: TSCMode?
    /// What happens to timer ticks that the guest missed.
    ///
    /// Default: no_delay_for_missed_ticks, or as the type demands. xl.cfg(5): `timer_mode` · libvirt: `clock/timer
    /// tickpolicy` · libxl: `timer_mode`
    public var timerMode: TimerMode?

    public init() {}
}

/// How the time stamp counter is offered.
public enum TSCMode: String, LibxlEnumeration {
    case alwaysEmulate = "always_emulate"
    case native
    case nativeParavirt = "native_paravirt"
}

/// What happens to missed timer ticks.
public enum TimerMode: String, LibxlEnumeration {
    case delayForMissedTicks = "delay_for_missed_ticks"
    case noDelayForMissedTicks = "no_delay_for_missed_ticks"
    case noMissedTicksPending = "no_missed_ticks_pending"
    case oneMissedTickPending = "one_missed_tick_pending"
}
