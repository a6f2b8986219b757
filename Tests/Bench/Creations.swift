import Applying
import Foundation
import GuestModel
import Host
import Planning
import SimulatedHost
import StateStore
import XLConfig

/// Measures how much sooner guests are created when many are under way at once, on a host that takes its time for everything.
enum Creations {
    /// The gate: how many times faster.
    static let gate = 20.0

    /// - Returns: whether the gate is met.
    static func measure(root: String) async throws -> Bool {
        let count = 1000
        let alone = try await seconds(count, parallelism: 1, root: root)
        let together = try await seconds(count, parallelism: 32, root: root)
        let ratio = alone / together
        print(
            String(
                format:
                    "%d creations, each operation of the host 10 ms: %.1f s one after another, %.1f s with parallelism 32: "
                    + "%.1f times faster (at least %.0f)", count, alone, together, ratio, gate))
        return ratio >= gate
    }

    private static func seconds(_ count: Int, parallelism: Int, root: String) async throws -> Double {
        var world = World(seed: 1)
        world.machine.totalMemory = 1 << 40
        let host = SimulatedHost(world: world)
        for operation in HostOperation.allCases {
            await host.inject(Fault(.delay(.milliseconds(10)), in: operation))
        }
        let definitions = try (0..<count).map { index in
            let name = BenchGuest.name(index)
            let read = XLConfigReader().read(Array(BenchGuest.cfg(index).utf8), file: "\(name).cfg")
            guard let document = read.document else { throw BenchError(description: "\(read.diagnostics)") }
            return Definition(file: "\(name).cfg", digest: name, content: .read(document))
        }
        let recorded = RecordedState(lineage: "bench")
        let observation = try await host.observe()
        let now = Timestamp(seconds: 1_700_000_000)
        let plan = Plan.make(
            PlanInput(definitions: definitions, recorded: recorded, observation: observation, now: now))
        let store = StateStore(path: "\(root)/creations-\(parallelism).yaml")
        let surroundings = Surroundings(save: { try store.save($0) }, now: { now }, parallelism: parallelism)
        let clock = ContinuousClock()
        let begin = clock.now
        let report = await Application(host: host, surroundings: surroundings)
            .carryOut(plan, state: recorded, on: observation)
        let duration = begin.duration(to: clock.now)
        guard report.isComplete else { throw BenchError(description: "the guests were not made") }
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
