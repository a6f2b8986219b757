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
    /// Always emulated, at 1 GHz whatever the cpu does.
    case alwaysEmulate = "always_emulate"
    /// Read from the cpu, with no promise that it only goes forward, or how fast.
    case native
    /// Xen no longer has it; libxl still has the name.
    case nativeParavirt = "native_paravirt"
}

/// What happens to missed timer ticks.
public enum TimerMode: String, LibxlEnumeration {
    /// All are delivered late, and the guest's time goes on step by step with them.
    case delayForMissedTicks = "delay_for_missed_ticks"
    /// All are delivered late, and the guest's time goes on as real time does.
    case noDelayForMissedTicks = "no_delay_for_missed_ticks"
    /// They are not delivered afterwards.
    case noMissedTicksPending = "no_missed_ticks_pending"
    /// One is delivered for all of them, and the guest's time goes on as real time does.
    case oneMissedTickPending = "one_missed_tick_pending"
}
