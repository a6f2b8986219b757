import Applying
import Definitions
import Foundation
import GuestModel
import Host
import Planning
import SimulatedHost
import StateStore

/// Measures plans beside `xmllint --noout` on as many files, and prints the ratios; then readers, and creations side by side.
///
/// The gates are at 1,000 guests: a plan that changes nothing in at most 0.6 times xmllint's time, one that changes every
/// guest in at most 3 times. Both sides run in turn, so that whatever else the machine does happens to both.
@main
struct Bench {
    static let gate = 0.6
    static let gateOfChanges = 3.0

    static func main() async throws {
        guard CommandLine.arguments.count == 2 else { throw BenchError(description: "usage: xenward-bench XENWARD") }
        let program = URL(fileURLWithPath: CommandLine.arguments[1]).path
        let root = NSTemporaryDirectory() + "xenward-bench-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: root) }
        print("a plan, beside xmllint --noout on as many XML files; medians")
        print("guests  changes    plan, ms   xmllint, ms   ratio   plan, peak MiB   xmllint, peak MiB")
        var missed: [String] = []
        for (count, rounds) in [(100, 15), (1000, 15), (10_000, 5)] {
            let place = Place(root: root, count: count)
            try await place.prepare(with: program)
            let ratio = try place.compare(program, rounds: rounds, changes: 0)
            if count == 1000, ratio > gate { missed.append("a plan without changes in \(gate) times xmllint's time") }
            guard count == 1000 else { continue }
            try place.changeAll()
            if try place.compare(program, rounds: rounds, changes: count) > gateOfChanges {
                missed.append("a plan in which all change in \(gateOfChanges) times xmllint's time")
            }
        }
        try Readers.measure()
        if try await !Creations.measure(root: root) { missed.append("creations \(Creations.gate) times faster") }
        for gate in missed { print("gate NOT MET: \(gate)") }
        if missed.isEmpty { print("gates: met") } else { exit(1) }
    }
}

/// Definitions, a host and a state that agree, and XML files for xmllint.
struct Place {
    let directory: String
    let count: Int

    init(root: String, count: Int) {
        directory = "\(root)/\(count)"
        self.count = count
    }

    private var xmlFiles: [String] { (0..<count).map { "xml/\(BenchGuest.name($0)).xml" } }

    func prepare(with program: String) async throws {
        for folder in ["guests", "xml"] {
            try FileManager.default.createDirectory(atPath: "\(directory)/\(folder)", withIntermediateDirectories: true)
        }
        for index in 0..<count {
            let name = BenchGuest.name(index)
            try write(BenchGuest.xml(index), to: "xml/\(name).xml")
            let isXML = index.isMultiple(of: 2)
            try write(
                isXML ? BenchGuest.xml(index) : BenchGuest.cfg(index), to: "guests/\(name).\(isXML ? "xml" : "cfg")")
        }
        try await apply()
        guard chdir(directory) == 0 else { throw BenchError(description: "\(directory) is gone") }
        // The program's own apply remembers what it has read, in the words that its plans ask for.
        let settling = try Measurement.run(program, ["apply"] + places + ["--yes"])
        guard settling.status == 0 else { throw BenchError(description: "an apply ended \(settling.status)") }
    }

    /// Creates every guest on a host in memory, and writes host and state down at the end.
    private func apply() async throws {
        var world = World(seed: 1)
        world.machine.totalMemory = 1 << 40
        let host = SimulatedHost(world: world)
        let set = try DefinitionSet.scan("\(directory)/guests")
        let recorded = RecordedState(lineage: "bench")
        let observation = try await host.observe()
        let plan = Plan.make(
            PlanInput(
                definitions: set.definitions, recorded: recorded, observation: observation,
                now: Timestamp(seconds: 1_700_000_000)))
        let application = Application(
            host: host, surroundings: Surroundings(save: { _ in }, now: { Timestamp(seconds: 1_700_000_000) }))
        let report = await application.carryOut(plan, state: recorded, on: observation)
        guard report.isComplete, let state = report.state else {
            throw BenchError(description: "the guests were not made")
        }
        try StateStore(path: "\(directory)/state.yaml").save(state)
        try await host.save(to: "\(directory)/host.yaml")
    }

    private var places: [String] {
        ["guests", "--connect", "test://\(directory)/host.yaml", "--state", "state.yaml"]
    }

    /// Gives every guest other memory.
    func changeAll() throws {
        for index in 0..<count {
            let name = BenchGuest.name(index)
            let text = index.isMultiple(of: 2) ? BenchGuest.xml(index) : BenchGuest.cfg(index)
            let changed = text.replacingOccurrences(of: "1048576", with: "1040384")
                .replacingOccurrences(of: "= 1024", with: "= 1016")
            try write(changed, to: "guests/\(name).\(index.isMultiple(of: 2) ? "xml" : "cfg")")
        }
    }

    /// Measures a plan and xmllint, and prints a line.
    ///
    /// - Returns: the ratio of their times.
    func compare(_ program: String, rounds: Int, changes: Int) throws -> Double {
        let (plans, lints) = try measure(program, rounds: rounds, status: changes == 0 ? 0 : 2)
        let (planMemory, lintMemory) = try peakMemory(program)
        let ratio = plans.milliseconds / lints.milliseconds
        print(
            String(
                format: "%6d  %7d  %10.1f  %12.1f  %6.2f  %15.1f  %18.1f", count, changes, plans.milliseconds,
                lints.milliseconds, ratio, planMemory, lintMemory))
        return ratio
    }

    private var planArguments: [String] { ["plan"] + places + ["--detailed-exitcode"] }

    private var lintArguments: [String] { ["--noout"] + xmlFiles }

    private func peakMemory(_ program: String) throws -> (plan: Double, lint: Double) {
        let plan = try Measurement.peakMemory(program, planArguments)
        return (plan, try Measurement.peakMemory("xmllint", lintArguments))
    }

    private func measure(
        _ program: String, rounds: Int, status: Int32
    ) throws -> (plans: [Measurement], lints: [Measurement]) {
        var plans: [Measurement] = []
        var lints: [Measurement] = []
        for round in 0...rounds {
            let plan = try Measurement.run(program, planArguments)
            guard plan.status == status else {
                throw BenchError(description: "the plan ended \(plan.status) rather than \(status)")
            }
            let lint = try Measurement.run("xmllint", lintArguments)
            guard lint.status == 0 else { throw BenchError(description: "xmllint ended \(lint.status)") }
            // The first round only warms up.
            if round > 0 {
                plans.append(plan)
                lints.append(lint)
            }
        }
        return (plans, lints)
    }

    private func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
    }
}
