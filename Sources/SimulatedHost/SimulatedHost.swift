import GuestModel
import Host
import LibxlJSON

/// The embedded host: it answers as libxl would where a caller could notice, and touches nothing but its ``World``.
///
/// It lives as long as the process, or in a file, so that it lives across commands.
public actor SimulatedHost: Host {
    private(set) var kept: World
    private var file: WorldFile?
    let now: @Sendable () -> Int64
    private let sleep: @Sendable (Duration) async -> Void
    private var faults = Faults()
    private var retrieved = RetrievedConfigurations()
    /// The latest effects that were asked for, oldest first; 10,000 at most.
    public private(set) var history: [PerformedOperation] = []

    /// A host in this process.
    ///
    /// - Parameters:
    ///   - now: Seconds since 1970.
    ///   - sleep: Waits; by default never longer than 50 ms, however long is asked for.
    public init(
        world: World = World(), now: @escaping @Sendable () -> Int64 = Clock.now,
        sleep: @escaping @Sendable (Duration) async -> Void = Clock.sleepBriefly
    ) {
        kept = world
        file = nil
        self.now = now
        self.sleep = sleep
    }

    /// A host kept in a file. Where there is none, it is a host that has just booted, and the first change makes the file.
    ///
    /// - Throws: ``WorldFileError`` when the file cannot be read or made.
    public init(
        file path: String, now: @escaping @Sendable () -> Int64 = Clock.now,
        sleep: @escaping @Sendable (Duration) async -> Void = Clock.sleepBriefly
    ) throws(WorldFileError) {
        var file = WorldFile(path: path)
        kept = try file.open()
        self.file = file
        self.now = now
        self.sleep = sleep
    }

    // MARK: The world

    /// The world as it is now.
    public func world() throws(WorldFileError) -> World {
        if let newer = try file?.loadIfChanged() { kept = newer }
        return kept
    }

    /// Writes the world to a file, for another host to live in.
    public func save(to path: String) throws(WorldFileError) {
        var file = WorldFile(path: path)
        try file.save(kept)
    }

    /// Anything at all happens: what guests and other people do, and what the machine is; all of it, or when it throws
    /// nothing.
    @discardableResult
    public func happen<Answer>(
        _ body: (inout World) throws(HostError) -> Answer
    ) throws(HostError) -> Answer {
        try change("happen") { world throws(HostError) in
            var changed = world
            let answer = try body(&changed)
            world = changed
            return answer
        }
    }

    /// A guest writes a key below its own folder in xenstore.
    public func guest(_ name: String, publishes key: String, as text: String) throws(HostError) {
        try happen { world throws(HostError) in try world.guest(name, publishes: key, as: text) }
    }

    /// A guest does something by itself.
    public func guest(_ name: String, does act: GuestAct) throws(HostError) {
        try happen { world throws(HostError) in try world.guest(name, does: act) }
    }

    /// Has a guest behave like this from now on; nil for a guest that does as it is told.
    public func guest(_ name: String, behaves behaviour: GuestBehaviour?) throws(HostError) {
        try happen { world throws(HostError) in world.behaviours[name] = behaviour }
    }

    /// The host boots.
    public func bootHost() throws(HostError) {
        try happen { world throws(HostError) in world.bootHost() }
    }

    // MARK: Faults

    /// Has an operation go wrong.
    public func inject(_ fault: Fault) { faults.add(fault) }

    /// Nothing goes wrong any more.
    public func clearFaults() { faults.removeAll() }

    // MARK: Operations

    /// Looks at the world.
    func look<Answer>(
        _ operation: HostOperation, at domid: Domid? = nil,
        _ body: (World, Int64) throws(HostError) -> Answer
    ) async throws(HostError) -> Answer {
        try await perform(operation, guest: domid) { () throws(HostError) in
            let current = try inFile(operation.libxlName) { () throws(WorldFileError) in try world() }
            return try body(current, now())
        }
    }

    /// Changes the world, whole or not at all.
    @discardableResult
    func effect<Answer>(
        _ operation: HostOperation, on domid: Domid?, named name: String? = nil,
        _ body: (inout World, Int64) throws(HostError) -> Answer
    ) async throws(HostError) -> Answer {
        try await perform(operation, guest: domid, named: name) { () throws(HostError) in
            try change(operation.libxlName) { world throws(HostError) in try body(&world, now()) }
        }
    }

    func pause(for duration: Duration) async { await sleep(duration) }

    /// A domain as it is seen; what it costs to find out is remembered.
    func see(_ domain: SimulatedDomain) -> ObservedDomain { retrieved.observed(domain, in: kept) }

    func forgetWhatWasSeen(except domains: [SimulatedDomain]) { retrieved.keep(domains) }

    private func perform<Answer>(
        _ operation: HostOperation, guest domid: Domid?, named name: String? = nil,
        _ body: () throws(HostError) -> Answer
    ) async throws(HostError) -> Answer {
        let guest = name ?? domid.flatMap { kept.domain($0)?.name }
        var failure: Fault.Effect?
        for effect in faults.meet(operation, guest: guest) {
            if case .delay(let duration) = effect { await sleep(duration) } else { failure = failure ?? effect }
        }
        do throws(HostError) {
            if case .error(let code) = failure { throw operation.error(code, guest, "an injected fault") }
            let answer = try body()
            if case .errorAfterEffect(let code) = failure {
                throw operation.error(code, guest, "an injected fault, after the effect")
            }
            remember(PerformedOperation(operation, guest: guest))
            return answer
        } catch {
            remember(PerformedOperation(operation, guest: guest, error: error.code))
            throw error
        }
    }

    private func remember(_ performed: PerformedOperation) {
        guard performed.operation.isEffect else { return }
        if history.count >= 10_000 { history.removeFirst(1000) }
        history.append(performed)
    }

    private func change<Answer>(
        _ name: String, _ body: (inout World) throws(HostError) -> Answer
    ) throws(HostError) -> Answer {
        guard var file else {
            // In place, since a copy of a large host is dear. A verb looks before it acts, so one that fails has done nothing.
            return try body(&kept)
        }
        let lock = try inFile(name) { () throws(WorldFileError) in try file.lock() }
        var world = try inFile(name) { () throws(WorldFileError) in try file.loadIfChanged() } ?? kept
        let before = world
        let answer = try body(&world)
        if world != before { try inFile(name) { () throws(WorldFileError) in try file.save(world) } }
        kept = world
        self.file = file
        _ = consume lock
        return answer
    }

    /// A failure of the file, as a failure of the operation.
    private func inFile<Answer: ~Copyable>(
        _ name: String, _ body: () throws(WorldFileError) -> Answer
    ) throws(HostError) -> Answer {
        do throws(WorldFileError) {
            return try body()
        } catch {
            throw HostError(name, .fail, detail: error.description)
        }
    }
}
