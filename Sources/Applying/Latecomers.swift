import Planning

/// Guests that end while a run is under way: they come back meanwhile, since the run may wait for another guest as long as that
/// guest's policy lets it take to shut down.
public struct Latecomers: Sendable {
    /// Waits until there is something to do for guests that the run is not about.
    ///
    /// - Returns: what; nil once ``end`` was called.
    let next: @Sendable () async -> Plan?
    /// Nobody is waited for any more.
    let end: @Sendable () -> Void

    public init(next: @escaping @Sendable () async -> Plan?, end: @escaping @Sendable () -> Void) {
        self.next = next
        self.end = end
    }
}
