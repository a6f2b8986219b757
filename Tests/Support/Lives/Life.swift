import Applying
import GuestModel
import Host
import Planning
import Policy
import SeededNumbers
import SimulatedHost

/// A random life of a host: definitions come, change and go, guests and other people do what they like, operations fail,
/// disks are full, and xenward is killed.
package struct Life {
    /// What came of it.
    package struct Outcome: Sendable {
        /// Promises that were broken, each as a sentence, with the run's number in front.
        package var broken: [String] = []
        /// What happened, and runs.
        package var steps = 0
        /// What xenward asked of the host.
        package var effects = 0
        /// Runs that were killed before their end.
        package var kills = 0

        package init() {}

        package static func += (total: inout Outcome, one: Outcome) {
            total.broken += one.broken
            total.steps += one.steps
            total.effects += one.effects
            total.kills += one.kills
        }
    }

    private let ward: Ward
    private let tell: @Sendable (String) -> Void
    private var generator: SeededNumbers
    private var outcome = Outcome()

    /// - Parameters:
    ///   - seed: Decides everything that happens.
    ///   - engine: Nil for xenward as it is.
    ///   - tell: gets a line for whatever happens.
    package static func live(
        _ seed: UInt64, runs: Int = 25, engine: BrokenEngine? = nil,
        tell: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> Outcome {
        var life = Life(seed: seed, engine: engine, tell: tell)
        for number in 1...runs {
            tell("run \(number)")
            let broken = try await life.run()
            life.outcome.broken += broken.map { "seed \(seed), run \(number): \($0)" }
        }
        life.outcome.broken += try await life.end().map { "seed \(seed), at the end: \($0)" }
        return life.outcome
    }

    private init(seed: UInt64, engine: BrokenEngine?, tell: @escaping @Sendable (String) -> Void) {
        self.tell = tell
        generator = SeededNumbers(seed: seed)
        ward = Ward(seed: seed)
        ward.engine = engine
        for name in ["a", "b", "c"] { ward.define(.random(name, using: &generator)) }
    }

    private mutating func chance(_ one: Int, in many: Int) -> Bool { Int.random(in: 0..<many, using: &generator) < one }

    /// Some things happen, and xenward runs.
    private mutating func run() async throws -> [String] {
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
            let event = Event.random(using: &generator)
            let name = Event.names.randomElement(using: &generator) ?? "a"
            tell("  \(event) \(name)")
            try await event.happen(to: ward, name: name, using: &generator)
            outcome.steps += 1
        }
        var options = PlanOptions(allowsRestart: chance(1, in: 2), prunes: chance(1, in: 2))
        if chance(1, in: 8) { options.targets = Set(Event.names.shuffled(using: &generator).prefix(2)) }
        ward.parallelism = Int.random(in: 1...3, using: &generator)
        var room: Int?
        var moments: Int?
        var isCalm = false
        var surprise: Event?
        switch Int.random(in: 0..<12, using: &generator) {
        case 0, 1: await injectFault()
        case 2: room = Int.random(in: 0...4, using: &generator)
        case 3, 4: moments = Int.random(in: 0...12, using: &generator)
        case 5, 6: surprise = Event.ofOthers.randomElement(using: &generator)
        default: isCalm = true
        }
        let isWhole = try await act(
            options, isCalm: isCalm, surprise: surprise, room: room, killedAfter: moments)
        await ward.host.clearFaults()
        var broken = isWhole.broken
        broken += try await ward.brokenPromises()
        if isWhole.ended { broken += try await unfinished(options) }
        return broken
    }

    private mutating func injectFault() async {
        let operation = HostOperation.allCases.randomElement(using: &generator) ?? .create
        let effect: Fault.Effect =
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: .error(.fail)
            case 1: .errorAfterEffect(.fail)
            default: .delay(.seconds(20))
            }
        await ward.host.inject(Fault(effect, in: operation, call: Int.random(in: 1...3, using: &generator)))
    }

    /// One run, and what it broke.
    ///
    /// - Parameter surprise: happens when the plan has been made.
    private mutating func act(
        _ options: PlanOptions, isCalm: Bool = true, surprise: Event? = nil, room: Int? = nil,
        killedAfter moments: Int? = nil
    ) async throws -> (broken: [String], ended: Bool) {
        let plan = try? await ward.enginePlan(options)
        if let surprise {
            let name = Event.names.randomElement(using: &generator) ?? "a"
            tell("  planned; then \(surprise) \(name)")
            try await surprise.happen(to: ward, name: name, using: &generator)
        }
        let before = try await ward.world()
        let (state, policies) = (ward.state, ward.policies)
        let (definitions, rejected) = (ward.definitions, ward.rejected)
        for definition in definitions { tell("  defined: \(definition.file) as \(definition.name)") }
        for domain in before.domains {
            tell("  domain \(domain.domid) \(domain.name) \(domain.state) \(domain.nonce == nil ? "foreign" : "ours")")
        }
        tell("  policy \(ward.policyText), restart \(options.allowsRestart), prune \(options.prunes)")
        for guest in state.guests {
            tell(
                "  record \(guest.name) of \(guest.source), \(guest.origin), \(guest.intent), domain \(guest.domain?.domid ?? 0)"
                    + (guest.suspended == nil ? "" : ", suspended") + (guest.isProtected ? ", protected" : ""))
        }
        let earlier = await ward.host.history.count
        var report: ApplyReport?
        if let plan { report = try? await ward.carryOut(plan, savesUntilFull: room, killedAfter: moments) }
        let performed = await ward.host.history.dropFirst(earlier)
        outcome.steps += 1
        outcome.effects += performed.count
        for outcome in report?.outcomes ?? [] {
            tell("  \(outcome.action.kind.mark) \(outcome.action.guest): \(outcome.action.reason): \(outcome.result)")
        }
        for change in report?.outcomes.flatMap(\.action.changes) ?? [] {
            tell("    \(change.change): \(change.cause), \(change.verdict.effect), made: \(change.isMade)")
        }
        for operation in performed {
            tell("  \(operation.operation) \(operation.guest ?? "") \(operation.error.map { "\($0)" } ?? "")")
        }
        let isKilled = moments != nil && report?.isComplete != true
        if isKilled { outcome.kills += 1 }
        let run = Run(
            before: before, after: try await ward.world(), performed: performed, isCalm: isCalm, options: options,
            state: state,
            definitions: definitions, rejected: rejected, policies: policies)
        let failed = report?.outcomes.contains { if case .failed = $0.result { true } else { false } } ?? true
        return (
            try run.brokenPromises(), !failed && !isKilled && surprise == nil && report?.recordingFailure == nil
        )
    }

    /// What a run that nothing went wrong in has left to do.
    private func unfinished(_ options: PlanOptions) async throws -> [String] {
        // Others may have had their time with a domain of theirs just now; and after a soft reset or from its saved memory a
        // guest goes on as it was.
        let wentOn = Set(
            await ward.host.history.suffix(20).filter { [.softReset, .restore].contains($0.operation) }
                .compactMap(\.guest))
        let domains = try await ward.world().domains.filter { wentOn.contains($0.name) }.map(\.uuid)
        let waiting = Set(ward.state.guests.filter { $0.shutDown != nil }.map(\.uuid) + domains)
        return try await ward.plan(options).actions.filter { action in
            // Whether a file that cannot be used may be a guest's definition depends on who is known by then: what is to go
            // may go a run later, never earlier.
            ![.blocked, .destroy, .forget].contains(action.kind) && !(action.uuid.map(waiting.contains) ?? false)
        }.map { "left \($0.kind.mark) \($0.guest): \($0.reason)" }
    }

    /// Once nothing goes wrong any more, two runs are enough.
    private mutating func end() async throws -> [String] {
        ward.policies = GuestPolicies()
        try await ward.host.happen { world throws(HostError) in
            world.behaviours = [:]
            world.machine.missing = []
        }
        let options = PlanOptions(allowsRestart: true)
        // Whoever watches a domain has had the time to act.
        ward.time.advance(60)
        var broken = try await act(options).broken
        ward.time.advance(60)
        broken += try await act(options).broken
        let last = try await ward.plan(options)
        for remark in last.remarks { tell("  remark \(remark.guest): \(remark.text)") }
        broken += last.actions.filter { $0.kind != .blocked }
            .map { "after two quiet runs there is still \($0.kind.mark) \($0.guest): \($0.reason)" }
        // What was taken for right once, as the policy said, is so.
        if ward.hasAdoptedDrift { return broken }
        broken += try await ward.brokenDefinitions(
            except: Set(last.actions.map(\.guest) + last.remarks.map(\.guest)))
        return broken
    }
}
