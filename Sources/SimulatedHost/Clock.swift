import Glibc

/// The clock on the wall, for a host that was given no other.
public enum Clock {
    /// Seconds since 1970.
    @Sendable public static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec)
    }

    /// Waits as long as is asked for, but 50 ms at most: nothing real is waited for.
    @Sendable public static func sleepBriefly(_ duration: Duration) async {
        try? await Task.sleep(for: min(duration, .milliseconds(50)))
    }
}
