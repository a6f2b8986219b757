import Planning

/// What an effect depends on besides the host. Tests put their own here.
public struct Surroundings: Sendable {
    /// Makes the state last. What it throws ends the run.
    public var save: @Sendable (RecordedState) async throws -> Void
    /// Tells the time: what is recorded is dated by it, and waits are measured by it.
    public var now: @Sendable () -> Timestamp
    /// Random bits, for uuids, MACs and nonces.
    public var random: @Sendable () -> UInt64
    /// How many actions are under way at once, of those that do not wait for each other.
    public var parallelism: Int
    /// Whether somebody has asked that nothing more is begun.
    public var isInterrupted: @Sendable () -> Bool
    /// The folder for guests' saved memory.
    public var savedMemory: String
    /// Lets time pass.
    public var wait: @Sendable (Duration) async -> Void

    public init(
        save: @escaping @Sendable (RecordedState) async throws -> Void, now: @escaping @Sendable () -> Timestamp,
        random: @escaping @Sendable () -> UInt64 = {
            var generator = SystemRandomNumberGenerator()
            return generator.next()
        },
        parallelism: Int = 1, isInterrupted: @escaping @Sendable () -> Bool = { false },
        savedMemory: String = "/var/lib/xenward/saved",
        wait: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.save = save
        self.now = now
        self.random = random
        self.parallelism = parallelism
        self.isInterrupted = isInterrupted
        self.savedMemory = savedMemory
        self.wait = wait
    }
}
